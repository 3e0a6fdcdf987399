"""The only door to a change of state: ``perform``. What stands open to whom says ``workflow/may.py``.

One transaction: hold the row, find the step, check gate and role, see that the person saw the present
version, check needs and guards, run the step's method, compare and set, write event and outbox row.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workflow import history, may, storage, undoing
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState
from workflow.grants import Grants
from workflow.models import Carried, Event
from workflow.process import Process
from workflow.step import Act, Step

log = logging.getLogger("workflow.refusals")
"""Acts that were refused for want of rights: an administrator may want to know who tries."""


def perform(
    case: Carried,
    step: str,
    *,
    by: Any,
    now: datetime,
    comment: str = "",
    seen: int | None = None,
    **data: Any,
) -> Event:
    """Take ``step`` on ``case`` as ``by``, at ``now``, and return the event.

    ``seen`` is the version of the case that the person saw; by default the version of the instance given.
    ``data`` holds what the step needs, by name. The instance given is refreshed.

    Raises :class:`NotAllowed`, :class:`WrongState`, :class:`Blocked` or :class:`Conflict`, each with the
    sentence for the person; then nothing was changed.
    """
    return perform_together([case], step, by=by, now=now, comment=comment, seen=[seen], **data)[0]


def perform_together(
    cases: Sequence[Carried],
    step: str,
    *,
    by: Any,
    now: datetime,
    comment: str = "",
    seen: Sequence[int | None] = (),
    **data: Any,
) -> list[Event]:
    """Take the same step on several cases: one event each, all or none. Otherwise as :func:`perform`.

    Rows are held in the order of their ids, so that two such calls never wait for each other in a circle.
    """
    saw = {case.pk: version for case, version in zip(cases, seen, strict=False) if version is not None}
    in_order = sorted(cases, key=lambda case: case.pk)
    together = [case.pk for case in in_order]
    attempt = {"by": by, "at": now, "comment": comment, "data": data, "together": together}
    with transaction.atomic():
        taken = [_take(case, step, saw.get(case.pk, case.version), **attempt) for case in in_order]
    for case, event in zip(in_order, taken, strict=True):
        storage.reflect(case, event.case)  # type: ignore[attr-defined]
    return taken


def _take(case: Carried, name: str, seen: int, **attempt: Any) -> Event:
    step = _find(case.process, name)
    read = storage.hold_for(case, step, attempt["by"])
    if read is None:
        raise Conflict(_("This case is no longer there."))
    held, grants = read.row, read.grants
    act = Act(held, step, acting_for=step.role.lender_for(grants, held), known=read.known, **attempt)
    _check(act, grants, seen)
    before = storage.fields_of(held)
    _run(act)
    data = history.data_of(act, before, storage.changed(held, before, act.beside))
    event, remark = history.drawn_up(
        held,
        step=name,
        source=before["state"],
        by=act.by,
        acting_for=act.acting_for,
        at=act.at,
        data=data,
        comment=act.comment,
    )
    if not storage.write(held, before, event, remark, act.at + undoing.window(), act.beside):
        raise Conflict(_someone_was_quicker())
    return event


def _check(act: Act, grants: Grants, seen: int) -> None:
    held, step, process = act.case, act.step, act.case.process
    if refusal := process.gate(held, act.by) or may.why_not_allowed(step, grants, held):
        log.warning("Refused: user %s, %s of %s %s.", act.by.pk, step.name, process.name, held.pk)
        raise NotAllowed(str(refusal))
    if held.version != seen:
        raise Conflict(_someone_was_quicker())
    if held.state not in step.sources:
        raise WrongState(
            _("“%(step)s” is not possible while the case stands at “%(state)s”.")
            % {"step": step.label, "state": held.standing}
        )
    missing = next((need.sentence for need in step.needs if need.missing(act)), "")
    if sentence := missing or may.why_blocked(act):
        raise Blocked(str(sentence))


def _run(act: Act) -> None:
    act.case._in_engine = True
    try:
        getattr(act.case, act.step.name)(act)
    finally:
        del act.case._in_engine


def _find(process: Process, name: str) -> Step:
    try:
        return process.steps[name]
    except KeyError:
        raise WrongState(_("There is no step “%(step)s” here.") % {"step": name}) from None


def _someone_was_quicker() -> str:
    return _("Somebody else changed this case after you opened it, so nothing was done. Look at it again.")
