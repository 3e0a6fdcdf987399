"""What one asks of a calendar beside its days off: the hours of a day, and who works by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q

from cases.people.calendar_models import Calendar
from cases.people.days import today_of
from cases.people.models import Department, DepartmentQuerySet
from workflow import clocks


@dataclass(frozen=True)
class Hours:
    """From when to when one works; ``name`` is that of special hours, such as Ramadan."""

    opens_at: time
    closes_at: time
    name: str = ""


def working_hours(day: date, calendar: Calendar) -> Hours | None:
    """The hours of ``day``; None where it is off. Special hours, such as Ramadan's, go before the usual."""
    if calendar.days_off(day) is not None:
        return None
    for special in calendar.special_hours.all() if calendar.pk else ():
        if special.first_day <= day <= special.last_day:
            return Hours(special.opens_at, special.closes_at, special.name)
    return Hours(calendar.opens_at, calendar.closes_at)


def departments_of(calendar: Calendar) -> DepartmentQuerySet:
    """The departments that work by it: those that name it, and for the default those that name none."""
    works_by = Q(calendar=calendar)
    if Calendar.default().pk == calendar.pk:
        works_by |= Q(calendar=None)
    found: DepartmentQuerySet = Department.objects.filter(works_by)
    return found


class CalendarsOf:
    """The calendars of these departments, read at once when the first is asked for."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self._own = {one.calendar_id for one in departments} - {None}
        self._read: tuple[dict[int, Calendar], Calendar] | None = None

    def calendar(self, department: Department) -> clocks.Calendar:
        if self._read is None:
            own = Calendar.objects.with_days().in_bulk(self._own) if self._own else {}
            self._read = own, Calendar.default()
        own, usual = self._read
        return own.get(department.calendar_id or 0, usual).days_off

    def days_late(self, department: Department, due_on: date | None, now: datetime) -> int:
        """Working days since the due date: what fell due before days off is late by none of them."""
        if due_on is None:
            return 0
        return clocks.count(due_on, today_of(department, now), self.calendar(department)).days
