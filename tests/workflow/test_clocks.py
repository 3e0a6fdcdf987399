"""Working days are added and counted as one would on a wall calendar, and every answer can be explained."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.clocks import (
    FARTHEST,
    DayOff,
    NoWorkingDay,
    add,
    count,
    moved_by_pause,
    next_working_day,
)

MONDAY = date(2026, 3, 2)
EID = date(2026, 3, 13)


def weekdays(*holidays: date, weekend: frozenset[int] = frozenset({5, 6})):
    def off(day: date) -> DayOff | None:
        if day in holidays:
            return DayOff(day, "a holiday", estimated=True)
        return DayOff(day) if day.weekday() in weekend else None

    return off


DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
CALENDARS = st.builds(
    lambda holidays, weekend: weekdays(*holidays, weekend=frozenset(weekend)),
    st.lists(DAYS, max_size=40),
    st.sets(st.integers(0, 6), max_size=5),
)
NUMBERS = st.integers(-80, 80)


def test_ten_working_days_skip_weekends_and_a_holiday_and_say_so() -> None:
    reckoned = add(MONDAY, 10, weekdays(EID))
    assert reckoned.result == date(2026, 3, 17)
    assert [one.day for one in reckoned.holidays] == [EID]
    assert len(reckoned.skipped) == 5
    assert reckoned.holidays[0].estimated


def test_backward_it_counts_likewise() -> None:
    assert add(date(2026, 3, 17), -10, weekdays(EID)).result == MONDAY


def test_the_next_working_day_is_the_day_itself_where_it_is_worked() -> None:
    assert next_working_day(MONDAY, weekdays()) == MONDAY
    assert next_working_day(date(2026, 3, 7), weekdays()) == date(2026, 3, 9)


def test_a_pause_moves_a_date_by_the_days_that_would_have_been_worked() -> None:
    """From Thursday to the Tuesday after: Thursday, Friday, Monday."""
    moved = moved_by_pause(date(2026, 3, 20), date(2026, 3, 5), date(2026, 3, 10), weekdays())
    assert (moved.days, moved.result) == (3, date(2026, 3, 25))


def test_a_pause_of_one_day_or_a_weekend_leaves_a_date_even_on_a_day_off() -> None:
    saturday = date(2026, 3, 7)
    assert moved_by_pause(saturday, MONDAY, MONDAY, weekdays()).result == saturday
    assert moved_by_pause(saturday, saturday, saturday + timedelta(2), weekdays()).result == saturday


def test_a_calendar_without_working_days_is_refused() -> None:
    with pytest.raises(NoWorkingDay):
        add(MONDAY, 1, lambda day: DayOff(day))


def test_more_days_than_anybody_means_are_refused() -> None:
    with pytest.raises(ValueError, match="At most"):
        add(MONDAY, FARTHEST + 1, weekdays())


@given(DAYS, NUMBERS, CALENDARS)
def test_it_never_ends_on_a_day_off(day: date, days: int, calendar) -> None:
    assert calendar(add(day, days, calendar).result) is None


@given(DAYS, NUMBERS.filter(bool), CALENDARS)
def test_counting_gives_back_what_was_added(day: date, days: int, calendar) -> None:
    assert count(day, add(day, days, calendar).result, calendar).days == days


@given(DAYS, NUMBERS, CALENDARS)
def test_from_a_working_day_there_and_back_again(day: date, days: int, calendar) -> None:
    start = next_working_day(day, calendar)
    assert add(add(start, days, calendar).result, -days, calendar).result == start


@given(DAYS, st.integers(0, 60), NUMBERS, st.integers(0, 20), CALENDARS)
def test_later_or_more_never_ends_sooner(day: date, later: int, days: int, more: int, calendar) -> None:
    ends = add(day, days, calendar).result
    assert add(day, days + more, calendar).result >= ends
    assert add(day + timedelta(later), days, calendar).result >= ends


@given(DAYS, NUMBERS, CALENDARS)
def test_what_was_skipped_lies_on_the_way_and_is_off(day: date, days: int, calendar) -> None:
    reckoned = add(day, days, calendar)
    ends = sorted([day, reckoned.result])
    assert all(ends[0] <= one.day <= ends[1] for one in reckoned.skipped)
    assert len(reckoned.skipped) + abs(days) >= (ends[1] - ends[0]).days


@given(DAYS, DAYS, DAYS, CALENDARS)
def test_parts_of_a_way_add_up(one: date, two: date, three: date, calendar) -> None:
    first, middle, last = sorted([one, two, three])
    parts = count(first, middle, calendar).days + count(middle, last, calendar).days
    assert parts == count(first, last, calendar).days
