"""New cases are begun in half an hour, and answers translated: each by clicking, as a person does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case, Translation
from cases.people.models import User
from tests.cases.pages.test_begin import PRISONS, asked, asked_again
from tests.cast import Cast, person, sent

pytestmark = [pytest.mark.browser, pytest.mark.once]
AtWork = Callable[[User], Page]


def test_like_cases_are_begun_as_one_answer_and_taken_apart_again(
    cast: Cast, at_work: AtWork, settings: Any
) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    for text in (*PRISONS, "Adopt a law on drinking water."):
        asked(cast, text)
    asked_again(cast)
    page = at_work(cast.focal_point)
    page.get_by_role("link", name="Begin 4 new cases together").click()
    alike = page.locator("form.to-begin").filter(has_text="2 cases, one answer")
    alike.get_by_role("button", name="Accept and begin").click()
    expect(page.get_by_text("2 cases are begun as one answer")).to_be_visible()
    assert Case.objects.filter(state="drafting").count() == 2

    page.get_by_role("button", name="Undo").first.click()
    page.get_by_text("4 new cases wait for you").wait_for()
    assert Case.objects.filter(state="drafting").count() == 0


def test_an_answer_begins_with_the_last_text(cast: Cast, at_work: AtWork, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = asked_again(cast)
    page = at_work(cast.focal_point)
    page.goto("/my-work/begin/")
    expect(page.get_by_role("radio", name=f"the answer to {case.reference}")).to_be_checked()
    page.get_by_role("button", name="Accept and begin").click()
    page.get_by_role("link", name="Write").click()

    expect(page.get_by_label("Full text")).to_have_value("There were 2,300 judges (31 December 2024).")


def test_an_answer_is_translated_beside_its_text(cast: Cast, at_work: AtWork) -> None:
    sent(cast)
    page = at_work(person("translator", "translator"))
    page.get_by_role("link", name="Answers to translate: 1").first.click()
    page.get_by_role("link", name="Translate", exact=False).first.click()
    expect(page.get_by_text("opened two hundred rural clinics").first).to_be_visible()
    full = page.get_by_label("Full text")
    full.fill("Deux cents cliniques rurales.")
    page.get_by_label("Short text").fill("Deux cents cliniques.")
    page.get_by_role("button", name="Save the translation").click()
    page.get_by_role("status").filter(has_text="aved").wait_for()

    assert Translation.objects.get().full_text == "Deux cents cliniques rurales."
