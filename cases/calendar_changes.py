"""A change to a calendar, and the due dates that it would move: shown first, moved by a step, never silently.

Whatever the change is, it is tried in a transaction that is rolled back, and all counted dates are counted
again. So the preview cannot differ from what is done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from cases import dates
from cases.models import Case, CaseEvent
from cases.people.calendar_history import Picture, changes_between, picture_of
from cases.people.models import Calendar, User
from cases.people.settings_changes import note
from workflow import engine
from workflow.errors import Conflict

Change = Callable[[], Calendar]
"""Makes the change and returns the calendar that was changed."""


@dataclass(frozen=True)
class Move:
    """The due date of ``case`` as counted before the change, and as it would be counted after it."""

    case: Case
    new: date


def preview(change: Change, *, by: User) -> list[Move]:
    """The dates that ``change`` would move, of cases that ``by`` sees; nothing is changed."""
    return _tried(change, by=by)[0]


@transaction.atomic
def make(change: Change, *, by: User, now: datetime, reason: str, seen: str, moving: bool) -> list[Move]:
    """Make the change, and move the dates or leave them; ``seen`` is the :func:`digest` of what was shown.

    Raises :class:`Conflict` where other dates would move by now, and whatever the step raises; then nothing
    was changed.
    """
    moves, tried = _tried(change, by=by)
    if digest(moves) != seen:
        raise Conflict(_("Meanwhile other dates would move, so nothing was saved. Look at the list again."))
    before = picture_of(tried.pk)
    calendar = change()
    _note(calendar, before, by=by, now=now, moved=len(moves) if moving else 0)
    for move in moves if moving else ():
        engine.perform(
            move.case, "redate", by=by, now=now, comment=reason, due_on=move.new, calendar=calendar
        )
    return moves


def _tried(change: Change, *, by: User) -> tuple[list[Move], Calendar]:
    """The dates that it would move, and the calendar that it would change."""
    before = _counted(by)
    with transaction.atomic():
        calendar = change()
        after = _counted(by)
        transaction.set_rollback(True)
    return [Move(case, after[case]) for case in after if after[case] != before[case]], calendar


def _note(calendar: Calendar, before: Picture, *, by: User, now: datetime, moved: int) -> None:
    changes = changes_between(before, picture_of(calendar.pk))
    if changes:
        act = "changed" if before else "made"
        note(calendar, act, by=by, now=now, changes=changes, moved=moved)


def digest(moves: list[Move]) -> str:
    """A mark by which a list of moves is known again."""
    rows = sorted(f"{move.case.pk}:{move.case.due_on}:{move.new}" for move in moves)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:20]


def _counted(by: User) -> dict[Case, date]:
    """What the dates that hang on a calendar come to, as the calendars are; a fixed number of queries."""
    telling = CaseEvent.objects.filter(step__in=dates.TELLING).order_by("number")
    cases = Case.objects.visible_to(by).with_department().filter(due_on__isnull=False)
    read = (
        cases.for_lists()
        .order_by("due_on", "pk")
        .prefetch_related(Prefetch("events", telling, to_attr="telling"))
    )
    calendars: dict[int | None, Calendar] = {one.pk: one for one in Calendar.objects.with_days()}
    usual = Calendar.default()
    found: dict[Case, date] = {}
    for case in read:
        changes = dates.changes_of(case.telling)
        calendar = calendars.get(case.lead.calendar_id if case.lead else None, usual)
        if dates.is_counted(changes) and (day := dates.recounted(changes, calendar.days_off)):
            found[case] = day
    return found
