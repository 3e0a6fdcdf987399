"""Which day it is where a department works: due dates are local dates, and this is the one rule of today."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from cases.people.models import Department


def local_day(zone: str, moment: datetime) -> date:
    """The day in ``zone``; a name that is no time zone must not silence everybody's reminders."""
    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except (ValueError, ZoneInfoNotFoundError):
        return timezone.localdate(moment)


def today_of(department: Department | None, now: datetime) -> date:
    """The day at ``now`` in the department's time zone; without a department, that of the installation."""
    return local_day(department.time_zone, now) if department is not None else timezone.localdate(now)


def zones_by_day(now: datetime) -> dict[date, list[str]]:
    """The departments' time zones, by the day that it is there at ``now``; one query."""
    found = defaultdict(list)
    for zone in Department.objects.order_by("time_zone").values_list("time_zone", flat=True).distinct():
        found[local_day(zone, now)].append(zone)
    return dict(found)
