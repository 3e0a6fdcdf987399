"""What leaves on a day is known before: person by person and line by line what is sent then."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from cases.models import Case
from notifications import ladder, policy
from notifications.ahead.mails import mails_on
from notifications.bundling import bundle
from notifications.deriving import derive
from notifications.models import Mail, Notice
from tests.cases.stations import for_signature
from tests.cast import NOW, Cast, approved, assigned, sent
from tests.notifications.post import DAY

TOMORROW = date(2026, 3, 3)
MONDAY = date(2026, 3, 9)
PAGE = "/reminders/"


def foreseen(cast: Cast, day: date, now: datetime = NOW) -> Counter[Any]:
    ahead = mails_on(day, now, policy.current(), cast.coordinator)
    return Counter(
        (mail.person.pk, mail.leaving.is_of_the_day, tuple(sorted(map(_line, mail.leaving.notices))))
        for mail in ahead.mails
    )


def really_sent(day: date) -> Counter[Any]:
    """What is made on that day, by what the worker does."""
    known = set(Mail.objects.values_list("pk", flat=True))
    at = datetime.combine(day, time(0), NOW.tzinfo)
    work(*(at + minutes * timedelta(minutes=1) for minutes in (5, 510, 540, 570, 720, 980, 1200)))
    made = Mail.objects.exclude(pk__in=known)
    return Counter(
        (mail.recipient_id, mail.day is not None, tuple(sorted(map(_line, mail.notices.waiting()))))
        for mail in made
    )


def _line(notice: Notice) -> tuple[Any, ...]:
    return (notice.rule, notice.step, str(notice.case_id), str(notice.about_on), str(notice.event_id))


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def busy(cast: Cast) -> None:
    """A state in which much is due, waits, was told and was not, on all parts of the ladder."""
    for days in (-20, -8, -4, -1, 0, 2, 6, 14):
        due_in(assigned(cast), days)
    due_in(assigned(cast, to=cast.justice), 1)
    for_signature(cast)
    sent(cast)
    approved(cast)


def due_in(case: Case, days: int) -> None:
    Case.objects.filter(pk=case.pk).update(due_on=NOW.date() + days * DAY)


def work(*moments: datetime) -> None:
    """What the worker does at these moments."""
    for now in moments:
        ladder.remind(now)
        derive(now)
        bundle(now)


@pytest.mark.parametrize("last_ran", [None, 9, 15, 17])
def test_what_is_foreseen_is_what_is_sent(last_ran: int | None, cast: Cast) -> None:
    """In the evening, after the worker ran last at that hour of the day, or derived events alone."""
    busy(cast)
    evening = NOW.replace(hour=20)
    derive(evening)
    if last_ran:
        work(NOW, NOW.replace(hour=last_ran, minute=30))
    before = foreseen(cast, TOMORROW, evening)
    assert before
    assert before == really_sent(TOMORROW)


def test_in_the_morning_what_leaves_today_is_not_foreseen_for_tomorrow(cast: Cast) -> None:
    busy(cast)
    derive(NOW)
    before = foreseen(cast, TOMORROW)
    work(NOW, NOW.replace(hour=12), NOW.replace(hour=16))
    assert before == really_sent(TOMORROW)


def test_over_the_weekend_too(cast: Cast) -> None:
    busy(cast)
    work(NOW, *(NOW + days * DAY for days in range(1, 5)))
    friday_night = NOW.replace(hour=22) + 4 * DAY
    assert foreseen(cast, MONDAY, friday_night) == really_sent(MONDAY)
    assert foreseen(cast, MONDAY - DAY, friday_night) == Counter()
