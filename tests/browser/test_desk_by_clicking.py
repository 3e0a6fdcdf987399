"""The Desk where scripts run: ticking, all that match, filters as chips, and views under a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case
from cases.pages.desk.paging import PER_PAGE
from cases.people.models import User
from tests.browser.measuring import QUESTIONS
from tests.cast import Cast, assigned, received

pytestmark = [pytest.mark.browser, pytest.mark.once]
AtWork = Callable[[User], Page]


def desk(page: Page) -> Page:
    page.get_by_role("link", name="Desk", exact=True).click()
    page.get_by_role("heading", name="Desk", exact=True).wait_for()
    return page


def test_a_stretch_is_ticked_with_shift_and_the_page_by_one_box(cast: Cast, at_work: AtWork) -> None:
    for _case in range(4):
        received(cast)
    page = desk(at_work(cast.coordinator))
    boxes, ticked = page.get_by_role("checkbox", name="Tick UPR"), page.locator("[data-chosen]")
    expect(ticked).to_be_hidden()
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(ticked).to_contain_text("Ticked: 3")
    page.get_by_role("checkbox", name="Tick all on this page").click()
    expect(ticked).to_contain_text("Ticked: 4")
    expect(page.get_by_role("radio", name="Those ticked above")).to_be_checked()
    boxes.nth(3).click()
    bar = page.get_by_role("region", name="Assign")
    bar.get_by_label("Lead department").select_option(label="Ministry of Health")
    bar.get_by_role("button", name="Assign", exact=True).click()
    page.get_by_text("assigned to Ministry of Health").first.wait_for()

    assert sorted(Case.objects.values_list("state", flat=True)) == ["assigned"] * 3 + ["received"]


def test_one_press_chooses_all_that_match_beyond_the_page(cast: Cast, at_work: AtWork) -> None:
    for _case in range(PER_PAGE + 1):
        received(cast)
    page = desk(at_work(cast.coordinator))
    page.get_by_role("checkbox", name="Tick UPR").first.click()
    page.get_by_role("link", name=f"Choose all {PER_PAGE + 1} that match").click()
    expect(page.get_by_role("radio", name=f"All {PER_PAGE + 1} that match")).to_be_checked()
    expect(page.get_by_role("heading", name="Assign, or another act")).to_be_in_viewport()
    page.get_by_role("region", name="Assign").get_by_label("Lead department").select_option("health")
    page.get_by_role("button", name="Assign", exact=True).click()

    expect(page.get_by_text(f"of {PER_PAGE + 1}").first).to_be_visible()


def test_filters_are_chips_that_are_taken_away_and_kept_as_a_view(cast: Cast, at_work: AtWork) -> None:
    water = received(cast, "Adopt a law on drinking water.")
    clinics = assigned(cast)
    page = desk(at_work(cast.coordinator))
    page.get_by_label("Words, reference").fill("drinking water")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_role("link", name=clinics.reference)).to_be_hidden()
    page.get_by_text("Keep these filters as a view").click()
    page.get_by_role("textbox", name="Name").fill("Water")
    page.get_by_role("button", name="Keep the view").click()
    views = page.get_by_role("navigation", name="Views")
    expect(views.get_by_role("link", name="Water 1")).to_have_attribute("aria-current", "page")
    page.get_by_role("list", name="Narrowed down by").get_by_role("link", name="drinking water").click()
    expect(page.get_by_role("link", name=clinics.reference)).to_be_visible()
    views.get_by_role("link", name="Water 1").click()

    expect(page.get_by_role("link", name=clinics.reference)).to_be_hidden()
    expect(page.get_by_role("link", name=water.reference)).to_be_visible()


def test_the_bar_that_says_how_many_are_ticked_hides_nothing_that_has_the_focus(
    cast: Cast, at_work: AtWork
) -> None:
    for _case in range(20):
        received(cast)
    page = desk(at_work(cast.coordinator))
    page.get_by_role("checkbox", name="Tick UPR").first.click()
    page.keyboard.press("Tab")
    page.evaluate(QUESTIONS)
    for height in range(660, 900, 40):  # where the bar lies over a row depends on it
        page.set_viewport_size({"width": 1280, "height": height})
        assert page.evaluate("measured.lost()") == [], height
