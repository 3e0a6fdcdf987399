"""The bell: what a person was told, and what of it is new (docs/decisions/0032-the-bell-is-counted.md).

A notice is in it from when it is derived, whether its mail has left, could not be delivered or is switched
off; not once it was cancelled because nothing of it holds any more. Its page is ``bell_pages.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from cases.models import Case, Mention
from cases.people.models import User
from cases.telling import ToldOfItself
from notifications.models import Notice, NoticeQuerySet
from notifications.rules import every_rule
from notifications.rules.of_persons import MENTIONED
from workflow.process import process_named

HOLDS = ~Q(state=Notice.State.CANCELLED) | Q(reason=Notice.Reason.PREFERENCE)
"""Whether or not it is mailed."""


def told(person: Any, now: datetime | Combinable) -> NoticeQuerySet:
    """All that was told to a person, given by id or by an expression, and was not cancelled meanwhile.

    A reminder by hand, once it can be taken back no more.
    """
    begun = Q(not_before=None) | Q(not_before__lte=now)
    return Notice.objects.filter(HOLDS & begun, recipient=person)


def new_among(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Those that are not seen, of several reminders of one date the last.

    Who opened the comment that mentions him has seen that.
    """
    read = Mention.objects.filter(pk=OuterRef("event_id"), seen_at__isnull=False)
    same = {name: OuterRef(name) for name in ("recipient", "case", "rule", "about_on")}
    followed = Notice.objects.filter(HOLDS, about_on__isnull=False, made_at__gt=OuterRef("made_at"), **same)
    unseen = notices.filter(seen_at__isnull=True).exclude(Q(rule=MENTIONED) & Exists(read))
    return unseen.exclude(Q(about_on__isnull=False) & Exists(followed))


def number_of_new(person: Any, now: datetime | Combinable) -> Coalesce:
    """How many are new, for a query that loads people. Rights are not asked: see :func:`shown_to`."""
    counted = new_among(told(person, now)).order_by().values("recipient").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0, output_field=IntegerField())


def shown_to(user: User, now: datetime) -> NoticeQuerySet:
    """What the person's bell shows: of that, what is of cases and rows that the person still sees."""
    found = told(user.pk, now)
    case_or_week = Q(case__in=Case.objects.visible_to(user)) | Q(case=None, row_id=None)
    rows = (_rows_seen_by(user, process) for process in _processes_of_rows())
    seen = found.filter(reduce(or_, rows, case_or_week))
    return seen.exclude(pk__in=found.of_mentions_hidden_from(user).values("pk"))


def note_seen(notices: NoticeQuerySet, now: datetime) -> None:
    """The person saw these; when they were seen first stands."""
    notices.filter(seen_at__isnull=True).update(seen_at=now)


def note_new(user: User, ids: Iterable[int]) -> int:
    """The person wants to see these again; how many they were."""
    seen = Notice.objects.filter(recipient=user.pk, pk__in=list(ids), seen_at__isnull=False)
    return seen.update(seen_at=None)


@cache
def _processes_of_rows() -> tuple[str, ...]:
    """Those whose events are about rows, not about cases."""
    names = {rule.process for rule in every_rule()}
    return tuple(sorted(name for name in names if issubclass(process_named(name).model, ToldOfItself)))


def _rows_seen_by(user: User, process: str) -> Q:
    rows: Any = process_named(process).model._default_manager
    return Q(process=process, row_id__in=rows.visible_to(user).values("pk"))
