"""The report as one web page in one file: axe finds nothing, it fits a phone, it asks for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from config.demo.texts import answers, answers_in, sections_in
from exports.content import Content, Section, Words
from exports.making.html import page_of
from exports.numbering import chapter_mark, section_mark
from exports.sections import heading, numbered_notes, numbered_sections, with_text
from tests.browser.usable import DESK, PHONE, RULES, violations
from tests.security.hostile import report_of

pytestmark = [pytest.mark.browser, pytest.mark.once]

TABLE = "\n\n| Year | Clinics |\n| --- | --- |\n| 2024 | 120 |\n"
TITLE = {"en": "Health", "fr": "Santé", "ar": "الصحة"}


def content_in(language: str) -> Content:
    """The texts of the sample, with notes, a table and lists, as its report prints them."""
    sections = numbered_sections(_sections(language))
    whole = report_of(["Right to health"], language)
    return {**whole, "sections": sections, "notes": numbered_notes(sections)}


def _sections(language: str) -> list[Section]:
    title = Words(text=TITLE[language], language=language, direction="auto")
    told = answers()["approved"] if language == "en" else list(answers_in(language).values())
    written = list(sections_in(language).values())[:3]
    made = [heading("chapter", 1, chapter_mark(1), title)]
    nameless = Words(text="", language=language, direction="auto")
    made += [with_text(heading("text", 2, "", nameless), text, language) for text in written]
    for place, one in enumerate(told[:4], start=1):
        section = heading("narrative", 2, section_mark(place), title)
        section["references"] = [f"UPR-2024-{place}"]
        full = f"### {TITLE[language]}\n\n{one['full']}{TABLE}"
        made.append(with_text(section, one["short"] + TABLE, language, full=full))
    return made


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("draft", [False, True])
def test_it_can_be_used_by_everybody(language: str, draft: bool, chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page_of(content_in(language), draft=draft), encoding="utf-8")
    asked_for: list[str] = []
    page = chromium.new_page(color_scheme="dark" if draft else "light", viewport=DESK)
    page.on("request", lambda request: asked_for.append(request.url))
    try:
        page.goto(file.as_uri())
        found = violations(page, runOnly={"type": "tag", "values": RULES})
        assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []
        for viewport in (DESK, PHONE):
            page.set_viewport_size(viewport)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), viewport
        assert asked_for == [file.as_uri()]
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "text"
    finally:
        page.close()
