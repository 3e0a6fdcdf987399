"""Reminders, derived from due dates and inserted once: two schedulers or a missed day do no harm.

Days are working days of the department's calendar, in its own local day; nothing is derived on a day off,
and the next working day catches up. For each step (rules.py) one query finds the cases whose
step fell on the last few days; so a case gets its latest step only, and none that lies before the day on
which the date was set. Nobody is reminded while a request for more time waits for a decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.contributions.flow import WITH_CONTRIBUTOR
from cases.models import Case, Extension
from cases.people.days import local_day
from cases.people.models import Calendar, Department
from notifications.models import Notice
from notifications.reminding_contributions import contributions_due
from notifications.rules.reminders import REMINDER, STILL_TO_DRAFT, ReminderStep, reminder_steps
from workflow import clocks, may

FAR = 40
"""Days off that may lie between a due date and its step, beside the weekends: a generous guess."""
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
    return [notice for place in _places() for notice in _due_in(place, local_day(place.zone, now), now)]


def due_as_of(today: date, now: datetime) -> list[Notice]:
    """What :func:`remind_as_of` would insert; nothing is written."""
    return [notice for place in _places() for notice in _due_in(place, today, now)]


def _insert(found: list[Notice]) -> list[Notice]:
    Notice.objects.no_longer_due().cancel(Notice.Reason.NOT_DUE)
    return Notice.objects.bulk_create(_without_chased(found), ignore_conflicts=True)


def _without_chased(found: list[Notice]) -> list[Notice]:
    """Whoever was reminded by hand today gets no second reminder; the step lasts until another day."""
    if not found:
        return []
    midnight = timezone.localtime(found[0].made_at).replace(hour=0, minute=0, second=0, microsecond=0)
    chased = Notice.objects.reminding(since=midnight).filter(chase__isnull=False)
    spared = set(chased.values_list("recipient_id", flat=True))
    return [notice for notice in found if notice.recipient_id not in spared]


@dataclass(frozen=True)
class Place:
    """Where days are the same: a time zone, and the calendar by which departments there work."""

    zone: str
    calendar_id: int | None
    calendar: Calendar


def _due_in(place: Place, today: date, now: datetime) -> Iterator[Notice]:
    if place.calendar.days_off(today) is not None:
        return
    for step in reminder_steps():
        cases = list(_cases_at(step, place, today))
        people = may.who_holds(step.to, cases)
        for case in cases:
            for person in sorted(people[case.pk]):
                yield _notice(step, case, person, now)
        yield from contributions_due(step, place, _dates_at(step, place.calendar, today), now)


def _notice(step: ReminderStep, case: Case, person: int, now: datetime) -> Notice:
    about = {"case": case, "about_on": case.due_on, "made_at": now}
    return Notice(rule=REMINDER.code, step=step.name, recipient_id=person, **about)


def _cases_at(step: ReminderStep, place: Place, today: date) -> Iterator[Case]:
    """Cases of the place whose step fell on today or the days that it lasts, and who heard nothing of it."""
    dates = _dates_at(step, place.calendar, today)
    told = Notice.objects.filter(
        case=OuterRef("pk"), rule=REMINDER.code, step=step.name, about_on=OuterRef("due_on")
    )
    found = _reminded(step).filter(state__in=STILL_TO_DRAFT, due_on__in=dates)
    found = found.filter(lead__time_zone=place.zone, lead__calendar=place.calendar_id)
    found = found.filter(paused_on__isnull=True).exclude(answer__in=Extension.objects.open().values("answer"))
    for case in found.filter(~Exists(told)).annotate(dated_at=_dated_at()).order_by("due_on", "pk"):
        if _was_due_after(step, case, place):
            yield case


def _reminded(step: ReminderStep) -> QuerySet[Case]:
    """An independent body is reminded once, out of courtesy: at the first step."""
    if step == reminder_steps()[0]:
        return Case.objects.all()
    return Case.objects.filter(lead__independent=False)


def _dated_at() -> Max:
    return Max("events__at", filter=Q(events__step__in=DATES_ARE_SET_BY))


def _dates_at(step: ReminderStep, calendar: Calendar, today: date) -> list[date]:
    """The due dates whose step falls on today, or fell on one of the working days that it lasts."""
    days = [clocks.add(today, -back, calendar.days_off).result for back in range(step.lasts)]
    reach = timedelta(days=2 * abs(step.days) + FAR)
    span = (min(days) - reach + timedelta(days=n) for n in range((max(days) - min(days) + 2 * reach).days))
    return [day for day in span if clocks.add(day, step.days, calendar.days_off).result in days]


def _was_due_after(step: ReminderStep, case: Case, place: Place) -> bool:
    """A date set only today or later than the step's day needs no reminder for that day."""
    dated_at: datetime | None = case.dated_at  # type: ignore[attr-defined]
    if dated_at is None or case.due_on is None:
        return True
    return (
        local_day(place.zone, dated_at) < clocks.add(case.due_on, step.days, place.calendar.days_off).result
    )


def _places() -> list[Place]:
    """The time zones and calendars of the departments that draft, an answer or a part; three queries more."""
    theirs = Q(cases__state__in=STILL_TO_DRAFT) | Q(contributions__state__in=WITH_CONTRIBUTOR)
    drafting = Department.objects.filter(theirs).order_by("time_zone", "calendar")
    found = list(drafting.values_list("time_zone", "calendar").distinct())
    calendars = Calendar.objects.with_days().in_bulk() if found else {}
    usual = Calendar.default() if found else Calendar()
    return [Place(zone, pk, calendars.get(pk, usual)) for zone, pk in found]
