"""An editor arranges a report with the keyboard alone, and by dragging; everybody can use its pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from cases.people.models import User
from exports.models import Report
from tests.browser.inside import inside
from tests.browser.usable import WAYS, problems_on
from tests.cast import Cast
from tests.exports.scene import answered, asked, report, theme
from tests.exports.test_arranging import approve_anew, arrange, heading, passages
from tests.exports.way import bring

pytestmark = [pytest.mark.browser, pytest.mark.once]
URL = "/desk/reports/national-report-2026/"


@pytest.fixture(autouse=True)
def _minutes(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


@pytest.fixture
def shown(cast: Cast) -> Report:
    health, water = theme("Health"), theme("Water")
    for number in (1, 2, 3):
        answered(cast, asked(cast, health), short=f"Health text {number}.")
    answered(cast, asked(cast, water), short="Water text.")
    return bring(cast, report(cast), "assembling")


@pytest.fixture
def editor(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.editor)
    return client


def press(page: Page, row: int, button: str) -> None:
    """With the keyboard: the buttons of a passage are unfolded, one of them is pressed."""
    arranging = page.locator(f"#passage-{row} details.acts")
    if not arranging.evaluate("one => one.open"):
        arranging.locator("summary").focus()
        page.keyboard.press("Enter")
    with page.expect_navigation():
        arranging.get_by_role("button", name=button).focus()
        page.keyboard.press("Enter")


def test_a_passage_is_moved_with_the_keyboard_and_the_move_is_undone(
    shown: Report, editor: Client, chromium: Browser
) -> None:
    first, second, third = passages("Health")
    with inside(chromium, editor, viewport={"width": 1280, "height": 900}) as browser:
        page = browser.page
        browser.goto(URL)
        press(page, first, "Move down")
        assert passages("Health") == [second, first, third]
        button = page.locator(f"#passage-{first}").get_by_role("button", name="Move down")
        expect(button).to_be_focused()

        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert passages("Health") == [second, third, first]

        page.get_by_role("button", name="Undo").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Taken back, and nobody was told: A passage was moved.")).to_be_visible()
        assert passages("Health") == [second, first, third]


def test_ticked_passages_are_joined_with_the_keyboard(
    shown: Report, editor: Client, chromium: Browser
) -> None:
    with inside(chromium, editor, viewport={"width": 1280, "height": 900}) as browser:
        page = browser.page
        browser.goto(URL)
        for name in ("Recommendation 1", "Recommendation 3"):
            page.get_by_role("checkbox", name=name).focus()
            page.keyboard.press("Space")
        with page.expect_navigation():
            page.get_by_role("button", name="Join into one").focus()
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Recommendations 1, 3")).to_be_visible()


def test_a_passage_is_dragged_to_another_and_to_a_heading(
    shown: Report, editor: Client, chromium: Browser
) -> None:
    first, second, third = passages("Health")
    with inside(chromium, editor, viewport={"width": 1280, "height": 2000}) as browser:
        page = browser.page
        browser.goto(URL)
        over = page.locator(f"#passage-{third}")
        page.locator(f"#passage-{first} .stands-text > :first-child").drag_to(over)
        page.wait_for_url(f"**#passage-{first}")
        assert passages("Health") == [second, third, first]

        row = page.locator(f".outline [data-heading='{heading('Water').pk}']")
        page.locator(f"#passage-{second} .stands-text > :first-child").drag_to(row)
        page.wait_for_url(f"**#passage-{second}")
        assert passages("Water")[-1] == second


@pytest.mark.parametrize("language", WAYS)
def test_its_pages_can_be_used_by_everybody(
    language: str, shown: Report, editor: Client, cast: Cast, chromium: Browser, settings: Any
) -> None:
    settings.LANGUAGE_CODE = language
    approve_anew(cast, passages("Health")[0], "Health text changed.")
    answered(cast, asked(cast, theme("Rights")), short="Rights text.")
    arrange(shown, cast, "take-out", passages=passages("Health")[1:2])
    User.objects.update(language=language)
    own = heading("Water").pk
    addresses = [
        URL,
        f"{URL}?did=up:{passages('Health')[1]}",
        f"{URL}outline/text/?heading={own}",
        f"{URL}outline/heading/{own}/",
        f"{URL}outline/heading/",
        f"{URL}outline/to-take-in/",
        f"{URL}outline/newer/",
        f"{URL}outline/taken-out/",
    ]

    assert problems_on(addresses, editor, chromium, language) == {}
