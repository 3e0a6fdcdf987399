"""Reminders of contributions: the same ladder as for answers, on the contribution's own due date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from cases.models import Contribution
from cases.people.days import local_day
from notifications.models import Notice
from notifications.rules.reminders import CONTRIBUTION_REMINDER, ReminderStep, reminder_steps
from workflow import clocks, may

if TYPE_CHECKING:
    from notifications.reminding import Place


def contributions_due(
    step: ReminderStep, place: Place, dates: Sequence[date], now: datetime
) -> Iterator[Notice]:
    """The reminders of one step for the departments of a place; ``dates``: the due dates that it is for."""
    found = list(_at(step, place, dates))
    people = may.who_holds(step.to, found)
    for contribution in found:
        about = {"rule": CONTRIBUTION_REMINDER.code, "step": step.name, "made_at": now}
        about |= {"contribution": contribution, "about_on": contribution.due_on}
        for person in sorted(people[contribution.pk]):
            for case in contribution.told_cases():
                yield Notice(case=case, recipient_id=person, **about)


def _at(step: ReminderStep, place: Place, dates: Sequence[date]) -> Iterator[Contribution]:
    """Contributions of which nobody heard yet at this step.

    An independent body is reminded once, out of courtesy: at the first step. Who was asked only on the step's
    day, or later, needs no reminder for it; nor anybody while a case is paused.
    """
    told = Notice.objects.filter(
        contribution=OuterRef("pk"),
        rule=CONTRIBUTION_REMINDER.code,
        step=step.name,
        about_on=OuterRef("due_on"),
    )
    found = Contribution.objects.with_contributors().filter(due_on__in=dates)
    found = found.filter(department__time_zone=place.zone, department__calendar=place.calendar_id)
    found = found.exclude(answer__cases__paused_on__isnull=False)
    if step != reminder_steps()[0]:
        found = found.filter(department__independent=False)
    for one in found.filter(~Exists(told)).prefetch_related("answer__cases").order_by("due_on", "pk"):
        if one.due_on is None or one.asked_at is None:
            continue
        day = clocks.add(one.due_on, step.days, place.calendar.days_off).result
        if local_day(place.zone, one.asked_at) < day:
            yield one
