"""Signing in and out, and choosing a new password."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import Cast

SECRET = "a long enough secret"


@pytest.fixture
def client(cast: Cast) -> Client:
    cache.clear()
    cast.focal_point.set_password(SECRET)
    cast.focal_point.save()
    return Client()


def sign_in(client: Client, password: str = SECRET, email: str = "focal-point@suivi.example") -> object:
    return client.post("/account/sign-in/", {"login": email, "password": password})


def test_one_signs_in_by_e_mail_whatever_its_case(client: Client) -> None:
    response = sign_in(client, email="Focal-Point@Suivi.example")

    assert response.headers["Location"] == "/my-work/"


def test_a_wrong_password_is_refused_with_a_sentence(client: Client) -> None:
    response = sign_in(client, password="not the secret")

    assert get_user(client).is_anonymous
    assert 'role="alert"' in response.content.decode()
    assert "not the secret" not in response.content.decode()


def test_one_who_was_switched_off_does_not_get_in(client: Client, cast: Cast) -> None:
    cast.focal_point.is_active = False
    cast.focal_point.save()

    sign_in(client)

    assert get_user(client).is_anonymous


def test_nobody_signs_up(client: Client) -> None:
    typed = {"email": "me@suivi.example", "password1": SECRET, "password2": SECRET}

    for response in (client.get("/account/sign-up/"), client.post("/account/sign-up/", typed)):
        assert response.headers["Location"] == "/account/sign-in/"


def test_signing_out_takes_a_post(client: Client) -> None:
    sign_in(client)

    client.get("/account/sign-out/")
    assert get_user(client).is_authenticated

    client.post("/account/sign-out/")
    assert get_user(client).is_anonymous


def test_a_forgotten_password_is_chosen_anew_by_a_mailed_link(client: Client, settings: Settings) -> None:
    client.post("/account/password/reset/", {"email": "focal-point@suivi.example"})
    link = re.search(r"http://\S+(/account/password/reset/\S+)", mail.outbox[0].body)
    page = client.get(link.group(1), follow=True)
    new = "another long secret"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert sign_in(client, password=new).headers["Location"] == "/my-work/"


def test_an_unknown_address_is_told_the_same(client: Client) -> None:
    known = client.post("/account/password/reset/", {"email": "focal-point@suivi.example"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@suivi.example"})

    assert known.headers["Location"] == unknown.headers["Location"]
    assert "sign-up" not in mail.outbox[-1].body


def test_too_many_attempts_are_stopped(client: Client) -> None:
    answers = [sign_in(client, password=f"wrong {number}").content.decode() for number in range(12)]

    assert "Too many failed login attempts" in answers[-1]
    sign_in(client)
    assert get_user(client).is_anonymous


def test_a_password_is_changed_by_who_knows_the_old_one(client: Client) -> None:
    sign_in(client)
    new = "another long secret"

    client.post("/account/password/", {"oldpassword": SECRET, "password1": new, "password2": new})

    assert sign_in(Client(), password=new).headers["Location"] == "/my-work/"
