"""Working days: to add them to a day, to count them between two, to find the next; pure, and each explained.

A *calendar* is a function: it takes a day and returns why that day is off, or None where it is worked. Who
keeps calendars is no business of the engine. Counting begins on the day after the first: one working day from
a Monday is the Tuesday. What was reckoned comes back as data; pages put it into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
FARTHEST = 2000
"""Working days that may be added at once, about eight years; more is a slip of the pen."""
LONGEST_BREAK = 366
"""Days off in a row before a calendar is taken for one without working days."""


@dataclass(frozen=True)
class DayOff:
    """Why ``day`` is not worked: the ``name`` of a holiday, or none for a day of the weekend.

    ``estimated``: nobody has confirmed yet that the holiday falls on this day.
    """

    day: date
    name: str = ""
    estimated: bool = False


Calendar = Callable[[date], "DayOff | None"]
"""Why a day is off; None where it is worked."""


class NoWorkingDay(ValueError):  # noqa: N818 - named after what one hits
    """A calendar in which nothing is worked for longer than a year cannot be counted in."""


@dataclass(frozen=True)
class Reckoning:
    """How ``result`` came about: ``days`` working days from ``start``, before it where they are negative.

    ``skipped`` are the days off that were passed over on the way, in the order of the calendar.
    """

    start: date
    days: int
    result: date
    skipped: tuple[DayOff, ...] = ()

    @property
    def holidays(self) -> tuple[DayOff, ...]:
        """The days off that no weekend explains."""
        return tuple(one for one in self.skipped if one.name)


def next_working_day(day: date, calendar: Calendar) -> date:
    """``day`` itself where it is worked, else the first worked day after it."""
    return add(day, 0, calendar).result


def add(start: date, days: int, calendar: Calendar) -> Reckoning:
    """The day that is ``days`` working days after ``start``; before it, where ``days`` is negative.

    With 0 days, ``start`` or the next working day. Raises ValueError for more than FARTHEST days, and
    :class:`NoWorkingDay`.
    """
    if abs(days) > FARTHEST:
        raise ValueError(f"At most {FARTHEST} working days can be added, not {days}.")
    first = start if days == 0 else start + _towards(days)
    skipped: list[DayOff] = []
    day = _last_worked(first, days, calendar, skipped)
    return Reckoning(start, days, day, tuple(sorted(skipped, key=lambda one: one.day)))


def count(start: date, end: date, calendar: Calendar) -> Reckoning:
    """How many working days ``end`` is after ``start``: those after ``start``, up to ``end`` itself.

    Where ``end`` comes first the number is negative: :func:`add` with it leads back. ``result`` is ``end``.
    """
    direction = 1 if end >= start else -1
    first, last = (start + ONE_DAY, end) if direction > 0 else (end, start - ONE_DAY)
    found = [calendar(day) for day in _days(first, last)]
    skipped = tuple(one for one in found if one is not None)
    return Reckoning(start, direction * (len(found) - len(skipped)), end, skipped)


def moved_by_pause(due: date, paused_on: date, resumed_on: date, calendar: Calendar) -> Reckoning:
    """``due``, later by the working days between pause and resumption; as it was where there were none.

    The day of the pause counts as paused, that of the resumption does not.
    """
    paused = count(paused_on - ONE_DAY, resumed_on - ONE_DAY, calendar).days
    return add(due, paused, calendar) if paused > 0 else Reckoning(due, 0, due)


def _last_worked(first: date, days: int, calendar: Calendar, skipped: list[DayOff]) -> date:
    """The last of ``days`` worked days from ``first`` on, the first for 0; days off go to ``skipped``."""
    day, left, off_in_a_row = first, max(abs(days), 1), 0
    while True:
        off = calendar(day)
        if off is None:
            left, off_in_a_row = left - 1, 0
            if not left:
                return day
        else:
            skipped.append(off)
            off_in_a_row += 1
            if off_in_a_row > LONGEST_BREAK:
                raise NoWorkingDay(f"No working day within {LONGEST_BREAK} days of {day}.")
        day += _towards(days)


def _towards(days: int) -> timedelta:
    return ONE_DAY if days >= 0 else -ONE_DAY


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY
