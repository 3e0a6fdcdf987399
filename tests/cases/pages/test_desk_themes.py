"""The Desk by theme: counts, and whole groups acted on at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Term
from tests.cases.pages.conftest import SignIn
from tests.cast import Cast, received

ASSIGN = {"lead": "health", "due_on": "2099-04-15", "which": "themes", "filter": "group=theme"}


@pytest.fixture
def browser(sign_in: SignIn, cast: Cast) -> Client:
    return sign_in(cast.coordinator)


@pytest.fixture
def themes(cast: Cast) -> tuple[Term, Term]:
    """Two cases about water, one of them about health too, and one case about nothing."""
    water, health = (Term.objects.create(vocabulary="theme", code=code) for code in ("Water", "Health"))
    for terms in ([water], [water, health], []):
        received(cast).recommendation.themes.add(*terms)
    return water, health


def assigned_cases() -> int:
    return Case.objects.filter(state="assigned").count()


def test_each_theme_is_counted_and_so_is_what_has_none(browser: Client, themes: Any) -> None:
    page = browser.get("/desk/?group=theme")
    assert [(one.title, one.count) for one in page.context["grouped"]] == [
        ("Water", 2), ("Health", 1), ("No theme", 1),
    ]  # fmt: skip
    assert f'href="/desk/?theme={themes[0].pk}"' in page.content.decode()


def test_the_groups_are_of_what_the_filters_leave(browser: Client, themes: Any) -> None:
    page = browser.get(f"/desk/?group=theme&theme={themes[1].pk}")
    assert [(one.title, one.count) for one in page.context["grouped"]] == [("Health", 1), ("Water", 1)]


def test_a_whole_group_is_assigned(browser: Client, themes: Any) -> None:
    answer = browser.post("/desk/assign/", ASSIGN | {"theme": [themes[1].pk]}, follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/?group=theme"
    assert "1 assigned to Ministry of Health." in answer.content.decode()
    assert assigned_cases() == 1


def test_a_case_of_two_themes_is_acted_on_once(browser: Client, themes: Any) -> None:
    chosen = {"theme": [themes[0].pk, themes[1].pk, 0]}
    answer = browser.post("/desk/assign/", ASSIGN | chosen, follow=True)
    assert "3 assigned to Ministry of Health." in answer.content.decode()


def test_other_acts_take_whole_groups_too(browser: Client, themes: Any) -> None:
    page = browser.post("/desk/act/close/", {"which": "themes", "theme": [themes[0].pk], "filter": ""})
    assert "Close: 2 cases" in page.content.decode()


@pytest.mark.parametrize("ticked", [[], ["x"], ["99999999999999999999"]])
def test_no_group_is_no_case(browser: Client, themes: Any, ticked: list[str]) -> None:
    answer = browser.post("/desk/assign/", ASSIGN | {"theme": ticked})
    assert "Tick the themes that you mean" in answer.content.decode()
    assert assigned_cases() == 0
