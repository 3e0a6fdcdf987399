"""Who stands on a step of the ladder of answers: found by one query for each step, read in portions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from cases.dates import MOVED_BY, SET_ANEW
from cases.models import Case, Extension
from cases.people.days import local_day
from cases.states import WITH_DEPARTMENT
from notifications.ladder.people import people_of
from notifications.ladder.rungs import EVER, Step, drafting_steps, window_of
from notifications.models import Escalation, Notice
from notifications.places import Place, kept
from notifications.policy import Policy
from notifications.rules.reminders import ESCALATED

PORTION = 500
DATES_ARE_SET_BY = (*SET_ANEW, *MOVED_BY)


def of_answers(place: Place, today: date, now: datetime, policy: Policy) -> Iterator[Notice]:
    """The reminders of answers whose step falls on ``today`` in this place, or is made up for."""
    steps = [(step, place.dates_of(step, today)) for step in drafting_steps(policy)]
    owed = _dates_owed(place, chain.from_iterable(dates for _step, dates in steps))
    for step, dates in steps:
        if not owed.isdisjoint(dates):
            for portion in portions(_ids(step, place, dates)):
                yield from _of_portion(portion, step, place, now, policy)


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """So many at a time that memory does not grow with their number."""
    left = iter(ids)
    while portion := list(islice(left, PORTION)):
        yield portion


def _dates_owed(place: Place, dates: Iterable[date]) -> set[date]:
    """On which days about these dates anything is due there: most steps concern nobody on most days."""
    known = set(dates)
    if not known:
        return set()
    owed: Any = Case.objects.filter(state__in=WITH_DEPARTMENT, due_on__range=(min(known), max(known)))
    owed = owed.filter(lead__time_zone=place.zone, lead__calendar=place.calendar_id)
    return set(owed.order_by("due_on").values_list("due_on", flat=True).distinct())


def _ids(step: Step, place: Place, dates: Sequence[date]) -> Iterable[int]:
    """Cases of the place that may stand on this step, and of which nobody heard on it yet."""
    told = Notice.objects.not_held_back().filter(
        case=OuterRef("pk"), rule=step.rule, step=step.name, about_on=OuterRef("due_on")
    )
    found = Case.objects.filter(state__in=step.states, due_on__in=dates)
    found = found.filter(lead__time_zone=place.zone, lead__calendar=place.calendar_id)
    found = found.filter(lead__independent=step.independent, paused_on__isnull=True)
    found = found.exclude(answer__in=Extension.objects.open().values("answer"))
    if step.rule == ESCALATED.code:
        found = found.filter(_was_escalated())
    if step.independent:
        found = found.exclude(_was_reminded(step))
    ordered: Any = found.filter(~Exists(told)).order_by("due_on", "pk")
    return list(ordered.values_list("pk", flat=True))


def _was_escalated() -> Exists:
    """A coordinator pressed Send for this due date."""
    return Exists(Escalation.objects.filter(case=OuterRef("pk"), about_on=OuterRef("due_on")))


def _was_reminded(step: Step) -> Exists:
    """Once, however often the date moves, until the body is asked anew."""
    since = Q(made_at__gte=OuterRef("asked_at"))
    return Exists(Notice.objects.not_held_back().filter(since, case=OuterRef("pk"), rule=step.rule))


def _of_portion(
    ids: Sequence[int], step: Step, place: Place, now: datetime, policy: Policy
) -> Iterator[Notice]:
    read: QuerySet[Any] = (
        Case.objects.filter(pk__in=ids).select_related("recommendation").order_by("due_on", "pk")
    )
    dated = read.annotate(dated_at=Max("events__at", filter=Q(events__step__in=DATES_ARE_SET_BY)))
    cases = [case for case in dated if _stands_on(case, step, place, policy)]
    people = people_of(step.to, cases)
    for case in cases:
        reckoned = kept(place.counted(case.due_on, step.days), place.calendar)
        about = {"case": case, "about_on": case.due_on, "made_at": now, "reckoned": reckoned}
        for person in sorted(people[case.pk]):
            yield Notice(rule=step.rule, step=step.name, recipient_id=person, **about)


def _stands_on(case: Any, step: Step, place: Place, policy: Policy) -> bool:
    """Not where the date was set on the step's day, or later; nor with another time to answer."""
    if case.dated_at is None:
        return True
    set_on = local_day(place.zone, case.dated_at)
    if set_on >= place.counted(case.due_on, step.days).result:
        return False
    return step.windows == EVER or window_of(place.working_days(set_on, case.due_on), policy) in step.windows
