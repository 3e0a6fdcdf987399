"""Which answers are late by so many working days, each by the calendar of its department."""

from __future__ import annotations

from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from cases.states import WITH_DEPARTMENT
from notifications.places import ONE_DAY, Place, places_owing


def late_by(days: int, now: datetime) -> Q:
    """Cases that their departments owe since ``days`` working days or more, at least one; three queries.

    Neither paused, nor of an independent body: those are never late.
    """
    passed = (
        Q(
            lead__time_zone=place.zone,
            lead__calendar=place.calendar_id,
            due_on__lte=_last_date(days, place, place.today(now)),
        )
        for place in places_owing()
    )
    owed = Q(state__in=WITH_DEPARTMENT, paused_on__isnull=True, lead__independent=False)
    return owed & reduce(or_, passed, Q(pk__in=[]))


def _last_date(days: int, place: Place, today: date) -> date:
    """The last due date that lies ``days`` working days back: on days off what fell due before them does."""
    worked = place.counted(today, -1).result if place.is_off(today) else today
    back = place.counted(worked, -days).result
    return place.counted(back, 1).result - ONE_DAY
