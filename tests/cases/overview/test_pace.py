"""The pace of approvals: by working days, over four weeks, and silent where it would say too much."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.overview.pace import (
    DONE,
    EARLY,
    FAR,
    NONE,
    NONE_LATELY,
    READY,
    Pace,
    by_week,
    needed_per_week,
    pace,
)
from workflow.clocks import DayOff

TODAY = date(2026, 3, 6)
"""A Friday."""
LONG_AGO = date(2025, 9, 1)


def weekends(day: date) -> DayOff | None:
    return DayOff(day) if day.weekday() >= 5 else None


def with_a_holiday(day: date) -> DayOff | None:
    return DayOff(day, "Feast") if day == date(2026, 3, 9) else weekends(day)


def closed_for_two_weeks(day: date) -> DayOff | None:
    return DayOff(day, "Feast") if date(2026, 2, 9) <= day <= date(2026, 2, 20) else weekends(day)


def on(*ago: int) -> dict[date, int]:
    found: dict[date, int] = {}
    for days in ago:
        found[TODAY - timedelta(days=days)] = found.get(TODAY - timedelta(days=days), 0) + 1
    return found


def of(
    approved: dict[date, int], left: int, *, opened: date = LONG_AGO, calendar=weekends, asked: int = 100
) -> Pace:  # type: ignore[no-untyped-def]
    return pace(approved, left=left, asked=asked, opened_on=opened, today=TODAY, calendar=calendar)


def test_twenty_in_twenty_working_days_are_one_a_day() -> None:
    found = of({TODAY - timedelta(days=3): 20}, left=5)
    assert (found.says, found.lately, found.days, found.is_whole) == (READY, 20, 20, True)
    assert found.ready_on == date(2026, 3, 13)


def test_what_is_left_of_a_day_takes_the_day() -> None:
    assert of({TODAY: 15}, left=1).ready_on == date(2026, 3, 10)  # two working days: 4/3 rounded up


def test_days_off_ahead_are_not_worked() -> None:
    assert of({TODAY: 20}, left=1, calendar=with_a_holiday).ready_on == date(2026, 3, 10)


def test_days_off_behind_do_not_make_it_slow() -> None:
    found = of({TODAY: 10}, left=5, calendar=closed_for_two_weeks)
    assert (found.days, found.ready_on) == (10, date(2026, 3, 13))


def test_what_is_older_than_four_weeks_does_not_count() -> None:
    assert of(on(27), left=1).lately == 1
    assert of(on(28), left=1).says == NONE_LATELY


def test_a_young_round_counts_its_own_days() -> None:
    found = of({TODAY: 5}, left=5, opened=date(2026, 2, 27))
    assert (found.days, found.is_whole, found.ready_on) == (6, False, date(2026, 3, 16))


def test_a_few_days_say_nothing() -> None:
    assert of({TODAY: 4}, left=50, opened=date(2026, 3, 4)).says == EARLY


@pytest.mark.parametrize(("left", "asked", "says"), [(0, 0, DONE), (0, 9, DONE), (9, 9, NONE)])
def test_nothing_to_carry_on(left: int, asked: int, says: str) -> None:
    found = of({}, left=left, asked=asked)
    assert (found.says, found.ready_on) == (says, None)


def test_years_ahead_no_day_is_given() -> None:
    assert of(on(1), left=99).says == FAR
    assert of(on(1), left=25).says == READY


def test_a_round_that_opens_later_is_early() -> None:
    assert of({}, left=5, asked=6, opened=TODAY + timedelta(days=30)).says == EARLY


def test_what_a_week_needs_counts_the_working_days_that_are_left() -> None:
    def needed(left: int, by: date, calendar=weekends) -> float | None:  # type: ignore[no-untyped-def]
        return needed_per_week(left, by=by, today=TODAY, calendar=calendar)

    assert needed(20, date(2026, 3, 20)) == 10
    assert needed(18, date(2026, 3, 20), with_a_holiday) == 10
    assert needed(0, date(2026, 3, 20)) == 0
    assert needed(5, TODAY) is needed(5, date(2026, 3, 1)) is needed(5, date(2026, 3, 8)) is None


def test_weeks_begin_on_mondays_and_end_with_the_one_that_runs() -> None:
    found = by_week({date(2026, 3, 2): 2, date(2026, 3, 1): 3, date(2026, 2, 1): 9}, weeks=2, today=TODAY)
    assert found == [(date(2026, 2, 23), 3), (date(2026, 3, 2), 2)]
