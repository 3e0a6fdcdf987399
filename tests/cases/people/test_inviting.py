"""A link to choose a password: once, within a week, in the mail alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from cases.people import inviting, settling
from cases.people.models import Invitation, SettingsChange, User
from notifications.models import Mail
from notifications.telling import tell
from tests.cast import NOW, Cast
from workflow.errors import NotAllowed, Refused

GOOD = {"new_password1": "a meadow of 7 larks", "new_password2": "a meadow of 7 larks"}


@pytest.fixture
def newcomer(cast: Cast) -> User:
    return settling.add_person(
        email="new@suivi.example", name="New", language="", by=cast.coordinator, now=NOW
    )


def invited(cast: Cast, newcomer: User) -> str:
    """The path that the invitation leads to."""
    made = inviting.invite(newcomer, by=cast.coordinator, now=NOW)
    return inviting.link(made).removeprefix("http://localhost:8000")


def test_the_mail_has_the_link_and_what_is_kept_of_it_has_not(
    cast: Cast, newcomer: User, mailoutbox: list[Any]
) -> None:
    path = invited(cast, newcomer)
    tell(lambda: NOW)

    (sent,) = mailoutbox
    kept = Mail.objects.get()
    assert sent.to == ["new@suivi.example"]
    assert path in sent.body
    assert path in sent.alternatives[0][0]
    assert path not in kept.text + kept.html
    assert SettingsChange.objects.filter(act="invited").count() == 1


def test_whoever_opens_it_chooses_a_password_and_is_signed_in(cast: Cast, newcomer: User) -> None:
    path, browser = invited(cast, newcomer), Client()
    assert browser.get(path).status_code == 200
    answer = browser.post(path, GOOD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my-work/")
    assert browser.get("/my-work/").status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.check_password(GOOD["new_password1"])


def test_it_works_once(cast: Cast, newcomer: User) -> None:
    path = invited(cast, newcomer)
    Client().post(path, GOOD)
    again = {"new_password1": "another 8 larks fly", "new_password2": "another 8 larks fly"}
    assert Client().post(path, again).status_code == 410
    newcomer.refresh_from_db()
    assert newcomer.check_password(GOOD["new_password1"])


def test_looking_at_it_uses_nothing_up(cast: Cast, newcomer: User) -> None:
    path = invited(cast, newcomer)
    Client().get(path)
    assert Invitation.objects.get().used_at is None


def test_it_grows_old(cast: Cast, newcomer: User) -> None:
    path = invited(cast, newcomer)
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert Client().get(path).status_code == Client().post(path, GOOD).status_code == 410


def test_one_that_is_sent_again_replaces_the_first(cast: Cast, newcomer: User) -> None:
    first, second = invited(cast, newcomer), invited(cast, newcomer)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_one_that_is_taken_back_works_no_more_and_is_not_sent(
    cast: Cast, newcomer: User, mailoutbox: list[Any]
) -> None:
    path = invited(cast, newcomer)
    inviting.take_back(newcomer, by=cast.coordinator, now=NOW)
    tell(lambda: NOW)
    assert Client().get(path).status_code == 410
    assert mailoutbox == []


def test_who_is_switched_off_cannot_use_it(cast: Cast, newcomer: User) -> None:
    path = invited(cast, newcomer)
    settling.switch_off(newcomer, by=cast.coordinator, now=NOW)
    assert Client().post(path, GOOD).status_code == 410


def test_whatever_is_wrong_with_a_link_the_page_is_the_same(cast: Cast, newcomer: User) -> None:
    path = invited(cast, newcomer)
    wrong = [path[:-2] + "x/", re.sub(r"/\d+-", "/99999-", path), "/account/invited/nonsense/"]
    settling.switch_off(newcomer, by=cast.coordinator, now=NOW)
    pages = {_main(Client().get(one)) for one in [*wrong, path]}
    assert len(pages) == 1


def _main(answer: Any) -> str:
    """The page without the frame, in which the form that chooses a language names where one is."""
    return str(answer.content.decode().partition("<main")[2].partition("</main>")[0])


def test_a_weak_password_is_refused_and_the_link_still_works(cast: Cast, newcomer: User) -> None:
    path = invited(cast, newcomer)
    weak = {"new_password1": "12345", "new_password2": "12345"}
    assert Client().post(path, weak).status_code == 422
    assert Client().post(path, GOOD).status_code == 302


def test_who_has_signed_in_is_not_invited(cast: Cast) -> None:
    Client().force_login(cast.head)
    with pytest.raises(Refused, match="has signed in already"):
        inviting.invite(User.objects.get(pk=cast.head.pk), by=cast.coordinator, now=NOW)


def test_a_stranger_invites_nobody(cast: Cast, newcomer: User) -> None:
    for act in (inviting.invite, inviting.take_back):
        with pytest.raises((Refused, NotAllowed), match="Only a coordinator"):
            act(newcomer, by=cast.stranger, now=NOW)


def test_a_link_that_went_to_a_wrong_address_works_no_more_once_that_is_put_right(
    cast: Cast, newcomer: User
) -> None:
    path = invited(cast, newcomer)
    settling.change_person(newcomer, {"email": "right@suivi.example"}, by=cast.coordinator, now=NOW)
    assert Client().get(path).status_code == Client().post(path, GOOD).status_code == 410


def test_a_link_is_of_no_use_to_who_has_signed_in_by_another_way(cast: Cast, newcomer: User) -> None:
    path = invited(cast, newcomer)
    Client().force_login(newcomer)
    assert Client().get(path).status_code == Client().post(path, GOOD).status_code == 410
