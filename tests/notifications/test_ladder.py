"""One reminder per case, step, date and person, however often or late the clock runs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases import actions
from cases.models import Case
from cases.people.models import Calendar
from cases.people.roles import take_role
from notifications import ladder
from notifications.bundling import bundle
from notifications.models import Notice
from notifications.sending import send
from tests.cases.stations import for_signature
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import DAY, due_on, reminded, told

DUE = (NOW + 30 * DAY).date()


@pytest.mark.parametrize(("day", "rules"), [
    (15, []), (16, ["reminder-10"]), (25, ["reminder-3"]), (31, ["reminder+1"] * 2), (37, ["reminder+5"] * 2),
])  # fmt: skip
def test_it_reminds_at_each_step(day: int, rules: list[str], cast: Cast) -> None:
    due_on(cast, DUE)
    assert reminded(day) == rules


def test_before_the_date_it_reminds_the_focal_point_and_after_it_the_alternate_too(cast: Cast) -> None:
    due_on(cast, DUE)
    reminded(16), reminded(31)
    assert told("reminder-10") == ["focal-point"]
    assert told("reminder+1") == ["alternate", "focal-point"]


def test_the_alternate_is_reminded_where_there_is_no_focal_point(cast: Cast) -> None:
    take_role(cast.focal_point, "focal point", cast.health)
    due_on(cast, DUE)
    reminded(16)
    assert told("reminder-10") == ["alternate"]


def test_a_second_run_reminds_nobody(cast: Cast) -> None:
    due_on(cast, DUE)
    assert [reminded(16), reminded(16), reminded(17)] == [["reminder-10"], [], []]


def test_two_schedulers_that_both_found_it_insert_it_once(cast: Cast) -> None:
    due_on(cast, DUE)
    now = NOW + 16 * DAY
    both = [ladder.due_now(now), ladder.due_now(now)]
    for found in both:
        Notice.objects.bulk_create(found, ignore_conflicts=True)
    assert Notice.objects.count() == 1


def test_a_clock_that_jumps_back_reminds_nobody_again(cast: Cast) -> None:
    due_on(cast, DUE)
    assert [reminded(25), reminded(16), reminded(25)] == [["reminder-3"], ["reminder-10"], []]


def test_a_missed_day_is_caught_up_with_the_latest_step_only(cast: Cast) -> None:
    due_on(cast, DUE)
    assert reminded(29) == ["reminder-3"]
    assert told("reminder-10") == []


def test_after_too_many_days_a_step_is_let_go(cast: Cast) -> None:
    due_on(cast, DUE)
    assert [reminded(46), reminded(45)] == [[], ["reminder+5"] * 2]


def test_a_date_set_after_the_steps_day_needs_no_reminder_for_it(cast: Cast) -> None:
    due_on(cast, NOW.date() + 9 * DAY)
    assert reminded(0) == []
    assert reminded(4) == ["reminder-3"]


def test_only_while_the_department_drafts(cast: Cast) -> None:
    case = for_signature(cast)
    Case.objects.filter(pk=case.pk).update(due_on=DUE)
    assert reminded(16) == []


def test_today_is_the_day_of_the_department(cast: Cast) -> None:
    due_on(cast, DUE)
    type(cast.health).objects.filter(pk=cast.health.pk).update(time_zone="Pacific/Kiritimati")
    evening_before = NOW.replace(hour=11) + 15 * DAY
    assert [notice.rule for notice in ladder.remind(evening_before)] == ["reminder-10"]


def test_the_day_of_one_department_is_not_that_of_another(cast: Cast) -> None:
    of_health = due_on(cast, DUE)
    elsewhere = assigned(cast, to=cast.justice)
    Case.objects.filter(pk=elsewhere.pk).update(due_on=DUE)
    type(cast.justice).objects.filter(pk=cast.justice.pk).update(time_zone="Pacific/Kiritimati")
    evening_before = NOW.replace(hour=11) + 15 * DAY
    assert [notice.case for notice in ladder.remind(evening_before)] == [elsewhere]
    assert [notice.case for notice in ladder.remind(evening_before + DAY)] == [of_health]


def test_a_time_zone_that_is_none_silences_nobody(cast: Cast) -> None:
    due_on(cast, DUE)
    type(cast.health).objects.filter(pk=cast.health.pk).update(time_zone="Rabat")
    assert reminded(16) == ["reminder-10"]


def test_an_independent_body_is_reminded_once_out_of_courtesy(cast: Cast) -> None:
    type(cast.health).objects.filter(pk=cast.health.pk).update(independent=True)
    due_on(cast, DUE)
    assert [reminded(16), reminded(25), reminded(31)] == [["reminder-10"], [], []]


def test_a_moved_date_cancels_the_reminder_that_waits(cast: Cast) -> None:
    case = due_on(cast, DUE)
    reminded(16)
    actions.take_step(
        case,
        "reassign",
        by=cast.coordinator,
        now=NOW,
        comment="Later.",
        lead=cast.health,
        due_on=DUE + 5 * DAY,
    )
    reminded(16)
    assert list(Notice.objects.values_list("rule", "state", "reason")) == [
        ("reminder-10", "cancelled", "not-due")
    ]


def test_the_new_date_has_reminders_of_its_own(cast: Cast) -> None:
    case = due_on(cast, DUE)
    reminded(16)
    Case.objects.filter(pk=case.pk).update(due_on=DUE + 5 * DAY)
    assert reminded(21) == ["reminder-10"]


def test_all_reminders_of_a_person_are_one_mail(cast: Cast, mailoutbox: list[object]) -> None:
    due_on(cast, DUE), due_on(cast, DUE - 7 * DAY)
    reminded(16)
    now = NOW + 16 * DAY
    (mail,) = bundle(now)
    send(mail, now)
    assert [sent.subject for sent in mailoutbox] == [
        "Reminder: 2 recommendations to answer, the first due on 25 March 2026"
    ]


@pytest.mark.parametrize("cases", [1, 30])
def test_the_number_of_queries_does_not_grow(
    cases: int, cast: Cast, django_assert_num_queries: object
) -> None:
    for _ in range(cases):
        due_on(cast, DUE)
    # places, calendars, the default one, four steps, who is told; savepoint, cancel, insert, release;
    # and of contributions the same
    with django_assert_num_queries(18):
        ladder.remind(NOW + timedelta(days=16))


def test_a_case_assigned_today_is_not_reminded_today(cast: Cast) -> None:
    case = assigned(cast)
    Case.objects.filter(pk=case.pk).update(due_on=NOW.date() + 10 * DAY)
    assert reminded(0) == []


def test_on_a_day_off_nothing_is_derived_and_the_next_working_day_catches_up(cast: Cast) -> None:
    """The sixth of April is a Monday, and a holiday: the day after DUE is worked on the seventh only."""
    calendar = Calendar.objects.create(code="ma", name="Morocco")
    for day in (2, 3, 6):
        calendar.holidays.create(on=date(2026, 4, day), key=str(day))
    due_on(cast, DUE)
    assert [reminded(day) for day in (31, 33, 35, 36)] == [[], [], [], ["reminder+1"] * 2]


def test_each_department_is_reminded_by_its_own_calendar(cast: Cast) -> None:
    of_health = due_on(cast, DUE)
    elsewhere = assigned(cast, to=cast.justice)
    Case.objects.filter(pk=elsewhere.pk).update(due_on=DUE)
    gulf = Calendar.objects.create(code="gulf", name="Gulf", weekend=[4, 5])
    type(cast.justice).objects.filter(pk=cast.justice.pk).update(calendar=gulf)
    plain = Calendar.objects.create(code="plain", name="Plain")
    type(cast.health).objects.filter(pk=cast.health.pk).update(calendar=plain)
    sunday, friday = NOW + 20 * DAY, NOW + 18 * DAY
    assert {notice.case for notice in ladder.remind(friday)} == {of_health}
    assert {notice.case for notice in ladder.remind(sunday)} == {elsewhere}
