"""What axe cannot tell of a page, measured in the visit that axe makes: docs/accessibility.md names each.

Zoom of 200 % and 400 % are screens of a half and a quarter of 1280 px; text is spaced as WCAG 1.4.12 says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.cast import FULL, SHORT
from tests.security.stage import DRAFT

QUESTIONS = Path(__file__).with_name("measuring.js").read_text()
DOUBLED = ViewportSize(width=640, height=450)
NARROW = ViewportSize(width=320, height=640)
IN_ENGLISH = [DRAFT, SHORT, FULL.partition(".")[0], "Open clinics in rural areas."]
"""Texts of people and of the UN, which are in English whatever the language of the page; names say none."""


def measured(page: Page) -> Iterator[str]:
    """Each thing that is wrong. The page is left as narrow as a phone."""
    page.evaluate(QUESTIONS)
    yield from _asked(page, "helpless()", "dragged()", "otherwise()", "unskipped()")
    yield from _asked(page, f"unsaid({IN_ENGLISH!r}, 'en')")
    page.evaluate("measured.spaced(true)")
    yield from _asked(page, "wide()", "cut()", how="with text spaced")
    page.evaluate("measured.spaced(false)")
    page.keyboard.press("Tab")  # from here on, what gets the focus shows it, as for who uses the keyboard
    page.set_viewport_size(DOUBLED)
    yield from _asked(page, "wide()", "cut()", "lost()", how="at 200 %")
    page.set_viewport_size(NARROW)
    yield from _asked(page, "wide()", "cut()", "small()", how="at 320 px")


def _asked(page: Page, *questions: str, how: str = "") -> Iterator[str]:
    for question in questions:
        for said in page.evaluate(f"measured.{question}"):
            yield f"{how} {said}".strip()
