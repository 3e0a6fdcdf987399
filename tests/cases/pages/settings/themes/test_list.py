"""The list of themes: what each has and lacks, of what one may see."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cases.models import Case, Term
from cases.people.models import User
from cases.settling.joining import preview
from cases.settling.themes import change_theme, mark_of
from cases.validating import give_themes
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.settings.themes.made import THEMES, a_theme, about
from tests.cast import NOW, Cast, person, received


def test_it_says_what_each_has_and_lacks(cast: Cast, browser: Client, health: Term, care: Term) -> None:
    about(received(cast), health)
    give_themes(cast.stranger, [health])
    how: dict[str, Any] = {"by": cast.coordinator, "now": NOW, "seen": mark_of(health)}
    change_theme(health, {"en": "Health"}, cast.health, **how)

    page = browser.get(THEMES).content.decode()

    row = page[page.index(f"{THEMES}{health.pk}/") : page.index(f"{THEMES}{care.pk}/")]
    for said in ("no name: French, Arabic", "1 case", "Stranger", "Ministry of Health"):
        assert said in row


def test_a_restricted_case_is_not_counted_for_who_is_not_named(
    cast: Cast, browser: Client, health: Term
) -> None:
    case = about(received(cast), health)
    Case.objects.filter(pk=case.pk).update(restricted=True)

    assert "0 cases" in browser.get(THEMES).content.decode()


def test_who_sees_no_case_counts_none(
    cast: Cast, sign_in: SignIn, browser: Client, health: Term, care: Term
) -> None:
    about(received(cast), health)
    root = User.objects.create_superuser("root@suivi.example", name="Root")

    assert "1 case" in browser.get(THEMES).content.decode()
    page = sign_in(root).get(THEMES).content.decode()
    assert "1 case" not in page
    assert preview(health, care, by=root).recommendations == 0
    assert preview(health, care, by=cast.coordinator).recommendations == 1


def test_nothing_there_and_nothing_found(cast: Cast, browser: Client) -> None:
    assert "There is no theme yet" in browser.get(THEMES).content.decode()
    a_theme("Éducation")
    assert "Éducation" in browser.get(THEMES, {"q": "educ"}).content.decode()
    assert "No theme has this name" in browser.get(THEMES, {"q": "water"}).content.decode()


def test_it_has_a_fixed_number_of_queries(
    cast: Cast, browser: Client, health: Term, django_assert_num_queries: Any
) -> None:
    counts = []
    for number in range(2):
        for extra in range(3):
            one = a_theme(f"Theme {number} {extra}", lead=cast.health)
            about(received(cast), one)
            give_themes(person(f"judge-{number}-{extra}"), [one])
        browser.get(THEMES)
        with django_assert_num_queries(11) as asked:
            browser.get(THEMES)
        counts.append(len(asked))
    assert counts[0] == counts[1]
