"""How fast answers are approved, on which day the last one is, and how fast it would have to go; pure.

A pace is approvals per *working day*, so that a week with holidays does not look slow, and a day in the
future is reached by counting working days. The rules of a pace that says too little are in :func:`pace`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from workflow import clocks
from workflow.clocks import Calendar

DAYS = 28
"""The last four weeks, today among them."""
LEAST = 5
"""Working days that must have passed before a pace says anything: a week."""
MOST = 500
"""Working days ahead, about two years: beyond, a date would only look precise."""

DONE, EARLY, NONE, NONE_LATELY, FAR, READY = "done", "early", "none", "none-lately", "far", "ready"
"""What can be said: all is approved; too early; nothing approved yet; nothing lately; too far off; a day."""


@dataclass(frozen=True)
class Pace:
    """``says`` is one of the words above, ``ready_on`` the day where it is READY.

    ``lately`` were approved on the ``days`` working days since ``since``; ``left`` are not approved yet.
    ``is_whole``: the full four weeks were looked at.
    """

    says: str
    left: int
    lately: int
    days: int
    since: date
    is_whole: bool
    ready_on: date | None = None


def pace(
    approved_on: Mapping[date, int],
    *,
    left: int,
    asked: int,
    opened_on: date,
    today: date,
    calendar: Calendar,
) -> Pace:
    """The pace of the last four weeks, or since ``opened_on`` where that is later.

    ``approved_on`` has the approvals by day, ``asked`` all answers that are owed, ``left`` those of them that
    are not approved. Raises :class:`clocks.NoWorkingDay`.
    """
    since = max(today - timedelta(days=DAYS - 1), min(opened_on, today))
    days = clocks.count(since - clocks.ONE_DAY, today, calendar).days
    lately = sum(count for day, count in approved_on.items() if since <= day <= today)
    is_whole = since == today - timedelta(days=DAYS - 1)
    says = _says(left, asked, lately, days)
    ready_on = None
    if says == READY:
        ahead = ceil(left * days / lately)
        says, ready_on = (FAR, None) if ahead > MOST else (READY, clocks.add(today, ahead, calendar).result)
    return Pace(says, left, lately, days, since, is_whole, ready_on)


def _says(left: int, asked: int, lately: int, days: int) -> str:
    if not left:
        return DONE
    if left == asked:
        return NONE
    if days < LEAST:
        return EARLY
    return READY if lately else NONE_LATELY


def needed_per_week(left: int, *, by: date, today: date, calendar: Calendar) -> float | None:
    """Approvals a week from tomorrow on, so that none is left after ``by``; None where no day is left.

    A week has as many working days as the next seven days in which nobody has a holiday would have.
    """
    days = clocks.count(today, by, calendar).days if by > today else 0
    if days <= 0:
        return None
    return left / days * _days_of_a_week(today, calendar)


def by_week(approved_on: Mapping[date, int], *, weeks: int, today: date) -> list[tuple[date, int]]:
    """Approvals of each of the last ``weeks`` weeks, which begin on Mondays; the last one is not over."""
    monday = today - timedelta(days=today.weekday())
    begun = [monday - timedelta(weeks=back) for back in reversed(range(weeks))]
    return [
        (first, sum(approved_on.get(first + timedelta(days=number), 0) for number in range(7)))
        for first in begun
    ]


def _days_of_a_week(today: date, calendar: Calendar) -> int:
    """Days that no weekend takes: holidays have names, weekends have none."""
    offs = (calendar(today + timedelta(days=number)) for number in range(1, 8))
    return sum(1 for off in offs if off is None or off.name)
