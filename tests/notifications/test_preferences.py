"""What a person may switch off: on a page, by the link of a mail, and in one click of a mail program."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from cases import actions
from cases.models import Case
from cases.people.models import User
from notifications.bundling import bundle
from notifications.models import Mail, Notice, Preference
from notifications.preferences import choose, group_of, rules_of, switched_off
from notifications.rules import all_rules, rule_of
from notifications.sending import send
from notifications.unsubscribing import SALT, leaving_by, link
from notifications.writing import write_of
from tests.cast import NOW, Cast, assigned
from tests.notifications import post
from tests.notifications.test_morning import told

CLICK = {"List-Unsubscribe": "One-Click"}


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def path_of(address: str) -> str:
    return address.removeprefix("http://localhost:8000")


def mail_about(rule: str, person: User, case: Case) -> Mail:
    """A mail of that one notice, as bundling makes it."""
    letter = write_of(rule_of(rule), person, [case.pk], NOW)
    mail = Mail.objects.create(
        key=letter.key, recipient=person, to=person.email, about=rule, language=letter.language,
        subject=letter.subject, text=letter.text, html=letter.html, made_at=NOW, next_try_at=NOW,
    )  # fmt: skip
    told(person, rule, case)
    Notice.objects.filter(recipient=person, rule=rule).update(mail=mail)
    return mail


def paused(cast: Cast) -> Mail:
    """News of a pause; an event, so that no date can settle it."""
    case = assigned(cast)
    act = {"by": cast.coordinator, "now": NOW, "comment": "A reform is under way."}
    actions.take_step(case, "pause", **act)
    mail = mail_about("paused", cast.focal_point, case)
    Notice.objects.filter(mail=mail).update(
        about_on=None, step="", process="case", event_id=case.events.latest("pk").pk
    )
    return mail


# The page


def test_the_page_says_what_can_be_switched_off_and_what_cannot(cast: Cast) -> None:
    page = as_(cast.focal_point).get(reverse("mails-chosen")).content.decode()
    for group in Preference.Group:
        assert str(group.label) in page
    assert "What always comes by mail" in page


def test_a_choice_is_kept_and_shown(cast: Cast) -> None:
    client = as_(cast.focal_point)
    choices = {"news": "bell", "mentions": "mail", "week": "bell"}
    assert client.post(reverse("mails-chosen"), choices).status_code == 302
    kept = dict(Preference.objects.filter(person=cast.focal_point).values_list("group", "choice"))
    assert kept == choices
    page = client.get(reverse("mails-chosen")).content.decode()
    checked = re.findall(r'name="(\w+)" value="(\w+)"[^>]*checked', page)
    assert dict(checked) == choices


def test_a_choice_that_there_is_not_is_refused(cast: Cast) -> None:
    answer = as_(cast.focal_point).post(reverse("mails-chosen"), {"news": "never"})
    assert answer.status_code == 422
    assert not Preference.objects.exists()


def test_my_account_leads_there(cast: Cast) -> None:
    assert reverse("mails-chosen") in as_(cast.focal_point).get("/account/").content.decode()


def test_the_page_asks_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = as_(cast.focal_point)
    with django_assert_max_num_queries(7):
        client.get(reverse("mails-chosen"))


# What follows


def test_each_optional_rule_is_in_one_group_and_no_other_rule_is() -> None:
    optional = {rule.code for rule in all_rules() if rule.optional}
    assert rules_of(Preference.Group.values) == optional
    assert all((group_of(rule) is not None) == rule.optional for rule in all_rules())


def test_switched_off_names_the_rules_of_all_people_in_one_query(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    choose(cast.focal_point, {"news": "bell"})
    choose(cast.alternate, {"mentions": "bell", "news": "mail"})
    with django_assert_num_queries(1):
        found = switched_off([cast.focal_point.pk, cast.alternate.pk, cast.head.pk])
    assert (cast.focal_point.pk, "paused") in found
    assert (cast.alternate.pk, "mentioned") in found
    assert (cast.alternate.pk, "paused") not in found
    assert (cast.focal_point.pk, "assigned") not in found


def test_what_is_switched_off_is_not_mailed_and_says_why(cast: Cast, mailoutbox: list[Any]) -> None:
    mail = paused(cast)
    choose(cast.focal_point, {"news": "bell"})
    assert send(mail, NOW) == Mail.State.CANCELLED
    assert list(mail.notices.values_list("state", "reason")) == [("cancelled", "preference")]
    assert mailoutbox == []


def test_switched_on_it_would_be_mailed(cast: Cast, mailoutbox: list[Any]) -> None:
    """The control."""
    mail = paused(cast)
    choose(cast.focal_point, {"news": "mail", "week": "bell"})
    assert send(mail, NOW) == Mail.State.SENT
    assert len(mailoutbox) == 1


# The link


def test_only_a_mail_that_is_all_optional_has_the_headers_and_the_link(
    cast: Cast, mailoutbox: list[Any]
) -> None:
    send(paused(cast), NOW)
    message = message_from_bytes(mailoutbox[0].message().as_bytes(), policy=default)
    address = str(message["List-Unsubscribe"]).strip().strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Switch mails like this off: {address}\n" in mailoutbox[0].body
    assert f'href="{address}"' in mailoutbox[0].alternatives[0][0]

    assigned(cast, cast.justice)
    send(post.mail_to(cast.justice_focal_point), NOW)
    assert "List-Unsubscribe" not in mailoutbox[1].message()
    assert "unsubscribe" not in mailoutbox[1].body
    assert "http://localhost:8000/account/mails/" in mailoutbox[1].body


def test_a_mail_that_carries_both_has_no_such_link(cast: Cast, mailoutbox: list[Any]) -> None:
    mail = paused(cast)
    case = assigned(cast)
    told(cast.focal_point, "reminder", case)
    Notice.objects.filter(case=case, rule="reminder").update(mail=mail)
    send(mail, NOW)
    assert "List-Unsubscribe" not in mailoutbox[0].message()


def test_the_reasons_stand_in_the_headers(cast: Cast, mailoutbox: list[Any]) -> None:
    send(paused(cast), NOW)
    assert mailoutbox[0].message()["X-Suivi-Reason"] == "paused"


def test_the_link_stands_in_no_kept_mail_nor_page(cast: Cast) -> None:
    """A coordinator, who reads all mails, could use it against somebody else."""
    mail = paused(cast)
    send(mail, NOW)
    page = as_(cast.coordinator).get(reverse("mail-one", args=[mail.key])).content.decode()
    assert "/unsubscribe/" not in mail.text + mail.html + page
    assert "[unsubscribe]" not in page


def test_opening_the_link_changes_nothing_and_the_button_does(cast: Cast) -> None:
    address, client = path_of(link(cast.focal_point, ["news"])), Client()
    page = client.get(address).content.decode()
    assert "Switch these mails off?" in page
    assert cast.focal_point.email not in page
    assert not Preference.objects.exists()

    answer = client.post(address, follow=True)
    assert "Switched off" in answer.content.decode()
    assert switched_off([cast.focal_point.pk]) == {(cast.focal_point.pk, code) for code in rules_of(["news"])}


def test_a_mail_program_needs_one_click_and_no_token(cast: Cast) -> None:
    address = path_of(link(cast.focal_point, ["news"]))
    client = Client(enforce_csrf_checks=True)
    assert client.post(address).status_code == 403
    assert not Preference.objects.exists()
    assert client.post(address, CLICK).status_code == 200
    assert Preference.objects.get().choice == "bell"


@pytest.mark.parametrize("spoil", [lambda one: one[:-1], lambda one: "x" + one, lambda one: "nonsense"])
def test_a_wrong_link_is_said_to_be_wrong(spoil: Any, cast: Cast) -> None:
    token = spoil(link(cast.focal_point, ["news"]).rstrip("/").rpartition("/")[2])
    client = Client()
    for answer in (client.get(f"/unsubscribe/{token}/"), client.post(f"/unsubscribe/{token}/", CLICK)):
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()
    assert not Preference.objects.exists()


def test_a_link_says_nothing_for_another_purpose(cast: Cast) -> None:
    """Signed by the same key for something else."""
    assert leaving_by(signing.dumps([cast.focal_point.pk, ["news"]])) is None
    assert leaving_by(signing.dumps([cast.focal_point.pk, ["all"]], salt=SALT)) is None


def test_who_left_has_no_link(cast: Cast) -> None:
    address = path_of(link(cast.focal_point, ["news"]))
    User.objects.filter(pk=cast.focal_point.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_what_was_switched_off_is_left_out_when_mails_are_made(cast: Cast) -> None:
    case = assigned(cast)
    post.mails()
    actions.take_step(case, "pause", by=cast.coordinator, now=NOW, comment="A reform is under way.")
    choose(cast.focal_point, {"news": "bell"})
    post.derive_only_the_last()
    noons = [NOW + day * post.DAY + timedelta(hours=3) for day in range(9)]
    made = [mail for noon in noons for mail in bundle(noon)]
    assert [(mail.recipient, mail.about) for mail in made] == [(cast.alternate, "paused")]
    left_out = Notice.objects.get(rule="paused", recipient=cast.focal_point)
    assert left_out.reason == Notice.Reason.PREFERENCE
