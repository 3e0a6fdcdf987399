"""Who is reminded of answers that wait for a signature, an agreement or a validator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from cases.models import Case, CaseEvent
from cases.people.days import local_day
from cases.states import AGREEMENT, SIGN_OFF, VALIDATION
from notifications.ladder.drafting import portions
from notifications.ladder.people import people_of
from notifications.ladder.rungs import Step, waiting_steps
from notifications.models import Notice
from notifications.places import ONE_DAY, Place, kept, midnight, nation
from notifications.policy import Policy

_COMING = CaseEvent.objects.filter(case=OuterRef("pk"), target=OuterRef("state")).exclude(source=F("target"))
CAME = Subquery(_COMING.order_by("-number").values("at")[:1])
"""When the case came into the state in which it is."""


def of_signatures(place: Place, today: date, now: datetime, policy: Policy) -> Iterator[Notice]:
    """Of what waits with a department, counted in its calendar; an independent body is not pressed."""
    there = {"lead__time_zone": place.zone, "lead__calendar": place.calendar_id, "lead__independent": False}
    waiting = Case.objects.filter(paused_on=None, **there)
    if not waiting.filter(state__in=(SIGN_OFF, AGREEMENT)).exists():
        return
    for step in waiting_steps(policy):
        if VALIDATION not in step.states:
            yield from _at(step, waiting, place, today, now)


def of_validations(today: date | None, now: datetime, policy: Policy) -> Iterator[Notice]:
    """Of what waits for a validator, by the nation's calendar; ``today``: None for the day of now."""
    place = nation()
    day = today or place.today(now)
    if place.is_off(day) or not Case.objects.filter(state=VALIDATION).exists():
        return
    for step in waiting_steps(policy):
        if VALIDATION in step.states:
            yield from _at(step, Case.objects.all(), place, day, now)


def _at(step: Step, cases: QuerySet[Case], place: Place, today: date, now: datetime) -> Iterator[Notice]:
    dates = sorted(place.dates_of(step, today))
    began, ended = midnight(dates[0], place.zone), midnight(dates[-1] + ONE_DAY, place.zone)
    told = Notice.objects.not_held_back().filter(
        case=OuterRef("pk"), rule=step.rule, step=step.name, made_at__gte=OuterRef("came_at")
    )
    waiting = cases.filter(state__in=step.states).annotate(came_at=CAME)
    waiting = waiting.filter(~Exists(told), came_at__gte=began, came_at__lt=ended).order_by("came_at", "pk")
    for ids in portions(list(waiting.values_list("pk", flat=True))):
        yield from _of_portion(ids, step, place, dates, now)


def _of_portion(
    ids: Sequence[int], step: Step, place: Place, dates: Sequence[date], now: datetime
) -> Iterator[Notice]:
    read: Any = Case.objects.filter(pk__in=ids).select_related("recommendation").annotate(came_at=CAME)
    since = {case.pk: local_day(place.zone, case.came_at) for case in read}
    cases = [case for case in read if since[case.pk] in dates]
    people = people_of(step.to, cases)
    for case in cases:
        reckoned = kept(place.counted(since[case.pk], step.days), place.calendar)
        about = {"case": case, "about_on": since[case.pk], "made_at": now, "reckoned": reckoned}
        for person in sorted(people[case.pk]):
            yield Notice(rule=step.rule, step=step.name, recipient_id=person, **about)
