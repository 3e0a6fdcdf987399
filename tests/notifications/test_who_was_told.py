"""The case's page shows who was told what, why, and what became of it, in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from cases.models import Case
from cases.people.models import User
from notifications.deriving import derive
from notifications.models import Mail, Notice
from notifications.telling import tell
from tests.cast import DUE, NOW, Cast, approved, assigned
from tests.notifications.post import due_on, mail_to, mails

SENT = "Sent 2 March 2026, 09:00."


def shown(case: Case, to: object) -> str:
    request = RequestFactory().get("/")
    request.user = to
    return " ".join(
        render_to_string("notifications/slot_case.html", {"case": case, "request": request}).split()
    )


def all_told(case: Case, to: User, **query: Any) -> str:
    client = Client()
    client.force_login(to)
    return " ".join(client.get(reverse("case-told", args=[case.reference]), query).content.decode().split())


def reminder(case: Case, to: User, **fields: Any) -> Notice:
    about = {"rule": "reminder", "about_on": case.due_on, "made_at": NOW, "case": case, "recipient": to}
    return Notice.objects.create(**about | fields)


def test_it_says_who_was_told_what_why_and_when(cast: Cast) -> None:
    case = assigned(cast)
    tell(lambda: NOW)
    seen = shown(case, cast.coordinator)
    assert "<strong>Assigned</strong>" in seen
    assert "As focal point." in seen
    assert "<bdi>Focal Point</bdi>" in seen
    assert "<bdi>Alternate</bdi>" in seen
    assert SENT in seen
    assert seen.count("<strong>Assigned</strong>") == 1


def test_a_step_of_the_ladder_says_how_its_day_was_counted(cast: Cast) -> None:
    holiday = {"on": "2026-04-13", "name": "Throne Day", "estimated": True}
    reckoned = {"days": -3, "from": "2026-04-15", "on": "2026-04-09", "calendar": "Morocco", "off": 3}
    reminder(assigned(cast), cast.head, step="long-last", reckoned=reckoned | {"holidays": [holiday]})
    seen = shown(Case.objects.get(), cast.coordinator)
    assert "3 working days before the due date, 15 April 2026." in seen
    assert "which leaves out: \u2068Throne Day\u2069 (13 April 2026, estimated)." in seen


def test_what_waits_says_for_what(cast: Cast) -> None:
    case = due_on(cast, DUE)
    reminder(case, cast.head)
    assert "Waits for the mail of the next working morning." in shown(case, cast.focal_point)
    assert "Waits for the morning of Tuesday 3 March 2026." in all_told(case, cast.focal_point)


def test_a_mail_that_could_not_be_delivered_says_why_to_the_coordinator_alone(cast: Cast) -> None:
    case = assigned(cast)
    mail = mail_to(cast.focal_point)
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.DEAD, last_error="550 no such user")
    mail.notices.update(state=Notice.State.DEAD)

    told, there = all_told(case, cast.coordinator), all_told(case, cast.alternate)

    assert "Could not be delivered." in told
    assert "Could not be delivered." in there
    for secret in ("550 no such user", "focal-point@suivi.example", reverse("mail-one", args=[mail.key])):
        assert secret in told
        assert secret not in there


def test_what_is_tried_again_says_when(cast: Cast) -> None:
    case = assigned(cast)
    later = NOW + timedelta(minutes=5)
    mails()
    Mail.objects.update(attempts=2, next_try_at=later)
    assert "Tried 2 times; next 2 March 2026, 09:05." in shown(case, cast.coordinator)


def test_what_was_not_sent_says_why(cast: Cast) -> None:
    case = assigned(cast)
    derive(NOW)
    Notice.objects.all().cancel(Notice.Reason.NOT_DUE)
    assert "Not sent: no longer due." in shown(case, cast.coordinator)


def test_nobody_learns_who_looked_at_it(cast: Cast) -> None:
    case = assigned(cast)
    tell(lambda: NOW)
    before = shown(case, cast.coordinator)
    Notice.objects.update(seen_at=NOW + timedelta(hours=2))
    assert shown(case, cast.coordinator) == before


def test_of_a_case_that_one_does_not_see_it_shows_nothing(cast: Cast) -> None:
    case = assigned(cast)
    derive(NOW)
    assert "Nobody yet." in shown(case, cast.justice_focal_point)


def test_the_newest_stand_on_the_page_and_all_behind_it(cast: Cast) -> None:
    case = due_on(cast, DUE)
    for number in range(12):
        made_at = NOW + timedelta(days=number)
        reminder(case, cast.focal_point, step=f"+{number + 1}", made_at=made_at)

    seen = shown(case, cast.coordinator)
    assert seen.count("<strong>Reminder</strong>") == 10
    assert "13 March 2026" in seen
    assert ">2 March 2026<" not in seen
    assert reverse("case-told", args=[case.reference]) in seen
    assert all_told(case, cast.coordinator).count("<strong>Reminder</strong>") == 12


def test_all_of_it_is_for_who_sees_the_case(cast: Cast) -> None:
    case = assigned(cast)
    assert "Nobody yet." in all_told(case, cast.coordinator)
    tell(lambda: NOW)
    assert SENT in all_told(case, cast.coordinator)
    assert "There is no such page" in all_told(case, cast.stranger)
    Case.objects.update(restricted=True)
    assert "There is no such page" in all_told(case, cast.coordinator)


@pytest.mark.parametrize("case_at", [assigned, approved])
def test_the_number_of_queries_does_not_grow(
    case_at: Any, cast: Cast, django_assert_num_queries: Any
) -> None:
    case_at(cast)
    tell(lambda: NOW)
    case = Case.objects.select_related("recommendation").get()
    with django_assert_num_queries(4):
        shown(case, cast.coordinator)


@pytest.mark.parametrize("more", [0, 30])
def test_nor_does_it_on_the_page_of_all(more: int, cast: Cast, django_assert_num_queries: Any) -> None:
    case = assigned(cast)
    tell(lambda: NOW)
    for number in range(more):
        reminder(case, cast.focal_point, step=f"+{number}", mail=Mail.objects.first(), state="sent")
    client = Client()
    client.force_login(cast.coordinator)
    with django_assert_num_queries(21):
        client.get(reverse("case-told", args=[case.reference]))


@pytest.mark.parametrize("more", [1, 30])
def test_nor_where_much_waits_for_a_morning(more: int, cast: Cast, django_assert_num_queries: Any) -> None:
    case = due_on(cast, DUE)
    for number in range(more):
        reminder(case, cast.head if number % 2 else cast.focal_point, step=f"+{number}")
    client = Client()
    client.force_login(cast.coordinator)
    with django_assert_num_queries(24):
        client.get(reverse("case-told", args=[case.reference]))
