"""Where days are the same: a time zone and a calendar, with what falls on which day there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from cases.contributions.flow import WITH_CONTRIBUTOR
from cases.people.days import local_day
from cases.people.models import Calendar, Department
from cases.states import WITH_DEPARTMENT
from workflow import clocks

if TYPE_CHECKING:
    from notifications.ladder.rungs import Step

ONE_DAY = timedelta(days=1)


class Place:
    """A time zone, and the calendar by which departments there work; by the default one without an id."""

    def __init__(self, zone: str, calendar_id: int | None, calendar: Calendar) -> None:
        self.zone, self.calendar_id, self.calendar = zone, calendar_id, calendar
        self._counted: dict[tuple[date, int], clocks.Reckoning] = {}
        self._between: dict[tuple[date, date], int] = {}

    def today(self, now: datetime) -> date:
        return local_day(self.zone, now)

    def is_off(self, day: date) -> bool:
        return self.calendar.days_off(day) is not None

    def counted(self, start: date, days: int) -> clocks.Reckoning:
        """The day that is so many working days after ``start``, and how it came about; kept, once counted."""
        if (start, days) not in self._counted:
            self._counted[start, days] = clocks.add(start, days, self.calendar.days_off)
        return self._counted[start, days]

    def working_days(self, start: date, end: date) -> int:
        """As :func:`workflow.clocks.count`; kept, once counted."""
        if (start, end) not in self._between:
            self._between[start, end] = clocks.count(start, end, self.calendar.days_off).days
        return self._between[start, end]

    def dates_of(self, step: Step, today: date) -> list[date]:
        """The dates from which the step falls on today, or fell on one of the working days that it lasts."""
        found: list[date] = []
        for back in range(step.lasts):
            found += self._dates_with(step.days, self.counted(today, -back).result if back else today)
        return found

    def _dates_with(self, days: int, day: date) -> Iterable[date]:
        """The dates for which the day so many working days after them is ``day``, itself a working day."""
        first = self._worked(day, -days - 1 if days < 0 else -days)
        last = self._worked(day, -days if days < 0 else 1 - days)
        if days <= 0:
            first, last = (self._worked(day, -1), day) if days == 0 else (first, last)
            first += ONE_DAY
        else:
            last -= ONE_DAY
        return (first + timedelta(days=n) for n in range((last - first).days + 1))

    def _worked(self, day: date, days: int) -> date:
        return self.counted(day, days).result if days else day


def places_owing() -> list[Place]:
    """Those of the departments that owe an answer or a part; three queries."""
    theirs = Q(cases__state__in=WITH_DEPARTMENT) | Q(contributions__state__in=WITH_CONTRIBUTOR)
    owing = Department.objects.filter(theirs).order_by("time_zone", "calendar")
    found = list(owing.values_list("time_zone", "calendar").distinct())
    calendars = Calendar.objects.with_days().in_bulk() if found else {}
    usual = Calendar.default() if found else Calendar()
    return [Place(zone, pk, calendars.get(pk, usual)) for zone, pk in found]


def nation() -> Place:
    """Where those work whose role is of the whole nation."""
    return Place(settings.TIME_ZONE, None, Calendar.default())


def midnight(day: date, zone: str) -> datetime:
    """When ``day`` begins there; in the zone of the installation, where ``zone`` is none."""
    try:
        return datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
    except (ValueError, KeyError):
        return datetime.combine(day, datetime.min.time(), ZoneInfo(settings.TIME_ZONE))


def kept(reckoned: clocks.Reckoning, calendar: Calendar) -> dict[str, Any]:
    """How a step's day was counted, as its notice keeps it, with the holidays as they were then."""
    holidays = [
        {"on": one.day.isoformat(), "name": one.name, "estimated": one.estimated} for one in reckoned.holidays
    ]
    return {
        "from": reckoned.start.isoformat(),
        "days": reckoned.days,
        "on": reckoned.result.isoformat(),
        "calendar": str(calendar),
        "off": len(reckoned.skipped),
        "holidays": holidays,
    }
