"""A state with a thousand departments, three people in each, and a hundred thousand cases, made in bulk.

Of the cases some stand on a step of the ladder on :data:`TODAY`: ``stand_on_steps`` moves their dates so that
a known number of reminders is due.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.contrib.auth.models import Group, Permission

from cases.models import Answer, Case, CaseEvent, Recommendation, Round
from cases.models.recommendation import RecommendationText
from cases.people.models import Department, DepartmentGroupPermission, DepartmentName, User
from cases.people.roles import IN_DEPARTMENT, give_role
from notifications.models import Notice
from workflow import clocks
from workflow.models import Outbox

TODAY = date(2026, 3, 4)
"""A Wednesday."""
NOW = datetime.combine(TODAY, time(10), UTC)
CASES, DEPARTMENTS = 100_000, 1_000
ROLES = ("focal point", "alternate", "head")
ZONES = ("Africa/Casablanca", "Europe/Paris")
AT_A_TIME = 5_000
TEXT = "Open clinics in rural areas, and train those who work there, in all regions of the country."

# fmt: off
ON_STEPS = (
    # working days from today to the due date, reminders of each such case, cases of ten thousand reminders
    (5,  1, 2_000),
    (1,  1, 2_000),
    (0,  1, 1_500),
    (-1, 1, 1_500),
    (-3, 2, 750),   # the question goes to focal point and alternate
    (-5, 3, 500),   # the head, and whom nobody asked on the third day
)
# fmt: on
ELSEWHERE = (("drafting", 60), ("drafting", -30), ("assigned", 90), ("validation", -2), ("approved", -10))
"""State and working days from today to the due date of all others: no step of theirs is due today."""


def gather() -> None:
    """Departments, people with their roles, and cases, none of which stands on a step."""
    coordinator = User.objects.create_user("coordinator@suivi.example", name="Coordinator")
    give_role(coordinator, "coordinator")
    departments = _departments()
    _people(departments)
    asked_in = Round.objects.create(code="r", title="National report", language="en", opened_on=TODAY)
    _cases(departments, asked_in, coordinator)
    _told_of_the_week()
    Outbox.objects.all().delete()


def stand_on_steps(reminders: int) -> None:
    """Let so many reminders be due today, and no other."""
    Notice.objects.exclude(rule="week").delete()
    ids = Case.objects.filter(state="drafting").order_by("pk").values_list("pk", flat=True)
    far = _working_day(60)
    Case.objects.filter(state="drafting").exclude(due_on=far).update(due_on=far)
    left = iter(list(ids[:reminders]))
    for days, _each, share in ON_STEPS:
        of_step = list(islice(left, share * reminders // 10_000))
        for first in range(0, len(of_step), AT_A_TIME):
            there = Case.objects.filter(pk__in=of_step[first : first + AT_A_TIME])
            there.update(due_on=_working_day(days))


def _departments() -> list[Department]:
    made = Department.objects.bulk_create(
        Department(code=f"d{number}", time_zone=ZONES[number % len(ZONES)]) for number in range(DEPARTMENTS)
    )
    DepartmentName.objects.bulk_create(
        DepartmentName(of=one, language="en", text=f"Department {one.code}") for one in made
    )
    return made


def _people(departments: Sequence[Department]) -> None:
    places = [(one, role) for one in departments for role in ROLES]
    groups = Group.objects.bulk_create(Group(name=f"{one.code}: {role}") for one, role in places)
    users = User.objects.bulk_create(
        User(
            email=f"{role.replace(' ', '-')}.{one.code}@suivi.example",
            name=f"{role} {one.code}",
        )
        for one, role in places
    )
    held = Permission.objects.filter(content_type__app_label="people", codename__in=IN_DEPARTMENT.values())
    by_code = {one.codename: one for one in held}
    DepartmentGroupPermission.objects.bulk_create(
        DepartmentGroupPermission(group=group, content_object=one, permission=by_code[IN_DEPARTMENT[role]])
        for group, (one, role) in zip(groups, places, strict=True)
    )
    members: Any = User.groups.through
    members.objects.bulk_create(
        members(user_id=user.pk, group_id=group.pk) for user, group in zip(users, groups, strict=True)
    )


def _cases(departments: Sequence[Department], asked_in: Round, by: User) -> None:
    asked_at = datetime.combine(_working_day(-20), time(10), UTC)
    for first in range(0, CASES, AT_A_TIME):
        numbers = range(first, first + AT_A_TIME)
        of = Recommendation.objects.bulk_create(_recommendation(number) for number in numbers)
        RecommendationText.objects.bulk_create(
            RecommendationText(of=one, language="en", text=TEXT) for one in of
        )
        leads = [departments[number % DEPARTMENTS] for number in numbers]
        answers = Answer.objects.bulk_create(Answer(round=asked_in, lead=lead) for lead in leads)
        rows = zip(numbers, of, leads, answers, strict=True)
        common = {"round": asked_in, "asked_at": asked_at, "version": 1}
        told = {"number": 1, "step": "assign", "source": "received", "by": by, "at": asked_at}
        cases = Case.objects.bulk_create(
            Case(recommendation=one, lead=lead, answer=answer, **common, **_elsewhere(number))
            for number, one, lead, answer in rows
        )
        CaseEvent.objects.bulk_create(CaseEvent(case=one, target=one.state, **told) for one in cases)


def _recommendation(number: int) -> Recommendation:
    fields: dict[str, Any] = {"source": "bench", "source_key": str(number), "mechanism": "UPR", "year": 2025}
    return Recommendation(reference=f"UPR-{number}", paragraph=str(number), place=number, **fields)


def _elsewhere(number: int) -> dict[str, Any]:
    state, days = ELSEWHERE[number // DEPARTMENTS % len(ELSEWHERE)]
    return {"state": state, "due_on": _working_day(days)}


def _told_of_the_week() -> None:
    """Everybody had the overview on Monday."""
    monday = TODAY - timedelta(days=TODAY.weekday())
    told = {"rule": "week", "about_on": monday, "made_at": NOW, "state": Notice.State.SENT}
    Notice.objects.bulk_create(Notice(recipient=one, **told) for one in _everybody())


def _everybody() -> Iterator[User]:
    return User.objects.filter(groups__isnull=False).distinct().iterator()


def _working_day(days: int) -> date:
    return clocks.add(TODAY, days, _weekends).result


def _weekends(day: date) -> clocks.DayOff | None:
    return clocks.DayOff(day) if day.weekday() > 4 else None
