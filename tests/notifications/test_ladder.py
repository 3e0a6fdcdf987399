"""One reminder per case, step, date and person, however often or late the clock runs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases import actions
from cases.models import Case
from cases.people.models import Calendar, Department
from cases.people.roles import give_role, take_role
from notifications import ladder, policy
from notifications.ladder.rungs import drafting_steps, waiting_steps
from notifications.models import Chase, Escalation, Notice, NoticeQuerySet, SavedPolicy
from notifications.places import Place
from tests.cases.stations import for_signature
from tests.cast import NOW, Cast, assigned, person, sent
from tests.notifications.post import DAY, FRIDAY, due_on, reminded, told_on
from workflow.clocks import DayOff

DUE = (NOW + 30 * DAY).date()
"""Wednesday, 1 April: 22 working days after NOW, so there is a middle time to answer."""
FAR = date(2026, 5, 1)
"""A Friday, 44 working days after NOW: a long time."""
SOON = date(2026, 3, 10)
"""A Tuesday, six working days after NOW: a short time."""
FOCAL, BOTH = ["focal-point"], ["alternate", "focal-point"]


def on(step: str, *people: str) -> list[str]:
    return sorted(f"{step} {name}" for name in people)


@pytest.mark.parametrize(("day", "steps"), [
    (date(2026, 3, 31), on("middle-last", *FOCAL)),
    (date(2026, 3, 25), on("middle-first", *FOCAL)),
    (date(2026, 4, 1),  on("due", *FOCAL)),
    (date(2026, 4, 2),  on("late-first", *FOCAL)),
    (date(2026, 4, 6),  on("late-question", *BOTH)),
    (date(2026, 4, 8),  on("late-head", "head")),
    (date(2026, 4, 15), on("escalation", "coordinator")),
])  # fmt: skip
def test_each_step_has_its_day_and_its_people(day: date, steps: list[str], cast: Cast) -> None:
    due_on(cast, DUE)
    before = _reminded_on(day - DAY)
    assert set(steps) <= set(_reminded_on(day))
    assert not set(steps) & set(before)


@pytest.mark.parametrize(("due", "day", "steps"), [
    (FAR,  date(2026, 4, 3),  on("long-first", *FOCAL)),
    (FAR,  date(2026, 4, 17), on("long-second", *FOCAL)),
    (FAR,  date(2026, 4, 28), on("long-last", *BOTH)),
    (SOON, date(2026, 3, 6),  on("short-first", *FOCAL)),
])  # fmt: skip
def test_how_much_time_there_is_says_which_steps(due: date, day: date, steps: list[str], cast: Cast) -> None:
    due_on(cast, due)
    assert _reminded_on(day) == steps


def test_who_has_begun_is_not_asked_whether_anything_is_written(cast: Cast) -> None:
    Case.objects.filter(pk=due_on(cast, FAR).pk).update(state="drafting")
    assert _reminded_on(date(2026, 4, 3)) == []


def test_without_a_head_the_focal_point_hears_that_it_is_late(cast: Cast) -> None:
    Case.objects.filter(pk=assigned(cast, to=cast.justice).pk).update(due_on=DUE)
    assert on("late-head", "justice-focal-point")[0] in _reminded_on(date(2026, 4, 8))


def test_the_alternate_is_reminded_where_there_is_no_focal_point(cast: Cast) -> None:
    take_role(cast.focal_point, "focal point", cast.health)
    due_on(cast, DUE)
    assert _reminded_on(date(2026, 3, 25)) == on("middle-first", "alternate")


def test_what_was_escalated_is_told_three_times_and_then_never(cast: Cast) -> None:
    give_role(contact := person("contact"), "escalation contact", cast.health)
    case = due_on(cast, DUE)
    chase = Chase.objects.create(by=cast.coordinator, at=NOW, rule="escalated")
    Escalation.objects.create(case=case, about_on=DUE, by=cast.coordinator, at=NOW, chase=chase)
    days = [DUE + timedelta(days=n) for n in range(14, 90)]
    for day in days:
        _reminded_on(day)
    told = Notice.objects.filter(recipient=contact, rule="escalated").order_by("step")
    assert [(one.step, one.reckoned["days"]) for one in told] == [
        ("again-1", 15),
        ("again-2", 25),
        ("again-3", 35),
    ]


def test_nothing_is_escalated_before_a_coordinator_pressed_send(cast: Cast) -> None:
    give_role(person("contact"), "escalation contact", cast.health)
    due_on(cast, DUE)
    assert "again-1 contact" not in _reminded_on(date(2026, 4, 22))


@pytest.mark.parametrize(("days", "steps"), [
    (2, []),
    (3, on("sign-first", "head")),
    (7, on("sign-second", "head", "focal-point")),
    (10, on("sign-third", "head", "focal-point", "coordinator")),
])  # fmt: skip
def test_a_signature_is_reminded_of(days: int, steps: list[str], cast: Cast) -> None:
    Case.objects.filter(pk=for_signature(cast).pk).update(due_on=None)
    assert reminded(days) == steps


@pytest.mark.parametrize(("days", "steps"), [
    (2, []),
    (3, on("validate-first", "validator", "second-validator")),
    (7, on("validate-second", "validator", "second-validator")),
    (10, on("validate-third", "validator", "second-validator", "coordinator")),
])  # fmt: skip
def test_a_validation_is_reminded_of(days: int, steps: list[str], cast: Cast) -> None:
    sent(cast)
    assert reminded(days) == steps


def test_while_it_is_with_the_head_the_focal_point_is_not_reminded(cast: Cast) -> None:
    Case.objects.filter(pk=for_signature(cast).pk).update(due_on=DUE)
    steps = {one.partition(" ")[0] for one in reminded(11)}
    assert steps == {"sign-third"}


def test_a_second_run_reminds_nobody(cast: Cast) -> None:
    due_on(cast, DUE)
    assert [reminded(23), reminded(23), reminded(24)] == [on("middle-first", *FOCAL), [], []]


def test_two_schedulers_that_both_found_it_insert_it_once(cast: Cast) -> None:
    due_on(cast, DUE)
    now = NOW + 23 * DAY
    both = [list(ladder.due_now(now)), list(ladder.due_now(now))]
    for found in both:
        Notice.objects.bulk_create(found, ignore_conflicts=True)
    assert [len(found) for found in both] == [1, 1]
    assert Notice.objects.get().rule == "reminder"


def test_a_clock_that_jumps_back_reminds_nobody_again(cast: Cast) -> None:
    due_on(cast, DUE)
    assert [reminded(29), reminded(23), reminded(29)] == [
        on("middle-last", *FOCAL),
        on("middle-first", *FOCAL),
        [],
    ]


def test_a_missed_day_is_caught_up_with_the_latest_step_only(cast: Cast) -> None:
    due_on(cast, DUE)
    assert _reminded_on(date(2026, 4, 3)) == on("late-first", *FOCAL)
    assert told_on("due") == told_on("middle-last") == []


def test_after_too_many_days_a_step_is_let_go(cast: Cast) -> None:
    due_on(cast, DUE)
    assert on("late-head", "head")[0] not in _reminded_on(date(2026, 4, 17))
    assert on("late-head", "head")[0] in _reminded_on(date(2026, 4, 16))


def test_a_date_set_after_the_steps_day_needs_no_reminder_for_it(cast: Cast) -> None:
    due_on(cast, date(2026, 3, 4))
    assert [reminded(0), reminded(1), reminded(2)] == [[], [], on("due", *FOCAL)]


def test_today_is_the_day_of_the_department(cast: Cast) -> None:
    due_on(cast, DUE)
    Department.objects.filter(pk=cast.health.pk).update(time_zone="Pacific/Kiritimati")
    evening_before = NOW.replace(hour=11) + 22 * DAY
    ladder.remind(evening_before)
    assert told_on("middle-first") == FOCAL


def test_the_day_of_one_department_is_not_that_of_another(cast: Cast) -> None:
    due_on(cast, DUE)
    Case.objects.filter(pk=assigned(cast, to=cast.justice).pk).update(due_on=DUE)
    Department.objects.filter(pk=cast.justice.pk).update(time_zone="Pacific/Kiritimati")
    evening_before = NOW.replace(hour=11) + 22 * DAY
    ladder.remind(evening_before)
    assert told_on("middle-first") == ["justice-focal-point"]
    ladder.remind(evening_before + DAY)
    assert told_on("middle-first") == [*FOCAL, "justice-focal-point"]


def test_a_time_zone_that_is_none_silences_nobody(cast: Cast) -> None:
    due_on(cast, DUE)
    Department.objects.filter(pk=cast.health.pk).update(time_zone="Rabat")
    assert reminded(23) == on("middle-first", *FOCAL)


def test_an_independent_body_is_reminded_once_out_of_courtesy(cast: Cast) -> None:
    Department.objects.filter(pk=cast.health.pk).update(independent=True)
    case = due_on(cast, DUE)
    assert [reminded(23), reminded(29), reminded(38)] == [on("courtesy", *FOCAL), [], []]
    Case.objects.filter(pk=case.pk).update(due_on=DUE + 20 * DAY)
    assert reminded(43) == []


def test_a_moved_date_cancels_the_reminder_that_waits(cast: Cast) -> None:
    case = due_on(cast, DUE)
    reminded(23)
    later = {"lead": cast.health, "due_on": DUE + 5 * DAY}
    actions.take_step(case, "reassign", by=cast.coordinator, now=NOW, comment="Later.", **later)
    reminded(23)
    kept = Notice.objects.filter(rule="reminder").values_list("step", "state", "reason")
    assert list(kept) == [("middle-first", "cancelled", "not-due")]


def test_the_new_date_has_reminders_of_its_own(cast: Cast) -> None:
    case = due_on(cast, DUE)
    reminded(23)
    Case.objects.filter(pk=case.pk).update(due_on=DUE + 7 * DAY)
    assert reminded(30) == on("middle-first", *FOCAL)


def test_a_case_assigned_today_is_not_reminded_today(cast: Cast) -> None:
    Case.objects.filter(pk=assigned(cast).pk).update(due_on=NOW.date() + 7 * DAY)
    assert reminded(0) == []


def test_a_step_that_is_switched_off_is_left_out_and_a_number_is_what_was_settled(cast: Cast) -> None:
    due_on(cast, DUE)
    numbers = {"middle_first": 6, "middle_last": None, "weekly": None}
    SavedPolicy.objects.create(numbers=numbers, by=cast.coordinator, at=NOW)
    assert _reminded_on(date(2026, 3, 24)) == on("middle-first", *FOCAL)
    assert _reminded_on(date(2026, 3, 31)) == []


def test_on_a_day_off_nothing_is_derived_and_the_next_working_day_catches_up(cast: Cast) -> None:
    """The sixth of April is a Monday, and a holiday: the day after DUE is worked on the seventh only."""
    calendar = Calendar.objects.create(code="ma", name="Morocco")
    for day in (2, 3, 6):
        calendar.holidays.create(on=date(2026, 4, day), key=str(day))
    due_on(cast, DUE)
    assert [_reminded_on(date(2026, 4, day)) for day in (2, 4, 6, 7)] == [
        [],
        [],
        [],
        on("late-first", *FOCAL),
    ]
    kept = Notice.objects.get(step="late-first").reckoned
    assert kept == {
        "from": "2026-04-01", "days": 1, "on": "2026-04-07", "calendar": "Morocco", "off": 5,
        "holidays": [],
    }  # fmt: skip


def test_each_department_is_reminded_by_its_own_calendar(cast: Cast) -> None:
    due_on(cast, DUE)
    Case.objects.filter(pk=assigned(cast, to=cast.justice).pk).update(due_on=DUE)
    gulf = Calendar.objects.create(code="gulf", name="Gulf", weekend=[4, 5])
    Department.objects.filter(pk=cast.justice.pk).update(calendar=gulf)
    plain = Calendar.objects.create(code="plain", name="Plain")
    Department.objects.filter(pk=cast.health.pk).update(calendar=plain)
    sunday = date(2026, 4, 5)
    assert _reminded_on(sunday) == on("late-first", "justice-focal-point")


def test_a_restricted_case_reminds_those_who_are_named(cast: Cast) -> None:
    case = due_on(cast, DUE)
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A person is named in it.")
    assert reminded(23) == []


@pytest.mark.parametrize("cases", [1, 30])
def test_the_number_of_queries_does_not_grow(
    cases: int, cast: Cast, django_assert_num_queries: object
) -> None:
    """Three for each step on which somebody may stand, and those of places, hours and inserts."""
    for _ in range(cases):
        due_on(cast, DUE)
    with django_assert_num_queries(QUERIES):
        ladder.remind(NOW + timedelta(days=23))


QUERIES = 19


def test_every_step_falls_on_one_day_of_each_date() -> None:
    """By the plain way, one day after the other: what ``dates_of`` finds by its stretches."""
    place = Place("UTC", None, _with_holidays())
    steps = [*drafting_steps(policy.DEFAULTS), *waiting_steps(policy.DEFAULTS)]
    for today in (date(2026, 3, 16) + n * DAY for n in range(60)):
        if place.is_off(today):
            continue
        for step in steps:
            lasted = [place.counted(today, -back).result if back else today for back in range(step.lasts)]
            span = (today + n * DAY for n in range(-120, 120))
            plainly = [day for day in span if place.counted(day, step.days).result in lasted]
            assert sorted(place.dates_of(step, today)) == plainly, (step.name, today)


def _with_holidays() -> Calendar:
    calendar = Calendar(name="Here")
    off = {date(2026, 3, 20), date(2026, 3, 23), date(2026, 4, 6)}

    def why_off(day: date) -> DayOff | None:
        return DayOff(day) if day in off or day.weekday() > FRIDAY else None

    calendar.days_off = why_off
    return calendar


def _reminded_on(day: date) -> list[str]:
    return reminded((day - NOW.date()).days)


@pytest.mark.once
def test_a_crash_between_two_portions_takes_the_step_from_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Focal point and alternate are told of one case: both are in the portion, or neither."""
    for _ in range(2):
        due_on(cast, DUE)
    monkeypatch.setattr(ladder, "PORTION", 1)
    monday, insert = NOW + (date(2026, 4, 6) - NOW.date()), NoticeQuerySet.bulk_create

    def insert_and_crash(*given: Any, **how: Any) -> None:
        insert(*given, **how)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(NoticeQuerySet, "bulk_create", insert_and_crash)
        with pytest.raises(KeyboardInterrupt):
            ladder.remind(monday)
    ladder.remind(monday)
    assert told_on("late-question") == ["alternate", "alternate", "focal-point", "focal-point"]
