"""Nothing typed is lost, tried in a real browser: the line, the session, the page, two in one draft."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.once]

BEGAN = "Courts were built. Judges were trained. Waiting times fell."


def open_editor(page: Page, reference: str = "") -> str:
    """The editor of a case, in English; the reference of the first that waits where none is given."""
    english = page.get_by_role("button", name="English")
    if english.count():
        english.click()
    if not reference:
        page.goto("/my-work/")
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Write the answer")).first
        reference = row.get_by_role("rowheader").inner_text().strip()
    page.goto(f"/case/{reference}/")
    return reference


def line_of(page: Page) -> Locator:
    return page.locator("[data-kept] [role=status]")


def test_a_lost_line_an_ended_session_and_a_closed_page_lose_nothing(
    sign_in: Callable[[str], Page], site: Site
) -> None:
    page = sign_in("focal-point")
    reference, context = open_editor(page), page.context
    text = page.get_by_label("Full text")

    text.fill("Four words are typed.")
    expect(line_of(page)).to_contain_text("4 words", timeout=10_000)

    context.set_offline(True)
    text.fill("Now the line is lost and I type on.")
    expect(line_of(page)).to_contain_text("Not saved: no connection.", timeout=10_000)
    context.set_offline(False)
    expect(line_of(page)).to_contain_text("9 words", timeout=20_000)

    context.clear_cookies(name="sessionid")
    text.fill("The session ended, and I type on.")
    expect(line_of(page)).to_contain_text("Not saved: you were signed out.", timeout=10_000)
    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in, in a new tab").click()
    again(opened.value, site)
    page.bring_to_front()
    expect(line_of(page)).to_contain_text("7 words", timeout=25_000)

    context.set_offline(True)
    text.fill("The laptop is shut at once.")
    page.wait_for_timeout(200)
    page.close(run_before_unload=False)
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"/case/{reference}/")
    expect(page.get_by_label("Full text")).to_have_value("The laptop is shut at once.")
    expect(line_of(page)).to_contain_text("6 words", timeout=10_000)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your text is saved.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('suivi.')).length") == 0


def again(page: Page, site: Site) -> None:
    email, password = site.people["focal-point"]
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/my-work/**")
    page.close()


def test_two_people_save_one_draft_and_put_their_texts_together(sign_in: Callable[[str], Page]) -> None:
    first, second = sign_in("focal-point"), sign_in("alternate")
    reference = open_editor(first)
    first.get_by_label("Full text").fill(BEGAN)
    save(first)
    open_editor(second, reference)
    first.get_by_label("Full text").fill(BEGAN.replace("fell", "fell by a third"))
    expect(line_of(first)).to_contain_text("Saved", timeout=10_000)
    second.get_by_label("Full text").fill(
        "Three courts were built. Judges were trained. Waiting times halved."
    )
    expect(second.get_by_text("is writing in this draft too")).to_be_visible(timeout=10_000)
    save(second)

    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Both of you changed one passage: choose.")).to_be_visible()
    first.get_by_label("Both, one after the other").check()
    first.get_by_role("button", name="Put them together").click()

    together = (
        "Three courts were built. Judges were trained. Waiting times halved. Waiting times fell by a third."
    )
    expect(first.get_by_label("Full text")).to_have_value(together)
    save(first)
    second.goto(f"/case/{reference}/")
    expect(second.get_by_label("Full text")).to_have_value(together)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your text is saved.")).to_be_visible()
