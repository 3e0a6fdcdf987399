"""A minister prints the Overview: one A4, from left to right and from right to left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.once]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_prints_on_one_page(sign_in: Callable[[str], Page], tmp_path: Path, language: str) -> None:
    page = sign_in("coordinator")
    page.goto("/overview/")
    before = page.locator("html").get_attribute("lang")
    speak(page, language)
    expect(page.locator(".overview svg.columns")).to_be_visible()
    paper = tmp_path / "overview.pdf"
    page.pdf(path=paper, format="A4", prefer_css_page_size=True)
    speak(page, before or "en")
    with pikepdf.open(paper) as pdf:
        assert len(pdf.pages) == 1


def speak(page: Page, language: str) -> None:
    """By its button, which the language that is spoken has not."""
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"form.languages button[value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
