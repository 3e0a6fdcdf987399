"""Which days are off, at what hours one works, and which day it is at a department."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from cases.people.calendar_models import Calendar
from cases.people.calendars import departments_of, working_hours
from cases.people.days import today_of, zones_by_day
from tests.cast import Cast

EID = date(2026, 3, 20)


@pytest.fixture
def morocco(db: None) -> Calendar:
    calendar = Calendar.objects.create(code="ma", name="Morocco", country="MA")
    for day, name, estimated in ((EID, "Eid al-Fitr", True), (date(2026, 5, 1), "Labour Day", False)):
        holiday = calendar.holidays.create(on=day, key=name, estimated=estimated)
        holiday.wordings.create(language="en", text=name)
    calendar.special_hours.create(
        name="Ramadan", first_day=date(2026, 2, 18), last_day=date(2026, 3, 19),
        opens_at=time(9), closes_at=time(15),
    )  # fmt: skip
    return calendar


def test_a_holiday_is_off_with_its_name_and_whether_it_is_estimated(morocco: Calendar) -> None:
    off = morocco.days_off(EID)
    assert off is not None
    assert (off.name, off.estimated) == ("Eid al-Fitr", True)


def test_the_weekend_is_off_without_a_name_and_other_days_are_worked(morocco: Calendar) -> None:
    saturday = morocco.days_off(date(2026, 3, 14))
    assert saturday is not None
    assert saturday.name == ""
    assert morocco.days_off(date(2026, 3, 16)) is None


def test_all_days_of_a_calendar_are_read_in_three_queries(
    morocco: Calendar, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        calendar = Calendar.objects.with_days().get()
        assert [calendar.days_off(date(2026, month, 1)) is None for month in (4, 5)] == [True, False]


def test_in_ramadan_one_works_at_other_hours_and_on_days_off_at_none(morocco: Calendar) -> None:
    ramadan, usual = working_hours(date(2026, 3, 2), morocco), working_hours(date(2026, 4, 2), morocco)
    assert ramadan is not None
    assert usual is not None
    assert (ramadan.name, ramadan.opens_at, usual.opens_at) == ("Ramadan", time(9), time(8, 30))
    assert working_hours(EID, morocco) is None


def test_a_department_works_by_its_own_calendar_else_by_the_default(
    cast: Cast, morocco: Calendar, settings: Any
) -> None:
    gulf = Calendar.objects.create(code="gulf", name="Gulf", weekend=[4, 5])
    cast.justice.calendar = gulf
    cast.justice.save()
    assert (cast.justice.working_calendar, cast.health.working_calendar) == (gulf, morocco)
    assert list(departments_of(gulf)) == [cast.justice]
    settings.DEFAULT_CALENDAR = "gulf"
    assert set(departments_of(gulf)) == {cast.justice, cast.health}


def test_without_any_calendar_saturday_and_sunday_are_off(cast: Cast) -> None:
    days_off = cast.health.working_calendar.days_off
    assert [days_off(date(2026, 3, day)) is None for day in (6, 7, 8, 9)] == [True, False, False, True]


def test_today_is_the_day_of_the_department(cast: Cast) -> None:
    evening = datetime(2026, 3, 2, 20, tzinfo=UTC)
    cast.justice.time_zone = "Pacific/Kiritimati"
    cast.justice.save()
    assert (today_of(cast.justice, evening), today_of(cast.health, evening)) == (
        date(2026, 3, 3),
        date(2026, 3, 2),
    )
    assert zones_by_day(evening) == {date(2026, 3, 2): ["UTC"], date(2026, 3, 3): ["Pacific/Kiritimati"]}
    assert today_of(None, evening) == date(2026, 3, 2)
