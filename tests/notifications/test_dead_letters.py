"""The coordinator reads why a mail is dead, mends the address, and has it sent again, or all of one cause."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.people import inviting
from cases.people.models import SettingsChange, User
from notifications.models import Bounce, Cause, Mail, Notice
from notifications.reviving import try_again, try_all_again
from notifications.sending import send
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import letters, mail_to
from tests.notifications.test_pages import as_

WORDS = "550 5.1.1 No such user"


@pytest.fixture
def mail(cast: Cast) -> Mail:
    """The dead letter of somebody who never signed in."""
    assigned(cast)
    made = mail_to(cast.focal_point)
    return dead(made, "address")


def dead(mail: Mail, cause: str, **more: Any) -> Mail:
    Mail.objects.filter(pk=mail.pk).update(state="dead", cause=cause, last_error=WORDS, attempts=8, **more)
    mail.notices.update(state="dead")
    mail.refresh_from_db()
    return mail


@pytest.fixture
def desk(cast: Cast) -> Client:
    return as_(cast.coordinator)


def shown(browser: Client, **query: str) -> str:
    return browser.get(reverse("mail"), query).content.decode()


def page_of(browser: Client, mail: Mail) -> str:
    return browser.get(reverse("mail-one", args=[mail.key])).content.decode()


def mend(browser: Client, mail: Mail, email: str) -> Any:
    return browser.post(reverse("mail-mend", args=[mail.key]), {"email": email})


# The list


def test_the_list_is_narrowed_to_what_is_dead_or_waits_or_came_back(
    cast: Cast, mail: Mail, desk: Client
) -> None:
    waits, back = letters(2)
    dead(back, "full", bounced_at=NOW)
    for state, expected in (("dead", {mail, back}), ("back", {back}), ("", {*Mail.objects.all()})):
        found = desk.get(reverse("mail"), {"state": state}).context["page"].object_list
        assert set(found) == expected, state
    assert waits in desk.get(reverse("mail"), {"state": "waiting"}).context["page"].object_list
    counts = {one["name"]: one["count"] for one in desk.get(reverse("mail")).context["shown"]}
    assert (counts["dead"], counts["back"]) == (2, 1)


def test_a_cause_is_a_sentence_and_narrows_the_list(mail: Mail, desk: Client) -> None:
    dead(letters(1)[0], "full")
    page = shown(desk, state="dead", cause="address")
    assert "Nobody has this address." in page
    assert "To answer: 1 recommendation" in page
    assert "You act for somebody" not in page


def test_nothing_found_says_how_to_go_on(cast: Cast, desk: Client) -> None:
    assert "There is no such mail." in shown(desk, state="dead")


def test_others_see_no_counts(cast: Cast, mail: Mail) -> None:
    page = shown(as_(cast.focal_point), state="dead")
    assert "chips" not in page
    assert "No such" not in page


def test_what_was_not_understood_is_counted_and_not_shown(mail: Mail, desk: Client) -> None:
    Bounce.objects.create(digest="0" * 64, kind="other", kept="private words", at=NOW)
    page = shown(desk)
    assert "1 message came back that is no report on a mail of Suivi." in page
    assert "private words" not in page


# One dead letter


def test_it_says_why_with_the_words_of_the_server(mail: Mail, desk: Client) -> None:
    page = page_of(desk, mail)
    assert "Nobody has this address." in page
    assert WORDS in page


def test_its_page_counts_a_fixed_number_of_queries(
    mail: Mail, desk: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        Bounce.objects.create(digest=f"{number:064}", mail=mail, kind="delayed", said=WORDS, at=NOW)
    with django_assert_max_num_queries(20):
        page = page_of(desk, mail)
    assert page.count(WORDS) == 21


def test_the_address_is_mended_and_the_mail_sent_to_it(
    cast: Cast, mail: Mail, desk: Client, mailoutbox: list[Any]
) -> None:
    assert mend(desk, mail, "Right@Suivi.Example").status_code == 302
    cast.focal_point.refresh_from_db()
    mail.refresh_from_db()
    assert (cast.focal_point.email, mail.state, mail.attempts) == ("right@suivi.example", "waiting", 0)
    assert send(mail, NOW) == Mail.State.SENT
    assert mailoutbox[0].to == ["right@suivi.example"]
    assert set(mail.notices.values_list("state", flat=True)) == {"sent"}


def test_the_change_is_noted_in_the_settings(cast: Cast, mail: Mail, desk: Client) -> None:
    mend(desk, mail, "right@suivi.example")
    noted = SettingsChange.objects.get(about="person", thing=cast.focal_point.pk, act="changed")
    assert noted.by == cast.coordinator
    assert noted.details["changes"] == [["email", "focal-point@suivi.example", "right@suivi.example"]]


def test_what_else_waits_for_the_person_goes_there_too(
    cast: Cast, mail: Mail, desk: Client, mailoutbox: list[Any]
) -> None:
    other = letters(1)[0]
    Mail.objects.filter(pk=other.pk).update(recipient=cast.focal_point, to=cast.focal_point.email)
    mend(desk, mail, "right@suivi.example")
    send(Mail.objects.get(pk=other.pk), NOW)
    assert mailoutbox[0].to == ["right@suivi.example"]


@pytest.mark.parametrize("email", ["", "no address", "alternate@suivi.example"])
def test_an_address_that_cannot_be_is_refused_and_kept_in_its_field(
    email: str, mail: Mail, desk: Client
) -> None:
    answer = mend(desk, mail, email)
    assert answer.status_code == 422
    assert f'value="{email}"' in answer.content.decode() or not email
    mail.refresh_from_db()
    assert mail.is_dead


def test_of_who_signed_in_only_an_administrator_changes_the_address(
    cast: Cast, mail: Mail, desk: Client
) -> None:
    """Who sets the address can ask for a new password there, and act as that person."""
    User.objects.filter(pk=cast.focal_point.pk).update(last_login=timezone.now())
    sentence = "Only an administrator changes the address of somebody who has signed in."
    page = page_of(desk, mail)
    assert sentence in page
    assert reverse("mail-mend", args=[mail.key]) not in page
    answer = mend(desk, mail, "mine@suivi.example")
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    cast.focal_point.refresh_from_db()
    assert cast.focal_point.email == "focal-point@suivi.example"


def test_the_account_of_an_administrator_is_not_touched(cast: Cast, mail: Mail, desk: Client) -> None:
    User.objects.filter(pk=cast.focal_point.pk).update(is_superuser=True)
    assert mend(desk, mail, "mine@suivi.example").status_code == 409
    cast.focal_point.refresh_from_db()
    assert cast.focal_point.email == "focal-point@suivi.example"


def test_an_address_is_mended_only_where_a_letter_is_dead(cast: Cast, mail: Mail, desk: Client) -> None:
    Mail.objects.filter(pk=mail.pk).update(state="sent", sent_at=NOW)
    assert mend(desk, mail, "right@suivi.example").status_code == 409
    cast.focal_point.refresh_from_db()
    assert cast.focal_point.email == "focal-point@suivi.example"


def test_after_an_invitation_one_is_led_to_invite_anew(cast: Cast, mail: Mail, desk: Client) -> None:
    """Its link ended with the address."""
    inviting.invite(cast.focal_point, by=cast.coordinator, now=NOW)
    Mail.objects.filter(pk=mail.pk).update(about=inviting.LETTER)
    answer = mend(desk, mail, "right@suivi.example")
    assert answer.url == reverse("person", args=[cast.focal_point.pk])
    mail.refresh_from_db()
    assert mail.is_dead


# All of one cause


def test_all_of_one_cause_are_sent_again(mail: Mail, desk: Client) -> None:
    away = [dead(one, "away") for one in letters(3)]
    answer = desk.post(reverse("mail-all-again"), {"cause": "away"}, follow=True)
    assert "3 mails will be tried again." in answer.content.decode()
    assert Mail.objects.filter(pk__in=[one.pk for one in away], state="waiting", attempts=0).count() == 3
    mail.refresh_from_db()
    assert mail.is_dead


def test_a_cause_that_does_not_exist_is_not_found(mail: Mail, desk: Client) -> None:
    assert desk.post(reverse("mail-all-again"), {"cause": "none"}).status_code == 404


def test_every_cause_has_its_sentence() -> None:
    assert all(cause.label.endswith(".") for cause in Cause)


def test_more_than_fit_into_one_transaction_are_all_taken(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.reviving.AT_A_TIME", 2)
    for one in letters(5):
        dead(one, "away")
    assert try_all_again(Mail.objects.all(), NOW) == 5
    assert not Mail.objects.dead().exists()


def test_of_several_mornings_only_the_last_is_sent_again(mail: Mail) -> None:
    """What the others told waits for the next morning: nobody gets two of them on one day."""
    last = letters(1)[0]
    Mail.objects.filter(pk=mail.pk).update(day=NOW.date())
    Mail.objects.filter(pk=last.pk).update(recipient=mail.recipient, day=NOW.date() + timedelta(days=1))
    dead(last, "address")
    assert try_all_again(Mail.objects.all(), NOW) == 2
    mail.refresh_from_db()
    last.refresh_from_db()
    assert (mail.state, last.state) == ("cancelled", "waiting")
    assert list(Notice.objects.filter(recipient=mail.recipient).values_list("state", "mail")) == [
        ("waiting", None)
    ]


def test_a_mail_that_came_back_begins_anew(mail: Mail) -> None:
    dead(mail, "address", bounced_at=NOW, sent_at=NOW)
    assert try_again(mail, NOW)
    mail.refresh_from_db()
    assert (mail.bounced_at, mail.sent_at, mail.state) == (None, None, "waiting")


# Where the coordinator notices


def test_my_work_of_the_coordinator_says_how_many_mails_are_dead(
    cast: Cast, mail: Mail, desk: Client
) -> None:
    page = desk.get(reverse("my-work")).content.decode()
    assert f'<a href="{reverse("mail")}?state=dead">1 mail could not be delivered</a>' in page
    assert "could not be delivered" not in as_(cast.validator).get(reverse("my-work")).content.decode()


def test_without_dead_letters_it_says_nothing(cast: Cast, desk: Client) -> None:
    assert "could not be delivered" not in desk.get(reverse("my-work")).content.decode()
