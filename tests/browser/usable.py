"""Whether a page can be used by everybody: what axe finds, what is measured, what it weighs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from playwright.sync_api import Browser, Page

from cases.people.models import User
from tests.browser.inside import Inside, inside
from tests.browser.measuring import measured
from tests.cast import Cast
from tests.security.stage import browser_of

WEIGHT = 100 * 1024
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WAYS: dict[str, dict[str, Any]] = {
    "en": {"viewport": DESK, "color_scheme": "light"},
    "fr": {"viewport": DESK, "color_scheme": "dark"},
    "ar": {"viewport": PHONE, "color_scheme": "light"},
}


def problems_on(
    addresses: Iterable[str], client: Client, chromium: Browser, language: str, with_words: str = ""
) -> dict[str, list[str]]:
    """What is wrong with the pages, by address; ``with_words`` stand on each of them."""
    found: dict[str, list[str]] = {}
    with inside(chromium, client, locale=language, **WAYS[language]) as browser:
        for address in addresses:
            browser.page.set_viewport_size(WAYS[language]["viewport"])
            browser.goto(address)
            assert with_words in browser.page.inner_text("main")
            problems = [*_of_access(browser), *_of_the_page(browser, language), *measured(browser.page)]
            found |= {address: problems} if problems else {}
    return found


def problems_of(
    pages: Mapping[str, Iterable[str]], cast: Cast, chromium: Browser, language: str
) -> dict[str, list[str]]:
    """The same for several people of the cast, who all read this language: ``pages`` by person."""
    User.objects.update(language=language)
    found: dict[str, list[str]] = {}
    for person, addresses in pages.items():
        found |= problems_on(addresses, browser_of(cast, person), chromium, language)
    return found


def violations(page: Page, **options: Any) -> list[dict[str, Any]]:
    """What axe finds against the page; what it found to be right stays in the browser, for it is much."""
    page.evaluate(AXE_SCRIPT)
    run = "options => axe.run(options).then(results => results.violations)"
    found: list[dict[str, Any]] = page.evaluate(run, {"resultTypes": ["violations"], **options})
    return found


def _of_access(browser: Inside) -> Iterator[str]:
    for one in violations(browser.page, runOnly={"type": "tag", "values": RULES}):
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
