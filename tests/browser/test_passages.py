"""Who selects a passage of an answer comments on it: by mouse or keyboard, where it is read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from cases import actions
from cases.models import Case, Comment
from tests.browser.inside import Inside, inside
from tests.cast import NOW, Cast, drafted

pytestmark = [pytest.mark.browser, pytest.mark.once]

TEXT = "The Health Act of 2024 opened **two hundred** rural clinics.\n\n- Waiting times fell.\n- Costs rose."


@pytest.fixture
def validator(cast: Cast, chromium: Browser) -> Iterator[Inside]:
    yield from opened(chromium, cast.validator)


@pytest.fixture
def head(cast: Cast, chromium: Browser) -> Iterator[Inside]:
    yield from opened(chromium, cast.head)


def opened(chromium: Browser, user: object) -> Iterator[Inside]:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    with inside(chromium, client) as browser:
        yield browser
        assert browser.complaints == []


def offer(page: Page) -> Locator:
    return page.get_by_role("button", name="Comment on this passage")


def drag(page: Page, first: Locator, last: Locator) -> None:
    """From the beginning of one element to the end of another, as a hand drags the mouse."""
    begin, end = first.bounding_box(), last.bounding_box()
    assert begin is not None
    assert end is not None
    page.mouse.move(begin["x"] + 1, begin["y"] + begin["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] - 2, end["y"] + end["height"] / 2, steps=5)
    page.mouse.up()


def one_comment() -> Comment:
    return Comment.objects.get()


def test_a_passage_dragged_over_a_list_is_commented_on_in_a_review(cast: Cast, validator: Inside) -> None:
    case, page = sent_with(cast, TEXT), validator.page
    validator.goto(f"/case/{case.reference}/review/")
    text = page.locator("[data-passages]").first

    drag(page, text.locator("li").first, text.locator("li").last)
    expect(page.locator("[data-passage-said]")).to_have_text(re.compile("A passage is selected."))
    offer(page).click()
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    page.keyboard.type("Since when?")
    page.get_by_role("button", name="Comment", exact=True).click()

    link = page.get_by_role("link", name="Passage 1 in the text")
    expect(link).to_be_visible()
    assert " ".join(one_comment().quote.split()) == "Waiting times fell. Costs rose."
    link.click()
    number = page.locator(f"#passage-{one_comment().pk}")
    expect(number).to_be_in_viewport()
    assert page.locator("[data-passages] mark").all_inner_texts() == ["Waiting times fell.", "Costs rose."]
    number.click()
    expect(page.locator(f"#comment-{one_comment().pk}")).to_be_in_viewport()


def test_by_keyboard_the_button_is_next_and_a_passage_with_a_number_in_it_is_found_again(
    cast: Cast, validator: Inside
) -> None:
    case, page = sent_with(cast, TEXT), validator.page
    validator.goto(f"/case/{case.reference}/review/")
    comment_on(page, "opened two", "First.")

    page.locator("[data-passages] p").first.dblclick(position={"x": 8, "y": 8})
    page.keyboard.press("Shift+End")
    expect(offer(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(offer(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Second.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("Passage 2 in the text")).to_be_visible()

    second = Comment.objects.get(text="Second.")
    assert second.quote == "The Health Act of 2024 opened two hundred rural clinics."


def test_in_the_editor_the_keys_bring_the_passage_into_the_form(cast: Cast, head: Inside) -> None:
    case, page = drafted(cast, full_text=TEXT), head.page
    head.goto(f"/case/{case.reference}/")
    field = page.get_by_label("Full text")
    field.focus()
    field.evaluate("(one) => one.setSelectionRange(31, 60)")
    expect(offer(page)).to_be_visible()

    page.keyboard.press("Control+Alt+KeyM")
    expect(page.get_by_label("About this passage")).to_have_value("*two hundred** rural clinics.")
    expect(offer(page)).to_be_hidden()
    page.keyboard.type("Is it that many?")
    page.get_by_role("button", name="Comment", exact=True).click()

    expect(page.get_by_text("About this passage of version 1.")).to_be_visible()
    assert one_comment().text == "Is it that many?"


def test_a_passage_that_is_not_saved_yet_is_refused_and_nothing_is_lost(cast: Cast, head: Inside) -> None:
    case, page = drafted(cast, full_text=TEXT), head.page
    head.goto(f"/case/{case.reference}/")
    page.get_by_label("Full text").fill("Zanzibar is new.")
    page.get_by_label("Full text").select_text()
    offer(page).click()
    page.keyboard.type("Good.")
    page.get_by_role("button", name="Comment", exact=True).click()

    expect(page.get_by_text("This passage stands in no saved text.")).to_be_visible()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Good.")
    expect(page.get_by_label("About this passage")).to_have_value("Zanzibar is new.")
    assert not Comment.objects.exists()


def test_without_scripts_the_passage_is_copied_into_the_field(
    cast: Cast, chromium: Browser, client: Client
) -> None:
    case = sent_with(cast, TEXT)
    client.force_login(cast.validator)
    with inside(chromium, client, java_script_enabled=False) as browser:
        browser.goto(f"/case/{case.reference}/")
        expect(offer(browser.page)).to_be_hidden()
        browser.page.get_by_label("About this passage").fill("Costs rose.")
        browser.page.get_by_label("Comment", exact=True).fill("By how much?")
        browser.page.get_by_role("button", name="Comment", exact=True).click()
        expect(browser.page.get_by_role("link", name="Passage 1 in the text")).to_be_visible()


def comment_on(page: Page, passage: str, text: str) -> None:
    page.get_by_label("About this passage").fill(passage)
    page.get_by_label("Comment", exact=True).fill(text)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("The comment is kept.")).to_be_visible()


def sent_with(cast: Cast, text: str) -> Case:
    case = drafted(cast, full_text=text)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    return case
