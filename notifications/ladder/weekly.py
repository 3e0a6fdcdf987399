"""The overview of the week: who gets one. Its numbers are those of My work when the mail is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from cases.contributions.flow import WITH_CONTRIBUTOR
from cases.models import Case, Contribution
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, HEAD, HEAD_OR_FOCAL_POINT, VALIDATOR
from cases.states import AGREEMENT, SIGN_OFF, VALIDATION, WITH_DEPARTMENT
from notifications.hours import HoursOf
from notifications.ladder.drafting import portions
from notifications.models import Notice
from notifications.places import Place
from notifications.policy import Policy
from notifications.rules.reminders import STILL_TO_DRAFT, WEEK
from notifications.rules.words import FOCAL_POINT_FIRST
from workflow import clocks
from workflow.roles import Role

MONDAY = 0


def overviews(today: date | None, now: datetime, policy: Policy) -> Iterator[Notice]:
    """One for each person for whom something waits that is pressing, if its day of the week has come.

    ``today``: None for the day that it is where each works. A day that was missed is made up for until the
    end of its week.
    """
    if policy.weekly is None:
        return
    people = sorted(_people(today or now.date(), policy))
    hours = HoursOf(people, policy)
    told = Notice.objects.filter(rule=WEEK.code, about_on__gte=(today or now.date()) - timedelta(days=8))
    known = set(told.values_list("recipient_id", "about_on"))
    for person in people:
        place = hours.place(person)
        day = today or place.today(now)
        on = day_of_week(day, place, policy.weekly)
        if on is not None and on <= day and not place.is_off(day) and (person, on) not in known:
            yield Notice(rule=WEEK.code, about_on=on, recipient_id=person, made_at=now)


def day_of_week(day: date, place: Place, number: int) -> date | None:
    """The working day of that number in the week of ``day``, which begins on Monday; None: it has fewer."""
    monday = day - timedelta(days=day.weekday())
    first = clocks.next_working_day(monday, place.calendar.days_off)
    found = place.counted(first, number - 1).result if number > 1 else first
    return found if found < monday + timedelta(days=7) else None


def _people(today: date, policy: Policy) -> set[int]:
    """For whom something waits that is late, or due soon, or was not decided."""
    soon = Q(due_on__lte=today + timedelta(days=policy.weekly_ahead), paused_on=None, lead__independent=False)
    parts = Contribution.objects.filter(
        state__in=WITH_CONTRIBUTOR,
        due_on__lte=today + timedelta(days=policy.weekly_ahead),
        department__independent=False,
    )
    found = _in_units(FOCAL_POINT_FIRST, _leads(soon & Q(state__in=STILL_TO_DRAFT)))
    found |= _in_units(FOCAL_POINT_FIRST, parts.values_list("department", flat=True))
    found |= _in_units(HEAD, _leads(Q(state=SIGN_OFF, lead__independent=False)))
    found |= _in_units(HEAD_OR_FOCAL_POINT, _leads(Q(state=AGREEMENT, lead__independent=False)))
    late = Case.objects.filter(state__in=WITH_DEPARTMENT, due_on__lt=today, paused_on=None)
    if late.exists():
        found |= set(COORDINATOR.holders(Department, None).values_list("pk", flat=True))
    return found | _validators()


def _leads(where: Q) -> Any:
    return Case.objects.filter(where).order_by("lead").values_list("lead", flat=True).distinct()


def _in_units(role: Role, units: Iterable[Any]) -> set[int]:
    return set().union(*role.people(Department, set(units)).values())


def _validators() -> set[int]:
    """Of the themes of what waits, and of the nation."""
    found: set[int] = set()
    waiting = Case.objects.filter(state=VALIDATION).order_by("pk").values_list("pk", flat=True)
    for ids in portions(waiting.iterator()):
        cases: Sequence[Case] = list(Case.objects.filter(pk__in=ids))
        found |= set().union(*VALIDATOR.people_for(cases).values())
    return found & set(User.objects.filter(is_active=True).values_list("pk", flat=True))
