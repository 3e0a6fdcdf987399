"""A page of a theme that had grown old takes away nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from cases.models import Term
from cases.settling.themes import change_theme, mark_of, retire
from tests.cases.pages.settings.themes.made import THEMES, joined, shown
from tests.cast import NOW, Cast
from workflow.errors import Conflict


def test_it_takes_away_no_name_and_no_lead(cast: Cast, browser: Client, health: Term) -> None:
    old = shown(browser, health)
    browser.post(f"{THEMES}{health.pk}/", old | {"name_fr": "Santé", "lead": "health"})

    answer = browser.post(f"{THEMES}{health.pk}/", old | {"name_en": "Right to health"})

    assert answer.status_code == 409
    health.refresh_from_db()
    assert health.lead == cast.health
    assert {one.text for one in health.wordings.all()} == {"Health", "Santé"}
    form, page = answer.context["form"], answer.content.decode()
    assert "Somebody else changed this theme meanwhile" in page
    assert "Somebody else wrote" not in page
    again = {name: form[name].value() for name in form.fields} | dict(form.was())
    assert (again["name_en"], again["name_fr"]) == ("Right to health", "Santé")

    browser.post(f"{THEMES}{health.pk}/", again | {"then": "change", "seen": answer.context["seen"]})

    health.refresh_from_db()
    assert health.lead == cast.health
    assert {one.text for one in health.wordings.all()} == {"Right to health", "Santé"}


def test_what_two_changed_is_shown_with_both(cast: Cast, browser: Client, health: Term) -> None:
    old = shown(browser, health)
    browser.post(f"{THEMES}{health.pk}/", old | {"name_en": "Good health", "lead": "health"})

    sent = old | {"name_en": "Right to health", "lead": "justice"}
    page = browser.post(f"{THEMES}{health.pk}/", sent).content.decode()

    for said in (
        "Good health",
        'value="Right to health"',
        "Ministry of Health",
        'value="justice" selected',
    ):
        assert said in page
    assert page.count("Save again to set yours.") >= 2


@pytest.mark.parametrize("act", ["joined", "retired"])
def test_what_stands_no_more_is_not_changed(
    act: str, cast: Cast, browser: Client, health: Term, care: Term
) -> None:
    old = shown(browser, health)
    if act == "joined":
        joined(cast, health, care)
    else:
        retire(health, by=cast.coordinator, now=NOW)
    health.refresh_from_db()

    answer = browser.post(f"{THEMES}{health.pk}/", old | {"name_en": "Wellbeing"})

    page = answer.content.decode()
    assert (answer.status_code, "retired or joined" in page, "Wellbeing" in page) == (409, True, True)
    with pytest.raises(Conflict):
        change_theme(health, {"en": "New"}, None, by=cast.coordinator, now=NOW, seen=mark_of(health))
    assert health.wordings.get().text == "Health"


def test_an_old_form_without_a_mark_changes_nothing(cast: Cast, browser: Client, health: Term) -> None:
    answer = browser.post(f"{THEMES}{health.pk}/", {"then": "change", "name_en": "Wellbeing"})

    assert (answer.status_code, "Wellbeing" in answer.content.decode()) == (409, True)
    assert health.wordings.get().text == "Health"
