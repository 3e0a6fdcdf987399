"""A department is added and changed in the settings, and each change is on record."""

from __future__ import annotations

from typing import Any

import pytest

from cases.people.models import Department, SettingsChange
from cases.people.roles import give_role, holders
from tests.cases.pages.conftest import SignIn
from tests.cast import Cast, assigned

HEALTH = "/settings/departments/of/health/"
GIVEN = {"name_en": "Ministry of Health", "branch": "executive", "time_zone": "UTC"}


def test_a_new_one_has_its_names_and_its_roles(cast: Cast, sign_in: SignIn) -> None:
    names = {"code": "Labour", "name_en": "Ministry of  Labour", "name_fr": "Ministère du travail"}
    sign_in(cast.coordinator).post("/settings/departments/new/", GIVEN | names)
    made = Department.objects.get(code="labour")
    give_role(cast.stranger, "head", made)
    assert {one.language: one.text for one in made.wordings.all()} == {
        "en": "Ministry of Labour", "fr": "Ministère du travail",
    }  # fmt: skip
    assert set(holders(made.pk, "sign_off")) == {cast.stranger}


def test_what_changed_is_told_field_by_field(cast: Cast, sign_in: SignIn) -> None:
    sent = GIVEN | {"name_en": "Health Ministry", "time_zone": "Africa/Casablanca"}
    page = sign_in(cast.coordinator).post(HEALTH, sent, follow=True).content.decode()
    assert SettingsChange.objects.get().details["changes"] == [
        ["time_zone", "UTC", "Africa/Casablanca"],
        ["name en", "Ministry of Health", "Health Ministry"],
    ]
    assert "name (en)" in page


def test_what_is_the_same_leaves_no_note(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.coordinator).post(HEALTH, GIVEN).status_code == 302
    assert not SettingsChange.objects.exists()


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"name_en": ""}, "a name in one language at least"),
        ({"independent": "on"}, "Tick it to go on"),
        ({"valid_from": "2026-05-01", "valid_until": "2026-04-01"}, "not before the first"),
        ({"parent": "health"}, "Select a valid choice"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
    ],
)
def test_each_refusal_says_why(sent: dict[str, str], why: str, cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.coordinator).post(HEALTH, GIVEN | sent)
    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert not SettingsChange.objects.exists()


def test_it_becomes_independent_once_that_is_meant(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.coordinator).post(HEALTH, GIVEN | {"independent": "on", "sure": "on"})
    assert Department.objects.get(code="health").independent


def test_none_ends_by_hand_while_something_is_open(cast: Cast, sign_in: SignIn) -> None:
    assigned(cast)
    answer = sign_in(cast.coordinator).post(HEALTH, GIVEN | {"valid_until": "2026-12-31"})
    assert "Something is open there" in answer.content.decode()


def test_none_is_a_part_of_its_own_part(cast: Cast, sign_in: SignIn) -> None:
    Department.objects.filter(code="justice").update(parent=cast.health)
    answer = sign_in(cast.coordinator).post(HEALTH, GIVEN | {"parent": "justice"})
    assert (answer.status_code, "part of itself" in answer.content.decode()) == (409, True)


def test_it_says_who_heads_it(cast: Cast, sign_in: SignIn, django_assert_num_queries: Any) -> None:
    browser = sign_in(cast.coordinator)
    assert "<bdi>Head</bdi>" in browser.get(HEALTH).content.decode()
    assert "No head" in browser.get(HEALTH.replace("health", "justice")).content.decode()
