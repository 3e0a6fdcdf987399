"""One reminder per case, step, date and person, however often or late the clock runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import actions
from cases.models import Case
from cases.people.roles import take_role
from notifications import reminding
from notifications.bundling import bundle
from notifications.models import Notice
from notifications.sending import send
from tests.cases.stations import for_signature
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import DAY, due_on, reminded, told

DUE = (NOW + 30 * DAY).date()


@pytest.mark.parametrize(("day", "rules"), [
    (19, []), (20, ["reminder-10"]), (27, ["reminder-3"]), (31, ["reminder+1"] * 2), (35, ["reminder+5"] * 2),
])  # fmt: skip
def test_it_reminds_at_each_step(day: int, rules: list[str], cast: Cast) -> None:
    due_on(cast, DUE)
    assert reminded(day) == rules


def test_before_the_date_it_reminds_the_focal_point_and_after_it_the_alternate_too(cast: Cast) -> None:
    due_on(cast, DUE)
    reminded(20), reminded(31)
    assert told("reminder-10") == ["focal-point"]
    assert told("reminder+1") == ["alternate", "focal-point"]


def test_the_alternate_is_reminded_where_there_is_no_focal_point(cast: Cast) -> None:
    take_role(cast.focal_point, "focal point", cast.health)
    due_on(cast, DUE)
    reminded(20)
    assert told("reminder-10") == ["alternate"]


def test_a_second_run_reminds_nobody(cast: Cast) -> None:
    due_on(cast, DUE)
    assert [reminded(20), reminded(20), reminded(21)] == [["reminder-10"], [], []]


def test_two_schedulers_that_both_found_it_insert_it_once(cast: Cast) -> None:
    due_on(cast, DUE)
    now = NOW + 20 * DAY
    both = [reminding.due_now(now), reminding.due_now(now)]
    for found in both:
        Notice.objects.bulk_create(found, ignore_conflicts=True)
    assert Notice.objects.count() == 1


def test_a_clock_that_jumps_back_reminds_nobody_again(cast: Cast) -> None:
    due_on(cast, DUE)
    assert [reminded(27), reminded(20), reminded(27)] == [["reminder-3"], ["reminder-10"], []]


def test_a_missed_day_is_caught_up_with_the_latest_step_only(cast: Cast) -> None:
    due_on(cast, DUE)
    assert reminded(29) == ["reminder-3"]
    assert told("reminder-10") == []


def test_after_too_many_days_a_step_is_let_go(cast: Cast) -> None:
    due_on(cast, DUE)
    assert [reminded(42), reminded(41)] == [[], ["reminder+5"] * 2]


def test_a_date_set_after_the_steps_day_needs_no_reminder_for_it(cast: Cast) -> None:
    due_on(cast, NOW.date() + 9 * DAY)
    assert reminded(0) == []
    assert reminded(6) == ["reminder-3"]


def test_only_while_the_department_drafts(cast: Cast) -> None:
    case = for_signature(cast)
    Case.objects.filter(pk=case.pk).update(due_on=DUE)
    assert reminded(20) == []


def test_today_is_the_day_of_the_department(cast: Cast) -> None:
    due_on(cast, DUE)
    type(cast.health).objects.filter(pk=cast.health.pk).update(time_zone="Pacific/Kiritimati")
    evening_before = NOW.replace(hour=11) + 19 * DAY
    assert [notice.rule for notice in reminding.remind(evening_before)] == ["reminder-10"]


def test_the_day_of_one_department_is_not_that_of_another(cast: Cast) -> None:
    of_health = due_on(cast, DUE)
    elsewhere = assigned(cast, to=cast.justice)
    Case.objects.filter(pk=elsewhere.pk).update(due_on=DUE)
    type(cast.justice).objects.filter(pk=cast.justice.pk).update(time_zone="Pacific/Kiritimati")
    evening_before = NOW.replace(hour=11) + 19 * DAY
    assert [notice.case for notice in reminding.remind(evening_before)] == [elsewhere]
    assert [notice.case for notice in reminding.remind(evening_before + DAY)] == [of_health]


def test_a_time_zone_that_is_none_silences_nobody(cast: Cast) -> None:
    due_on(cast, DUE)
    type(cast.health).objects.filter(pk=cast.health.pk).update(time_zone="Rabat")
    assert reminded(20) == ["reminder-10"]


def test_an_independent_body_is_reminded_once_out_of_courtesy(cast: Cast) -> None:
    type(cast.health).objects.filter(pk=cast.health.pk).update(independent=True)
    due_on(cast, DUE)
    assert [reminded(20), reminded(27), reminded(31)] == [["reminder-10"], [], []]


def test_a_moved_date_cancels_the_reminder_that_waits(cast: Cast) -> None:
    case = due_on(cast, DUE)
    reminded(20)
    actions.take_step(
        case,
        "reassign",
        by=cast.coordinator,
        now=NOW,
        comment="Later.",
        lead=cast.health,
        due_on=DUE + 5 * DAY,
    )
    reminded(20)
    assert list(Notice.objects.values_list("rule", "state", "reason")) == [
        ("reminder-10", "cancelled", "not-due")
    ]


def test_the_new_date_has_reminders_of_its_own(cast: Cast) -> None:
    case = due_on(cast, DUE)
    reminded(20)
    Case.objects.filter(pk=case.pk).update(due_on=DUE + 5 * DAY)
    assert reminded(25) == ["reminder-10"]


def test_all_reminders_of_a_person_are_one_mail(cast: Cast, mailoutbox: list[object]) -> None:
    due_on(cast, DUE), due_on(cast, DUE - 7 * DAY)
    reminded(20)
    now = NOW + 20 * DAY
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
    # zones, four steps, focal points and alternates; savepoint, cancel, insert, release
    with django_assert_num_queries(11 if cases else 0):
        reminding.remind(NOW + timedelta(days=20))


def test_a_case_assigned_today_is_not_reminded_today(cast: Cast) -> None:
    case = assigned(cast)
    Case.objects.filter(pk=case.pk).update(due_on=NOW.date() + 10 * DAY)
    assert reminded(0) == []
