"""What one asks of a calendar beside its days off: the hours of a day, and who works by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from cases.people.calendar_models import Calendar
from cases.people.models import Department, DepartmentQuerySet


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
