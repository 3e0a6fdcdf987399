"""When a person may be written to: working hours, mornings, days off, Ramadan, of the own department."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.people.models import Calendar, Department
from cases.people.roles import give_role
from notifications.hours import HoursOf
from notifications.policy import DEFAULTS, with_numbers
from tests.cast import NOW, Cast
from tests.notifications.post import DAY

SUNDAY = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
CASABLANCA = ZoneInfo("Africa/Casablanca")


def hours_of(cast: Cast) -> tuple[HoursOf, int]:
    return HoursOf([cast.focal_point.pk], DEFAULTS), cast.focal_point.pk


@pytest.mark.parametrize(("moment", "are_open"), [
    (NOW, True), (NOW.replace(hour=8, minute=29), False), (NOW.replace(hour=16, minute=31), False),
    (SUNDAY, False),
])  # fmt: skip
def test_one_is_written_to_at_work_only(moment: datetime, are_open: bool, cast: Cast) -> None:
    hours, person = hours_of(cast)
    assert hours.are_open(person, moment) is are_open


@pytest.mark.parametrize(("moment", "opens"), [
    (NOW, NOW),
    (NOW.replace(hour=5), NOW.replace(hour=8, minute=30)),
    (NOW.replace(hour=20), NOW.replace(hour=8, minute=30) + DAY),
    (SUNDAY, NOW.replace(hour=8, minute=30)),
])  # fmt: skip
def test_work_begins_again_on_the_next_working_day(moment: datetime, opens: datetime, cast: Cast) -> None:
    hours, person = hours_of(cast)
    assert hours.next_open(person, moment) == opens


def test_mornings_are_spread_over_three_quarters_of_an_hour(cast: Cast) -> None:
    hours = HoursOf([], DEFAULTS)
    leave = [hours.morning(person, NOW.date()).time() for person in range(100)]
    assert (min(leave), max(leave)) == (time(8, 45), time(9, 30))
    assert len(set(leave)) == 46


def test_the_next_morning_lies_ahead(cast: Cast) -> None:
    hours, person = hours_of(cast)
    early, late = NOW.replace(hour=6), NOW.replace(hour=10)
    assert hours.next_morning(person, early) == hours.morning(person, NOW.date())
    assert hours.next_morning(person, late) == hours.morning(person, NOW.date() + DAY)
    assert hours.next_morning(person, SUNDAY) == hours.morning(person, NOW.date())


def test_in_ramadan_the_morning_comes_when_work_begins_then(cast: Cast) -> None:
    calendar = Calendar.objects.create(code="ma", name="Morocco")
    ramadan = {"first_day": date(2026, 2, 18), "last_day": date(2026, 3, 19)}
    calendar.special_hours.create(name="Ramadan", opens_at=time(9), closes_at=time(15), **ramadan)
    hours, person = hours_of(cast)
    assert time(9, 15) <= hours.morning(person, NOW.date()).time() <= time(10)
    assert not hours.are_open(person, NOW.replace(hour=15, minute=30))
    assert hours.are_open(person, NOW.replace(month=4, hour=15, minute=30))


def test_it_is_the_department_that_has_the_hours(cast: Cast) -> None:
    friday_off = Calendar.objects.create(code="gulf", name="Gulf", weekend=[4, 5])
    Department.objects.filter(pk=cast.health.pk).update(calendar=friday_off, time_zone="Asia/Kathmandu")
    Calendar.objects.create(code="usual", name="Usual")
    hours, person = hours_of(cast)
    assert hours.are_open(person, datetime(2026, 3, 1, 3, 0, tzinfo=UTC))
    assert not hours.are_open(person, datetime(2026, 3, 1, 2, 40, tzinfo=UTC))
    assert not hours.are_open(person, datetime(2026, 2, 27, 3, 0, tzinfo=UTC))


def test_who_has_no_department_works_where_the_nation_does(cast: Cast, settings: object) -> None:
    settings.TIME_ZONE = "Africa/Casablanca"
    hours = HoursOf([cast.coordinator.pk], DEFAULTS)
    morning = hours.morning(cast.coordinator.pk, NOW.date())
    assert time(8, 45) <= morning.astimezone(CASABLANCA).time() <= time(9, 30)


def test_of_several_departments_the_oldest_counts(cast: Cast) -> None:
    Department.objects.filter(pk=cast.justice.pk).update(time_zone="Pacific/Apia")
    give_role(cast.focal_point, "focal point", cast.justice)
    hours, person = hours_of(cast)
    assert hours.place(person).zone == cast.health.time_zone


@pytest.mark.parametrize(("zone", "day"), [
    ("Africa/Casablanca", date(2026, 2, 15)), ("Africa/Casablanca", date(2026, 3, 22)),
    ("Europe/Paris", date(2026, 3, 29)),
])  # fmt: skip
def test_around_a_change_of_the_clock_work_begins_by_the_clock_on_the_wall(
    zone: str, day: date, cast: Cast
) -> None:
    Department.objects.filter(pk=cast.health.pk).update(time_zone=zone)
    hours, person = hours_of(cast)
    for one in (day - 2 * DAY, day, day + DAY):
        opens = hours.next_open(person, datetime.combine(one, time(0), ZoneInfo(zone)))
        assert opens.astimezone(ZoneInfo(zone)).time() == time(8, 30)


@pytest.mark.parametrize("many", [1, 30])
def test_the_number_of_queries_does_not_grow(
    many: int, cast: Cast, django_assert_num_queries: object
) -> None:
    people = [cast.focal_point.pk, cast.coordinator.pk, *range(1000, 1000 + many)]
    with django_assert_num_queries(3):
        hours = HoursOf(people, DEFAULTS)
        for person in people:
            hours.are_open(person, NOW), hours.next_morning(person, NOW)
            hours.is_first_of_week(person, NOW.date() + timedelta(days=person % 7))


def test_on_a_short_day_the_morning_comes_before_half_of_it_is_over(cast: Cast) -> None:
    late = with_numbers({"morning_from": 240, "morning_until": 480})
    Calendar.objects.create(code="short", name="Short", opens_at=time(9), closes_at=time(13))
    hours = HoursOf([cast.focal_point.pk], late)
    leaves = hours.morning(cast.focal_point.pk, NOW.date())
    assert leaves.time() == time(11)
    assert hours.are_open(cast.focal_point.pk, leaves)
