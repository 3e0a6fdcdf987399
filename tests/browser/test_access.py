"""Every page, in every language, as somebody who may open it: axe finds nothing, it fits, it is light.

The pages are those of the table of tests/security/test_matrix.py, which a new address cannot miss.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser

from cases import actions
from cases.people.models import User
from tests.browser.inside import Inside, inside
from tests.browser.measuring import measured
from tests.cast import NOW
from tests.security.stage import PEOPLE, Stage
from tests.security.test_matrix import ROWS

pytestmark = [pytest.mark.browser, pytest.mark.once]

WEIGHT = 100 * 1024
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WAYS: dict[str, dict[str, Any]] = {
    "en": {"viewport": DESK, "color_scheme": "light"},
    "fr": {"viewport": DESK, "color_scheme": "dark"},
    "ar": {"viewport": PHONE, "color_scheme": "light"},
}
PREFERRED = ("focal_point", "head", "coordinator", "validator", "editor", "observer", "anonymous")
NOT_OURS = ("admin/",)


def pages() -> dict[str, list[str]]:
    """Addresses by who opens them: the first of those preferred to whom the table answers 200."""
    found: dict[str, list[str]] = {}
    for row, outcomes in ROWS.items():
        opens = [name for name in (*PREFERRED, *PEOPLE) if outcomes[PEOPLE.index(name)] == "200"]
        if opens and not row.startswith(NOT_OURS):
            found.setdefault(opens[0], []).append(row)
    return found


def is_page(client: Client, address: str) -> bool:
    return str(client.get(address).headers.get("Content-Type", "")).startswith("text/html")


def addresses(stage: Stage, person: str) -> Iterator[str]:
    """The pages among them, which have a head; not files, nor parts that a script puts into a page."""
    for row in pages()[person]:
        address = stage.address(row)
        if is_page(stage.browsers[person], address):
            yield address


@pytest.mark.parametrize("language", WAYS)
@pytest.mark.parametrize("person", sorted(pages()))
def test_every_page_can_be_used_by_everybody(
    person: str, language: str, stage: Stage, chromium: Browser, settings: Any
) -> None:
    settings.LANGUAGE_CODE = language
    User.objects.update(language=language)
    found: dict[str, list[str]] = {}
    with inside(chromium, stage.browsers[person], locale=language, **WAYS[language]) as browser:
        for address in addresses(stage, person):
            browser.page.set_viewport_size(WAYS[language]["viewport"])
            browser.goto(address)
            if problems := [*_of_access(browser), *_of_the_page(browser, language), *measured(browser.page)]:
                found[address] = problems
    assert found == {}


@pytest.mark.parametrize("language", WAYS)
def test_earlier_answers_can_be_used_by_everybody(
    language: str, stage: Stage, chromium: Browser, settings: Any
) -> None:
    """With something found, which the table of addresses has not."""
    settings.LANGUAGE_CODE = language
    User.objects.update(language=language)
    actions.take_step(stage.sent, "approve", by=stage.cast.validator, now=NOW)
    text = stage.sent.present_answer.versions.get()
    draft = stage.drafting.reference
    found: dict[str, list[str]] = {}
    with inside(chromium, stage.browsers["focal_point"], locale=language, **WAYS[language]) as browser:
        for address in (
            f"/answers/?search=clinics&case={draft}",
            f"/answers/{text.pk}/?case={draft}",
            f"/case/{draft}/?beside={text.pk}",
        ):
            browser.page.set_viewport_size(WAYS[language]["viewport"])
            browser.goto(address)
            assert "Health Act" in browser.page.inner_text("main")
            if problems := [*_of_access(browser), *_of_the_page(browser, language), *measured(browser.page)]:
                found[address] = problems
    assert found == {}


def _of_access(browser: Inside) -> Iterator[str]:
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
    for one in Axe().run(browser.page, options=options).response["violations"]:
        yield f"{one['id']}: " + " | ".join(node["html"][:120] for node in one["nodes"][:3])


def _of_the_page(browser: Inside, language: str) -> Iterator[str]:
    page = browser.page
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        yield "it is wider than the screen"
    if page.get_attribute("html", "lang") != language:
        yield f"its language is {page.get_attribute('html', 'lang')}"
    if page.get_attribute("html", "dir") != ("rtl" if language == "ar" else "ltr"):
        yield "it runs in the wrong direction"
    if browser.weight > WEIGHT:
        yield f"it weighs {browser.weight // 1024} KB: {browser.bytes_by_address}"
    yield from (f"another host: {address}" for address in browser.elsewhere)
    yield from (f"complains: {said}" for said in browser.complaints)
    browser.elsewhere.clear()
    browser.complaints.clear()
