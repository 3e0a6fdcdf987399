"""A theme that nothing uses is retired, and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from cases.models import Case, SavedView, Term
from cases.settling.themes import retire, why_not_retire
from cases.validating import give_themes, themes
from tests.cases.importing.files import CLINICS, bring, generic
from tests.cases.pages.settings.themes.made import THEMES, a_theme, about
from tests.cast import NOW, Cast, received


def test_what_nothing_uses_is_retired_and_brought_back(cast: Cast, browser: Client, health: Term) -> None:
    browser.post(f"{THEMES}{health.pk}/", {"then": "retire"})
    assert health not in themes()

    browser.post(f"{THEMES}{health.pk}/", {"then": "bring-back"})
    assert health in themes()


@pytest.mark.parametrize("user", ["recommendation", "validator", "part", "view"])
def test_what_is_used_is_not(user: str, cast: Cast, browser: Client, health: Term) -> None:
    uses = {
        "recommendation": lambda: about(received(cast), health),
        "validator": lambda: give_themes(cast.stranger, [health]),
        "part": lambda: a_theme("Clinics", parent=health),
        "view": lambda: SavedView.objects.create(
            owner=cast.editor, name="Mine", query=f"theme={health.pk}", at=NOW
        ),
    }
    uses[user]()

    answer = browser.post(f"{THEMES}{health.pk}/", {"then": "retire"})

    assert (answer.status_code, "Join it to another instead" in answer.content.decode()) == (409, True)
    assert health in themes()


def test_the_refusal_does_not_tell_that_it_is_a_restricted_case(
    cast: Cast, browser: Client, health: Term, care: Term
) -> None:
    case = about(received(cast), health)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    SavedView.objects.create(owner=cast.editor, name="Mine", query=f"theme={care.pk}", at=NOW)

    assert why_not_retire(health) == why_not_retire(care) != ""
    assert "0 cases" in browser.get(THEMES).content.decode()


def test_a_file_that_names_it_brings_it_back(cast: Cast, health: Term, tmp_path: Path) -> None:
    retire(health, by=cast.coordinator, now=NOW)
    row = CLINICS | {"themes": "Health"}

    bring(tmp_path, generic(row))

    assert health in themes()
