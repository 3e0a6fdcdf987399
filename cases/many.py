"""What people do to many cases at once: a small act is done while they wait, a larger one by the worker.

The engine takes the step on each (``workflow/bulk.py``); the pages are ``pages/desk/acts.py`` and
``pages/bulk.py``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.utils.translation import gettext as _

from cases.models import Case
from cases.models.case_lists import CaseQuerySet
from cases.people.models import User
from cases.people.roles import COORDINATOR, grants_of
from workflow import tasks, undoing, wake
from workflow.bulk import Row, open_bulk, undo_bulk
from workflow.bulk_rows import Bulk, BulkItem, BulkQuerySet
from workflow.bulk_work import work_on
from workflow.errors import NotAllowed
from workflow.given import given_again

AT_ONCE = 25
"""Up to so many cases are done within the request: a second, and no worker is needed."""

Clock = Callable[[], datetime]

log = logging.getLogger(__name__)


def act_on_many(
    step: str,
    rows: Iterable[Row],
    *,
    by: User,
    clock: Clock,
    comment: str = "",
    form: UUID | None = None,
    **data: Any,
) -> Bulk:
    """Take ``step`` on each case; arguments and errors as in :func:`workflow.bulk.open_bulk`."""
    given: dict[str, Any] = {"by": by, "now": clock(), "comment": comment, "form": form}
    return begin(open_bulk(Case.process, step, rows, **given, **data), clock)


def take_back(bulk: Bulk, *, by: User, clock: Clock) -> Bulk:
    """Take back all of it that can be; a bulk of its own. Raises as :func:`workflow.bulk.undo_bulk`."""
    return begin(undo_bulk(bulk, by=by, now=clock()), clock)


def try_again(bulk: Bulk, *, by: User, clock: Clock, form: UUID | None = None) -> Bulk:
    """The same act on what was refused and may be possible by now, as a bulk of its own.

    Raises :class:`NotAllowed` for anybody but who opened it, :class:`Refused` where there is nothing of it.
    """
    if bulk.by_id != by.pk:
        raise NotAllowed(_("Only the person who began this may try it again."))
    given: dict[str, Any] = {"by": by, "clock": clock, "comment": bulk.comment, "form": form}
    return act_on_many(bulk.step, _refused_rows(bulk, by), **given, **given_again(bulk.data))


def worth_another_try(bulk: Bulk, user: User) -> CaseQuerySet:
    """The cases of it that were refused for another reason than a role, and where the step is open by now."""
    step = Case.process.steps.get(bulk.step)
    if bulk.is_under_way or step is None:
        return Case.objects.none()
    refused = bulk.items.filter(state=BulkItem.State.REFUSED).exclude(refusal=NotAllowed.__name__)
    return Case.objects.visible_to(user).filter(state__in=step.sources, pk__in=refused.values("row_id"))


def may_take_back(bulk: Bulk, user: User, now: datetime) -> bool:
    """Whether it is offered: each row's own time decides, when its turn comes."""
    if bulk.by_id != user.pk or bulk.finished_at is None or hasattr(bulk, "undone_by"):
        return False
    return bulk.step in undoing.undoable_steps(Case.process) and now - bulk.finished_at < undoing.window()


def bulks_visible_to(user: User) -> BulkQuerySet:
    """Acts on many cases: a coordinator sees all, everybody else the own ones. Their rows are cases."""
    bulks = Bulk.objects.filter(process=Case.process.name).select_related("by", "undoes", "undone_by")
    return bulks if COORDINATOR.held(grants_of(user), None) else bulks.filter(by=user)


def rows_of(cases: CaseQuerySet, seen: dict[int, int] | None = None) -> Iterator[Row]:
    """Each case as the person saw it; by default as it is now."""
    saw = seen or {}
    for pk, version in cases.order_by("pk").values_list("pk", "version").iterator():
        yield Row(pk, saw.get(pk, version))


def _refused_rows(bulk: Bulk, user: User) -> Iterator[Row]:
    versions = dict(worth_another_try(bulk, user).values_list("pk", "version"))
    for item in bulk.items.filter(state=BulkItem.State.REFUSED).order_by("row_id").iterator():
        if item.row_id in versions:
            yield Row(item.row_id, versions[item.row_id], given_again(item.data))


def begin(bulk: Bulk, clock: Clock) -> Bulk:
    """Do a small one now, and wake the worker for a larger one."""
    if bulk.size > AT_ONCE:
        wake.poke(tasks.work_on, str(bulk.key))
        return bulk
    try:
        work_on(bulk.key, clock=clock)
    except OperationalError as problem:
        log.warning("Bulk %s is left to the worker: %s", bulk.key, problem)
    bulk.refresh_from_db()
    return bulk
