"""Reminders of contributions: the same ladder as for answers, on the contribution's own due date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from cases.models import Contribution
from cases.people.days import local_day
from notifications.models import Notice
from notifications.rules import ReminderStep, reminder_steps
from workflow import may


def contributions_due(step: ReminderStep, zone: str, today: date, now: datetime) -> Iterator[Notice]:
    """The reminders of one step for the departments of a zone, where it is ``today``."""
    found = list(_at(step, zone, today))
    people = may.who_holds(step.to, found)
    for contribution in found:
        about = {"contribution": contribution, "about_on": contribution.due_on, "made_at": now}
        for person in sorted(people[contribution.pk]):
            for case in contribution.told_cases():
                yield Notice(rule=step.code_of_contribution, case=case, recipient_id=person, **about)


def _at(step: ReminderStep, zone: str, today: date) -> Iterator[Contribution]:
    """Contributions whose step fell on today or the days that it lasts, and of which nobody heard yet.

    An independent body is reminded once, out of courtesy: at the first step. Who was asked only on the step's
    day, or later, needs no reminder for it.
    """
    latest = today - timedelta(days=step.days)
    window = {"due_on__lte": latest, "due_on__gt": latest - timedelta(days=step.lasts)}
    told = Notice.objects.filter(
        contribution=OuterRef("pk"), rule=step.code_of_contribution, about_on=OuterRef("due_on")
    )
    found = Contribution.objects.with_contributors().filter(department__time_zone=zone, **window)
    found = found.exclude(answer__cases__paused_on__isnull=False)
    if step != reminder_steps()[0]:
        found = found.filter(department__independent=False)
    for one in found.filter(~Exists(told)).prefetch_related("answer__cases").order_by("due_on", "pk"):
        if (
            one.due_on
            and one.asked_at
            and local_day(zone, one.asked_at) < one.due_on + timedelta(days=step.days)
        ):
            yield one
