"""While a name is typed after an @, colleagues are offered, and taken by keyboard or mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from cases import actions
from cases.models import Comment
from tests.browser.inside import Inside, inside
from tests.browser.usable import violations
from tests.cast import NOW, Cast, drafted

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def head(cast: Cast, chromium: Browser, client: Client) -> Iterator[Inside]:
    client.force_login(cast.head)
    with inside(chromium, client) as browser:
        yield browser
        assert browser.complaints == []


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Colleagues who read this").get_by_role("option")


def test_a_colleague_is_chosen_by_keyboard_and_finds_it_in_my_work(
    cast: Cast, head: Inside, chromium: Browser
) -> None:
    case, page = drafted(cast), head.page
    head.goto(f"/case/{case.reference}/")
    field = page.get_by_label("Comment", exact=True)
    field.focus()

    page.keyboard.type("Is it 2024, @")
    expect(options(page)).to_have_count(0)
    page.keyboard.type("a")
    expect(options(page)).to_have_text(["Alternate Lead department"])
    page.keyboard.press("Backspace")
    page.keyboard.type("poi")
    expect(options(page)).to_have_text(["Focal Point Lead department"])
    expect(page.locator("[data-mention-words]")).to_contain_text("Colleagues are listed.")
    expect(field).to_have_attribute("aria-activedescendant", "colleague-0")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(options(page)).to_have_count(0)
    expect(field).to_have_value("Is it 2024, @Focal Point ")
    page.keyboard.type("or 2025?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".mention")).to_have_text("@Focal Point")

    own = Client()
    own.force_login(cast.focal_point)
    with inside(chromium, own) as browser:
        browser.goto("/my-work/")
        browser.page.get_by_role("button", name=f"Open {case.reference}").click()
        expect(browser.page.locator(f"#comment-{Comment.objects.get().pk}")).to_be_in_viewport()
        browser.goto("/my-work/")
        expect(browser.page.get_by_text("You were mentioned")).to_have_count(0)


def test_arrows_and_escape_and_the_mouse_in_an_answer(cast: Cast, head: Inside) -> None:
    case, page = drafted(cast), head.page
    said = actions.add_comment(case, text="Which year?", by=cast.focal_point, now=NOW)
    type(cast.alternate).objects.filter(pk=cast.alternate.pk).update(name="Fouad Alami")
    head.goto(f"/case/{case.reference}/")
    talk = page.locator(f"#comment-{said.pk}")
    talk.get_by_text("Answer", exact=False).first.click()
    field = talk.get_by_label("Your answer")
    field.focus()

    page.keyboard.type("@fo")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")  # is a line again
    expect(field).to_have_value("@fo\n")
    page.keyboard.type("@Fou")
    options(page).first.click()
    expect(field).to_have_value("@fo\n@Fouad Alami ")
    expect(field).to_be_focused()


def test_who_may_not_read_it_is_not_offered_and_that_is_said(cast: Cast, head: Inside) -> None:
    case, page = drafted(cast), head.page
    head.goto(f"/case/{case.reference}/")
    page.get_by_label("Comment", exact=True).focus()
    page.keyboard.type("@Coord")

    expect(page.locator("[data-mention-words]")).to_have_text("No colleague of that name reads this comment.")
    expect(options(page)).to_have_count(0)
    page.keyboard.type("inator?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("“@Coordinator” is not the full name or the login").first).to_be_visible()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("@Coordinator?")
