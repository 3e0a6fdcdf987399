"""Every hour of 2026 to 2028, stepped through in four places: no step twice, none skipped, no mail at night.

One state has a department in each place (``four_places.py``); each hour reminders are derived, bundled and
sent, as the worker does it. What should have come is counted there by itself, by going from day to day.
``make test`` steps through the days about the changes of clocks, ``--long`` through all 26,304 hours.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from notifications import ladder
from notifications.models import Mail, Notice
from notifications.telling import tell
from tests.notifications.four_places import PLACES, Here, found_state

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONTHS = [date(year, month, 1) for year in (2026, 2027, 2028) for month in range(1, 13)]
STRETCHES = [
    (date(2026, 2, 14), 3),  # Casablanca puts its clock back before Ramadan
    (date(2026, 3, 21), 3),  # and on again after it
    (date(2026, 3, 28), 3),  # Paris
    (date(2026, 10, 24), 3),
    (date(2026, 12, 30), 4),
    (date(2028, 2, 27), 4),  # of 29 days
]
"""The clocks change on Sundays: in every place that day and the working day after it are whole."""
ALIKE = STRETCHES[1:]
"""What these ask of a database is what the first asks: the clocks are Python's."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "first" not in metafunc.fixturenames:
        return
    months = [(first, (_next_month(first) - first).days) for first in MONTHS]
    stretches = months if metafunc.config.getoption("long") else STRETCHES
    marked = [pytest.param(*one, marks=pytest.mark.once if one in ALIKE else ()) for one in stretches]
    metafunc.parametrize(("first", "days"), marked, ids=[str(first) for first, _days in stretches])


def _next_month(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)


def test_long_has_every_hour() -> None:
    assert sum((_next_month(first) - first).days for first in MONTHS) * 24 == 26_304


@pytest.mark.strength
@pytest.mark.django_db
def test_hour_by_hour_each_step_comes_once_and_in_time(first: date, days: int) -> None:
    began = datetime(first.year, first.month, first.day, tzinfo=UTC)
    state = found_state(began, days)
    for hour in range(days * 24):
        now = began + hour * HOUR
        ladder.remind(now)
        tell(lambda now=now: now)
    ended = began + days * DAY
    for here in state:
        assert _steps_told(here, began, ended) == here.steps_wanted(began, ended), here.zone
    _look_at_the_mails({one.pk: here for here in state for one in here.people.values()})


def _steps_told(here: Here, began: datetime, ended: datetime) -> Counter[Any]:
    """Case, step, whom, and on which day it was told; of whole days."""
    whole = here.whole_days(began, ended)
    read = Notice.objects.filter(case__lead=here.department).select_related("mail", "recipient")
    told = [(one, here.day(one.made_at)) for one in read]
    inside = [(one, day) for one, day in told if day in whole]
    for one, day in inside:
        if one.recipient in here.people.values():
            assert one.mail is not None, one
            assert here.day(one.mail.sent_at) == day, "the mail leaves on the day of the step"
    return Counter((one.case_id, one.step, one.recipient.name, day) for one, day in inside)


def _look_at_the_mails(places: dict[int, Here]) -> None:
    """Within working hours, on working days, one to a person and day at most."""
    mails = [one for one in Mail.objects.exclude(sent_at=None) if one.recipient_id in places]
    for one in mails:
        assert places[one.recipient_id].is_at_work(one.sent_at), (one.sent_at, places[one.recipient_id].zone)
    days = Counter((one.recipient_id, places[one.recipient_id].day(one.sent_at)) for one in mails)
    assert days
    assert max(days.values()) == 1
    assert {places[one.recipient_id].zone for one in mails} == set(PLACES)
