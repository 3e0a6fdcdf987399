"""Which language a page speaks, and how one chooses another."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import Cast

SECRET = "a long enough secret"
SIGN_IN = "/account/sign-in/"


def spoken(client: Client, address: str = SIGN_IN, **headers: str) -> str:
    return client.get(address, headers=headers).headers["Content-Language"]


def choose(client: Client, code: str, page: str = "/my-work/") -> str:
    return client.post("/language/", {"language": code, "page": page}).headers["Location"]


def at_work(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("ar-MA,ar;q=0.9,fr;q=0.8", "ar"),
        ("de,fr-FR;q=0.8,en;q=0.5", "fr"),
        ("de", "en"),
        ("", "en"),
        ("*;q=9, nonsense,,;", "en"),
    ],
)
def test_before_sign_in_the_browser_is_asked(asked: str, answered: str, db: None) -> None:
    assert spoken(Client(), accept_language=asked) == answered


def test_what_was_chosen_before_sign_in_stays_in_the_browser(db: None) -> None:
    client = Client()

    assert choose(client, "ar", page=SIGN_IN) == SIGN_IN

    assert spoken(client, accept_language="fr") == "ar"
    assert '<html lang="ar" dir="rtl">' in client.get(SIGN_IN).content.decode()


def test_what_is_chosen_at_work_is_kept_on_the_person(cast: Cast) -> None:
    choose(at_work(cast.focal_point), "fr")

    cast.focal_point.refresh_from_db()
    assert cast.focal_point.language == "fr"
    assert spoken(at_work(cast.focal_point), "/my-work/", accept_language="ar") == "fr"


def test_who_chose_none_is_spoken_to_as_the_browser_asks(cast: Cast) -> None:
    assert spoken(at_work(cast.focal_point), "/my-work/", accept_language="fr") == "fr"


def test_else_the_department_says_in_which_language(cast: Cast) -> None:
    cast.focal_point.set_password(SECRET)
    cast.focal_point.save()
    cast.health.language = "ar"
    cast.health.save()
    client = Client()

    client.post(SIGN_IN, {"login": cast.focal_point.email, "password": SECRET})

    assert spoken(client, "/my-work/") == "ar"


def test_a_language_that_the_pages_do_not_speak_is_not_taken(cast: Cast, settings: Settings) -> None:
    settings.INTERFACE_LANGUAGES = ["fr", "en"]

    choose(at_work(cast.focal_point), "ar")

    cast.focal_point.refresh_from_db()
    assert cast.focal_point.language == ""


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/", "//elsewhere.example/", "", "nowhere", "admin:index"]
)
def test_it_leads_to_no_other_site(page: str, db: None) -> None:
    assert choose(Client(), "fr", page=page) == "/"


def test_to_open_the_address_changes_nothing(cast: Cast) -> None:
    client = at_work(cast.focal_point)

    assert client.get("/language/?language=fr").status_code == 405

    assert spoken(client, "/my-work/") == "en"


def test_every_language_is_named_in_itself(db: None) -> None:
    page = Client().get(SIGN_IN, headers={"accept-language": "fr"}).content.decode()

    assert '<span aria-current="true" lang="fr">Français</span>' in page
    assert '<button type="submit" name="language" value="ar" lang="ar">العربيّة</button>' in page
