"""A theme is added, and named anew; what cannot be is refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cases.models import Term
from cases.people.models import Department, SettingsChange, User
from cases.settling.themes import add_theme, change_theme, mark_of, retire
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.settings.themes.made import THEMES, shown
from tests.cast import NOW, Cast, department
from workflow.errors import Refused


def test_one_is_added_with_names_and_lead(cast: Cast, browser: Client) -> None:
    sent = {"name_en": "Right to  water", "name_ar": "الحق في الماء", "lead": "health"}

    assert browser.post(f"{THEMES}new/", sent).status_code == 302

    made = Term.objects.get(vocabulary="theme")
    assert {one.language: one.text for one in made.wordings.all()} == {
        "en": "Right to water",
        "ar": "الحق في الماء",
    }
    assert made.lead == cast.health


def test_a_new_name_is_kept_with_the_old_one(cast: Cast, browser: Client, health: Term) -> None:
    sent = {"name_en": "Right to health", "name_fr": "Santé", "lead": "health"}

    page = browser.post(f"{THEMES}{health.pk}/", shown(browser, health) | sent, follow=True).content.decode()

    assert SettingsChange.objects.get().details["changes"] == [
        ["name en", "Health", "Right to health"],
        ["name fr", "", "Santé"],
        ["lead", "", "Ministry of Health"],
    ]
    assert "Right to health" in page


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "a name in one language at least"),
        ({"name_en": "health CARE"}, "Join the two"),
        ({"name_en": "x" * 256}, "at most 255"),
        ({"name_en": "Health \u202e"}, "cannot be seen"),
        ({"name_en": "Health", "lead": "none"}, "Select a valid choice"),
        ({"name_en": "Health", "lead": "court"}, "Select a valid choice"),
    ],
)
def test_each_refusal_says_why(
    sent: dict[str, str], why: str, cast: Cast, browser: Client, health: Term, care: Term
) -> None:
    Department.objects.filter(pk=department("court", "Court").pk).update(branch="judiciary")

    answer = browser.post(f"{THEMES}{health.pk}/", {"then": "change", **sent})

    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert not SettingsChange.objects.exists()


def test_the_act_itself_asks_who_and_what(cast: Cast, health: Term, care: Term) -> None:
    how: dict[str, Any] = {"by": cast.coordinator, "now": NOW}
    court = department("court", "Court")
    Department.objects.filter(pk=court.pk).update(branch="judiciary")
    court.refresh_from_db()
    for wrong in (lambda: change_theme(health, {"en": "Health care"}, None, seen=mark_of(health), **how),
                  lambda: change_theme(health, {"en": ""}, None, seen=mark_of(health), **how),
                  lambda: change_theme(health, {"en": "Health"}, court, seen=mark_of(health), **how),
                  lambda: add_theme({"en": "Health"}, None, **how),
                  lambda: retire(health, by=cast.validator, now=NOW)):  # fmt: skip
        with pytest.raises(Refused):
            wrong()
    assert not SettingsChange.objects.exists()


def test_an_administrator_does_all_of_it(cast: Cast, sign_in: SignIn, health: Term, care: Term) -> None:
    root = sign_in(User.objects.create_superuser("root@suivi.example", name="Root"))
    shown = root.get(f"{THEMES}{care.pk}/join/", {"into": health.pk})

    sent = {"into": health.pk, "seen": shown.context["preview"].digest}

    assert root.post(f"{THEMES}{care.pk}/join/", sent).status_code == 302
