"""The backward plan is counted from the submission; a round keeps it, and some of its cases break it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import actions
from cases.models import Case, Plan
from cases.models.case_lists import late_at
from cases.people.models import Calendar
from cases.rounds import plans
from cases.rounds.planning import CODES, DEFAULTS, STAGES, backward, first_past
from tests.cast import DUE, NOW, Cast, approved, assigned, drafted, received, sent
from workflow.clocks import DayOff
from workflow.errors import Blocked, Conflict, NotAllowed
from workflow.invariants import broken

TODAY = NOW.date()
FRIDAY = date(2026, 7, 31)
EID = date(2026, 7, 28)


def days_off(day: date) -> DayOff | None:
    if day == EID:
        return DayOff(day, "Eid", estimated=True)
    return DayOff(day) if day.weekday() >= 5 else None


def lengths(**days: int) -> dict[str, int]:
    return dict.fromkeys(CODES, 1) | days


def make(cast: Cast, submission_on: date = FRIDAY, *, seen: str = "", **days: int) -> Plan:
    act: dict[str, Any] = {"seen": seen, "by": cast.coordinator, "now": NOW}
    return plans.make(cast.round, submission_on=submission_on, lengths=DEFAULTS | days, **act)


def reasons(cast: Cast, stage: str, today: date = TODAY) -> dict[Case, str]:
    plan = plans.of_round(cast.round)
    assert plan is not None
    planned = plans.days_of(plan, Calendar.default())
    late = late_at(NOW + (today - TODAY))
    found = {one.planned.stage.code: one for one in plans.breaches(plan, planned, today)}
    return {case: case.reason for case in found[stage].of(Case.objects.all(), late)}


def test_each_stage_ends_where_the_next_begins() -> None:
    planned = backward(FRIDAY, lengths(), days_off)
    assert [one.stage for one in planned] == list(STAGES)
    assert planned[-1].due_on == FRIDAY
    assert all(one.due_on == then.after for one, then in pairwise(planned))


def test_holidays_and_weekends_are_skipped_and_told() -> None:
    last = backward(FRIDAY, lengths(submission=4), days_off)[-1]
    assert last.after == date(2026, 7, 24)
    assert [one.day.day for one in last.reckoned.skipped] == [25, 26, 28]
    assert [(one.name, one.estimated) for one in last.reckoned.holidays] == [("Eid", True)]


def test_a_stage_of_no_days_is_left_out_even_on_a_day_off() -> None:
    planned = backward(date(2026, 8, 1), lengths(submission=0), days_off)
    assert planned[-1].due_on == planned[-2].due_on == date(2026, 8, 1)
    assert planned[-1].standing(FRIDAY) == "left out"


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        ("2026-07-24", "coming"),
        ("2026-07-25", "present"),
        ("2026-07-31", "present"),
        ("2026-08-01", "passed"),
    ],
)
def test_a_stage_is_coming_present_or_passed(today: str, standing: str) -> None:
    last = backward(FRIDAY, lengths(submission=4), days_off)[-1]
    assert last.standing(date.fromisoformat(today)) == standing


def test_the_first_stage_in_the_past_is_found() -> None:
    planned = backward(FRIDAY, lengths(), days_off)
    assert first_past(planned, planned[0].due_on) is None
    found = first_past(planned, planned[1].due_on)
    assert found is not None
    assert found.stage.code == "drafting"


def test_a_round_keeps_its_plan(cast: Cast) -> None:
    first = make(cast, drafting=30)
    make(cast, FRIDAY + timedelta(days=3), seen=plans.version(first), review=0)
    plan = plans.of_round(cast.round)
    assert plan is not None
    assert (plan.submission_on, plan.lengths()) == (date(2026, 8, 3), DEFAULTS | {"review": 0})
    assert broken() == []


def test_only_the_coordinator_plans(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        plans.make(cast.round, submission_on=FRIDAY, lengths=DEFAULTS, seen="", by=cast.editor, now=NOW)


def test_nobody_overwrites_what_he_has_not_seen(cast: Cast) -> None:
    make(cast)
    with pytest.raises(Conflict):
        make(cast, seen="")


@pytest.mark.parametrize("wrong", [{"days": 251}, {"stage": "holiday"}])
def test_the_database_refuses_what_is_no_plan(cast: Cast, wrong: dict[str, Any]) -> None:
    stage = make(cast).stages.filter(stage="review")
    with pytest.raises(IntegrityError), transaction.atomic():
        stage.update(**wrong)


def test_a_plan_without_a_stage_is_found(cast: Cast) -> None:
    make(cast).stages.filter(stage="review").delete()
    assert broken() == ["A plan says of each stage how long it takes. 2026."]


def test_drafting_is_broken_by_dates_after_its_day_none_and_late(cast: Cast) -> None:
    none, after, late, fine = received(cast), assigned(cast), assigned(cast), assigned(cast)
    approved(cast)
    day = plans.days_of(make(cast), Calendar.default())[0].due_on
    for case, due_on in ((after, day + timedelta(days=1)), (late, TODAY - timedelta(days=1)), (fine, day)):
        Case.objects.filter(pk=case.pk).update(due_on=due_on)
    assert reasons(cast, "drafting") == {none: "no-date", after: "after", late: "late"}


def test_a_stage_is_broken_by_who_is_not_through_once_its_day_is_over(cast: Cast) -> None:
    drafting, with_validator = drafted(cast), sent(cast)
    planned = plans.days_of(make(cast), Calendar.default())
    assert reasons(cast, "signature", planned[1].due_on) == {}
    assert reasons(cast, "signature", planned[1].due_on + timedelta(days=1)) == {drafting: "still"}
    after = planned[2].due_on + timedelta(days=1)
    assert reasons(cast, "validation", after) == {drafting: "still", with_validator: "still"}


def test_a_paused_case_is_not_late_but_breaks_the_plan_once_the_day_is_over(cast: Cast) -> None:
    case = assigned(cast)
    actions.take_step(case, "pause", by=cast.coordinator, now=NOW, comment="A census.")
    day = plans.days_of(make(cast), Calendar.default())[0].due_on
    assert reasons(cast, "drafting", day) == {}
    assert reasons(cast, "drafting", day + timedelta(days=1)) == {case: "still"}


def test_independent_bodies_and_other_rounds_break_nothing(cast: Cast) -> None:
    assigned(cast)
    elsewhere = received(cast)
    Case.objects.filter(pk=elsewhere.pk).update(round=None)
    cast.health.independent = True
    cast.health.save()
    make(cast)
    assert reasons(cast, "drafting", FRIDAY) == {}


def test_the_round_takes_the_drafting_day(cast: Cast) -> None:
    plan = make(cast)
    day = plans.days_of(plan, Calendar.default())[0].due_on
    act: dict[str, Any] = {"seen": plans.version(plan), "by": cast.coordinator, "today": TODAY}
    assert plans.give_round_its_date(cast.round, **act) == day
    cast.round.refresh_from_db()
    assert cast.round.due_on == day != DUE


def test_the_round_does_not_take_a_day_that_is_over_nor_of_a_plan_that_changed(cast: Cast) -> None:
    plan = make(cast)
    act: dict[str, Any] = {"by": cast.coordinator, "today": FRIDAY}
    with pytest.raises(Blocked):
        plans.give_round_its_date(cast.round, seen=plans.version(plan), **act)
    with pytest.raises(Conflict):
        plans.give_round_its_date(cast.round, seen="", **act)
