"""What forms say to who does not see them: what went wrong, where, what was done; signing in is no riddle."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.inside import Inside, inside
from tests.cast import Cast, drafted, received

pytestmark = [pytest.mark.browser, pytest.mark.once]


def browser_of(person: object) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)  # type: ignore[arg-type]
    return client


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_refusal_takes_the_focus_leads_to_its_field_and_keeps_what_was_typed(
    cast: Cast, chromium: Browser
) -> None:
    case = drafted(cast)
    with inside(chromium, browser_of(cast.focal_point), locale="en-GB") as browser:
        browser.goto(f"/case/{case.reference}/more-time/")
        page = browser.page
        page.get_by_label("Reason").fill("The survey ends in May.")
        page.get_by_role("button", name="Ask for more time").click()

        page.get_by_role("heading", name="This was not done").wait_for()
        assert focused(page) == "problems"
        expect(page.get_by_label("Reason")).to_have_value("The survey ends in May.")
        page.locator("#problems a").first.press("Enter")
        field = page.get_by_label("Until when you need it")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        described = (field.get_attribute("aria-describedby") or "").split()
        assert any(page.locator(f"#{one}.problem").count() for one in described)


def test_signing_in_takes_a_password_from_its_keeper_and_says_what_is_wrong(
    cast: Cast, chromium: Browser
) -> None:
    with inside(chromium, browser_of(None), locale="en-GB") as browser:
        browser.goto("/account/sign-in/")
        page, name, password = browser.page, *doors(browser)
        assert name.get_attribute("autocomplete") in ("username", "email")
        assert password.get_attribute("autocomplete") == "current-password"
        assert page.locator("script").count() == 0, "nothing hinders pasting"
        name.fill(cast.coordinator.email)
        password.fill("wrong")
        page.get_by_role("button", name="Sign in").click()

        page.get_by_role("heading", name="This was not done").wait_for()
        assert focused(page) == "problems"
        expect(doors(browser)[0]).to_have_value(cast.coordinator.email)


def doors(browser: Inside) -> list[Locator]:
    return [browser.page.locator("input[name=login]"), browser.page.locator("input[name=password]")]


def test_what_was_done_and_what_is_chosen_is_said(cast: Cast, chromium: Browser) -> None:
    received(cast)
    with inside(chromium, browser_of(cast.coordinator), locale="en-GB") as browser:
        page = browser.page
        browser.goto("/account/")
        page.get_by_role("textbox", name="Name").fill("Nadia")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()

        browser.goto("/desk/")
        page.get_by_role("checkbox", name="Tick UPR").check()
        expect(page.get_by_role("status").filter(has_text="Ticked: 1")).to_have_count(1)


def test_only_what_has_buttons_too_is_dragged() -> None:
    """Passages and headings of a report (``test_assembling.py`` moves them without); a file that is sent."""
    own = [*Path(settings.BASE_DIR).glob("*/static/*/*.js")]
    words = ("drag", "pointermove", "mousemove", "touchmove", "devicemotion")

    assert own
    assert sorted((file.name, word) for file in own for word in words if word in file.read_text()) == [
        ("arrange.js", "drag"),
        ("dropping.js", "drag"),
    ]
