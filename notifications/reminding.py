"""Reminders, derived from due dates and inserted once: two schedulers or a missed day do no harm.

Days are local days of the department that answers. For each step (rules.py) one query finds the cases whose
step fell on the last few days; so a case gets its latest step only, and none that lies before the day on
which the date was set. Nobody is reminded while a request for more time waits for a decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from cases.models import Case, Extension
from cases.people.days import local_day
from cases.people.models import Department
from notifications.models import Notice
from notifications.rules import STILL_TO_DRAFT, ReminderStep, reminder_steps
from workflow import may

DATES_ARE_SET_BY = ("assign", "reassign", "return_to_department", "open_round", "extend", "redate", "resume")


@transaction.atomic
def remind(now: datetime) -> list[Notice]:
    """Insert what is due today, in every department's own day; returns the reminders."""
    return _insert(due_now(now))


@transaction.atomic
def remind_as_of(today: date, now: datetime) -> list[Notice]:
    """As :func:`remind`, as if it were ``today`` in every department."""
    return _insert(due_as_of(today, now))


def due_now(now: datetime) -> list[Notice]:
    """What :func:`remind` would insert; nothing is written."""
    return [notice for zone in _zones() for notice in _due_in(zone, local_day(zone, now), now)]


def due_as_of(today: date, now: datetime) -> list[Notice]:
    """What :func:`remind_as_of` would insert; nothing is written."""
    return [notice for zone in _zones() for notice in _due_in(zone, today, now)]


def _insert(found: list[Notice]) -> list[Notice]:
    Notice.objects.no_longer_due().cancel(Notice.Reason.NOT_DUE)
    return Notice.objects.bulk_create(found, ignore_conflicts=True)


def _due_in(zone: str, today: date, now: datetime) -> Iterator[Notice]:
    for step in reminder_steps():
        cases = list(_cases_at(step, zone, today))
        people = may.who_holds(step.to, cases)
        for case in cases:
            for person in sorted(people[case.pk]):
                yield _notice(step, case, person, now)


def _notice(step: ReminderStep, case: Case, person: int, now: datetime) -> Notice:
    return Notice(rule=step.code, case=case, about_on=case.due_on, recipient_id=person, made_at=now)


def _cases_at(step: ReminderStep, zone: str, today: date) -> Iterator[Case]:
    """Cases of the zone whose step fell on today or the days that it lasts, and who heard nothing of it."""
    latest = today - timedelta(days=step.days)
    window = {"due_on__lte": latest, "due_on__gt": latest - timedelta(days=step.lasts)}
    told = Notice.objects.filter(case=OuterRef("pk"), rule=step.code, about_on=OuterRef("due_on"))
    found = _reminded(step).filter(state__in=STILL_TO_DRAFT, lead__time_zone=zone, **window)
    found = found.filter(paused_on__isnull=True).exclude(answer__in=Extension.objects.open().values("answer"))
    for case in found.filter(~Exists(told)).annotate(dated_at=_dated_at()).order_by("due_on", "pk"):
        if _was_due_after(step, case, zone):
            yield case


def _reminded(step: ReminderStep) -> QuerySet[Case]:
    """An independent body is reminded once, out of courtesy: at the first step."""
    if step == reminder_steps()[0]:
        return Case.objects.all()
    return Case.objects.filter(lead__independent=False)


def _dated_at() -> Max:
    return Max("events__at", filter=Q(events__step__in=DATES_ARE_SET_BY))


def _was_due_after(step: ReminderStep, case: Case, zone: str) -> bool:
    """A date set only today or later than the step's day needs no reminder for that day."""
    dated_at: datetime | None = case.dated_at  # type: ignore[attr-defined]
    if dated_at is None or case.due_on is None:
        return True
    return local_day(zone, dated_at) < case.due_on + timedelta(days=step.days)


def _zones() -> list[str]:
    """The time zones of the departments that are drafting."""
    drafting = Department.objects.filter(cases__state__in=STILL_TO_DRAFT)
    return list(drafting.order_by("time_zone").values_list("time_zone", flat=True).distinct())
