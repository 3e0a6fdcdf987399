"""What leaves on a day is known before: person by person and line by line what is sent then."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case
from cases.people.models import Calendar, User
from notifications import ladder, policy, preferences
from notifications.ahead.mails import mails_on
from notifications.bundling import bundle
from notifications.chasing import chase
from notifications.deriving import derive
from notifications.models import Mail, Notice
from tests.cases.stations import for_signature
from tests.cast import NOW, Cast, approved, assigned, person, sent
from tests.notifications.post import DAY, due_on, mails, without_overviews

TOMORROW = date(2026, 3, 3)
MONDAY = date(2026, 3, 9)
PAGE, MAIL = "/reminders/", "/reminders/mail/"
TOMORROW_MORNING = NOW.replace(hour=9, minute=30) + timedelta(days=1)


def foreseen(cast: Cast, day: date, now: datetime = NOW, by: User | None = None) -> Counter[Any]:
    ahead = mails_on(day, now, policy.current(), by or cast.coordinator)
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


def test_a_chase_holds_up_the_mail_until_it_can_no_more_be_taken_back(cast: Cast) -> None:
    case = due_on(cast, NOW.date() - DAY)
    chase(Case.objects.filter(pk=case.pk), note="Please.", by=cast.coordinator, now=NOW.replace(hour=20))
    before = foreseen(cast, TOMORROW, NOW.replace(hour=20, minute=1))
    assert before
    assert before == really_sent(TOMORROW)


# The page


def throne_day() -> None:
    calendar = Calendar.objects.create(code="here", name="Here")
    day = calendar.holidays.create(on=date(2026, 3, 4), key="throne")
    day.wordings.create(language="en", text="Throne Day")


def page(cast: Cast, **query: str) -> str:
    return str(client_of(cast.coordinator).get(PAGE, query).content.decode())


def test_it_says_who_gets_what_when_and_why(cast: Cast) -> None:
    case = due_on(cast, date(2026, 3, 6))
    throne_day()
    said = page(cast, day="2026-03-05")
    assert 'What leaves on <bdi><time datetime="2026-03-05">Thursday 5 March 2026' in said
    assert case.reference not in said  # with 4 March off, the step stands on the third
    said = page(cast, day="2026-03-03", to="focal-point@suivi.example")
    assert case.reference in said
    assert "Short time: focal point" in said
    assert "2 working days before the due date, 6 March 2026." in said
    assert "which leaves out: \u2068Throne Day\u2069 (4 March 2026)" in said


def test_it_says_why_somebody_gets_none(cast: Cast) -> None:
    without_overviews(cast)
    to = "focal-point@suivi.example"
    throne_day()
    assert "There is nothing to tell, or its mails" in page(cast, to=to)
    assert "A day off there: Throne Day." in page(cast, to=to, day="2026-03-04")
    assert "A day off there, as in every week." in page(cast, to=to, day="2026-03-07")
    User.objects.filter(email=to).update(is_active=False)
    assert "The account is switched off" in page(cast, to=to)


def test_who_had_the_mail_of_the_day_gets_no_other(cast: Cast) -> None:
    assigned(cast)
    mails()
    Mail.objects.update(day=NOW.date())
    said = page(cast, to="focal-point@suivi.example", day=NOW.date().isoformat())
    assert "The mail of that day is made" in said


@pytest.mark.parametrize(("query", "sentence"), [
    ({"day": "2026-03-01"}, "This day is over."),
    ({"day": "2027-03-01"}, "At most three months ahead"),
    ({"day": "soon"}, "Enter a valid date."),
    ({"to": "nobody@suivi.example"}, "Nobody here has this address."),
])  # fmt: skip
def test_what_cannot_be_asked_is_said_at_its_field(query: dict[str, str], sentence: str, cast: Cast) -> None:
    assert sentence in page(cast, **query)


def test_a_restricted_case_is_not_listed_for_who_is_not_named_in_it(cast: Cast) -> None:
    case, second = due_on(cast, date(2026, 2, 17)), person("second", "coordinator")
    assert case.reference in page(cast)
    actions.take_step(case, "restrict", by=second, now=NOW, comment="A witness is named.")
    assert [told[0] for told in foreseen(cast, TOMORROW, by=second)] == [second.pk]
    assert case.reference not in page(cast)
    assert "second@suivi.example" not in page(cast)


def test_a_mail_can_be_read_as_it_would_be_written_and_nothing_is_kept(cast: Cast) -> None:
    case = due_on(cast, date(2026, 3, 5))
    client = client_of(cast.coordinator)
    said = client.get(MAIL, {"day": "2026-03-03", "to": "focal-point@suivi.example"}).content.decode()
    assert "Reminder: 1 recommendation to answer, due on 5 March 2026" in said
    assert case.reference in said
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()
    work(TOMORROW_MORNING)
    assert Mail.objects.get(recipient=cast.focal_point).subject in said


def test_the_page_asks_a_fixed_number_of_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        due_in(assigned(cast), 3)
    work(NOW)
    for _ in range(3):
        due_in(assigned(cast), 1)
    client = client_of(cast.coordinator)
    with django_assert_max_num_queries(150):
        client.get(PAGE)
    queries = _count(client)
    for _ in range(20):
        due_in(assigned(cast), 1)
    assert _count(client) == queries


def _count(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries)


def test_what_somebody_wants_no_mails_of_is_not_foreseen(cast: Cast) -> None:
    busy(cast)
    evening = NOW.replace(hour=20)
    derive(evening)
    assert "week" in lines_to(cast.focal_point, foreseen(cast, TOMORROW, evening))
    preferences.choose(cast.focal_point, {"week": "bell"})
    before = foreseen(cast, TOMORROW, evening)
    assert "week" not in lines_to(cast.focal_point, before)
    assert before == really_sent(TOMORROW)


def lines_to(somebody: User, ahead: Counter[Any]) -> set[str]:
    return {line[0] for pk, _day, lines in ahead for line in lines if pk == somebody.pk}
