"""Which day it is where a department works: due dates are local dates."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone


def local_day(zone: str, moment: datetime) -> date:
    """The day in ``zone``; a name that is no time zone must not silence everybody's reminders."""
    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except (ValueError, ZoneInfoNotFoundError):
        return timezone.localdate(moment)
