"""Reminders of contributions: the steps of the focal point, on the contribution's own due date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from cases.models import Contribution
from cases.people.days import local_day
from notifications.ladder.drafting import portions
from notifications.ladder.rungs import EVER, Step, drafting_steps, window_of
from notifications.models import Notice
from notifications.places import Place, kept
from notifications.policy import Policy
from notifications.rules.reminders import CONTRIBUTION_REMINDER, COURTESY, QUESTION, REMINDER
from workflow import may

RULES = (REMINDER.code, QUESTION.code, COURTESY.code)
"""The steps of these are steps of a contribution too; what follows is up to the lead."""


def of_contributions(place: Place, today: date, now: datetime, policy: Policy) -> Iterator[Notice]:
    """The reminders of contributions whose step falls on ``today`` in this place, or is made up for."""
    if not Contribution.objects.with_contributors().exists():
        return
    for step in drafting_steps(policy):
        if step.rule in RULES:
            yield from _at(step, place, today, now, policy)


def _at(step: Step, place: Place, today: date, now: datetime, policy: Policy) -> Iterator[Notice]:
    for ids in portions(_ids(step, place, today)):
        read = Contribution.objects.filter(pk__in=ids).prefetch_related("answer__cases")
        found = [one for one in read.order_by("due_on", "pk") if _stands_on(one, step, place, policy)]
        people = may.who_holds(step.to, found)
        for one in found:
            for person in sorted(people[one.pk]):
                yield from _notices(one, step, place, person, now)


def _notices(one: Contribution, step: Step, place: Place, person: int, now: datetime) -> Iterator[Notice]:
    """One for each case of the answer."""
    if one.due_on is None:
        return
    reckoned = kept(place.counted(one.due_on, step.days), place.calendar)
    for case in one.told_cases():
        yield Notice(
            rule=CONTRIBUTION_REMINDER.code,
            step=step.name,
            case=case,
            contribution=one,
            about_on=one.due_on,
            reckoned=reckoned,
            recipient_id=person,
            made_at=now,
        )


def _ids(step: Step, place: Place, today: date) -> list[int]:
    """Contributions that may stand on this step, of which nobody heard on it yet; nor while a case is paused.

    An independent body is reminded once, out of courtesy.
    """
    told = Notice.objects.not_held_back().filter(contribution=OuterRef("pk"), rule=CONTRIBUTION_REMINDER.code)
    at_all = told.filter(made_at__gte=OuterRef("asked_at"))
    on_step = told.filter(step=step.name, about_on=OuterRef("due_on"))
    found = Contribution.objects.with_contributors().filter(due_on__in=place.dates_of(step, today))
    found = found.filter(department__time_zone=place.zone, department__calendar=place.calendar_id)
    found = found.filter(department__independent=step.independent)
    found = found.exclude(answer__cases__paused_on__isnull=False)
    found = found.exclude(Exists(at_all if step.independent else on_step))
    return list(found.order_by("due_on", "pk").values_list("pk", flat=True))


def _stands_on(one: Contribution, step: Step, place: Place, policy: Policy) -> bool:
    """Who was asked only on the step's day, or later, needs no reminder for it."""
    if one.due_on is None or one.asked_at is None:
        return False
    asked_on = local_day(place.zone, one.asked_at)
    if asked_on >= place.counted(one.due_on, step.days).result:
        return False
    return step.windows == EVER or window_of(place.working_days(asked_on, one.due_on), policy) in step.windows
