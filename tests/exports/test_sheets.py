"""A content cut into sheets: nothing lost, nothing twice, and an edit leaves the other sheets as they are."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest

from exports import paper, sheets
from exports.annexes import ANCHORS
from exports.content import Content
from tests.exports.long_report import long_report, said


@pytest.fixture(autouse=True)
def _small_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SHEET", 12_000)
    monkeypatch.setattr(sheets, "ROWS", 10)


def bodies(content: Content) -> list[str]:
    return [html for _sheet, html in paper.pages_of(content)]


def anchors(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def test_the_sheets_say_what_the_one_page_says() -> None:
    content = long_report(chapters=3, narratives=14)
    front = paper.front_of(content, {})

    whole, cut = anchors(paper.html_of(content)), [one for html in bodies(content) for one in anchors(html)]

    assert len(cut) > 80
    assert [*anchors(front), *cut] == whole


def test_an_edit_changes_the_sheets_of_its_text_alone() -> None:
    content = long_report(chapters=3, narratives=14)
    edited = deepcopy(content)
    section = next(one for one in edited["sections"][20:] if one["language"] == "en")
    section["paragraphs"][0]["html"] = "<p>Shorter.</p>"
    section["full"] = section["full"].replace("clinics", "large clinics")

    differing = [old != new for old, new in zip(bodies(content), bodies(edited), strict=True)]

    assert sum(differing) == 2
    assert len(differing) > 12


def test_a_heading_stays_with_its_text() -> None:
    for sheet in sheets.sheets_of(long_report(chapters=3, narratives=14)):
        if sheet.template.endswith("chapter.html"):
            assert sheet.context["sections"][-1]["paragraphs"]


def test_short_chapters_share_a_sheet() -> None:
    cut = sheets.sheets_of(long_report(chapters=4, narratives=1))

    assert sum(sheet.template.endswith("chapter.html") for sheet in cut) == 1


def test_no_sheet_is_much_longer_than_it_should_be() -> None:
    content = long_report(chapters=1, narratives=60)
    longest = max(len(html) for html in bodies(content))

    assert longest < 4 * sheets.SHEET


def test_a_link_out_of_the_sheet_is_marked_and_one_within_is_not() -> None:
    content = long_report(notes_at="end")
    html = "".join(bodies(content))

    assert 'href="bound:p-1"' in html
    assert 'href="bound:note-1"' in html
    assert 'href="bound:noteref-1"' in html
    assert 'href="#note-1"' not in html


@pytest.mark.parametrize("annexes", [["figures", "matrix", "full"], ["full"], ["matrix"], []])
def test_only_the_annexes_of_the_type_are_printed(annexes: list[str]) -> None:
    content = long_report(annexes=annexes)
    html = paper.html_of(content)

    assert [anchor for anchor, _title in sheets.named_in_contents(content)] == [
        ANCHORS[name] for name in annexes
    ]
    assert ("annex matrix" in html, "annex full" in html) == ("matrix" in annexes, "full" in annexes)


def test_a_passage_without_a_title_is_in_no_contents() -> None:
    content = long_report(chapters=1, narratives=2)
    passage = content["sections"][1]
    passage["kind"], passage["title"] = "introduction", said("")

    assert f'href="#{passage["anchor"]}"' not in paper.front_of(content, {})
    assert "<h3></h3>" not in paper.html_of(content)
    assert f'id="p-{passage["first"]}"' in paper.html_of(content)


def test_an_edition_of_an_older_format_has_what_it_had() -> None:
    content: dict[str, Any] = dict(long_report())
    for name in ("kind", "notes", "notes_at", "annexes"):
        del content[name]

    html = paper.html_of(content)  # type: ignore[arg-type]

    assert "annex matrix" in html
    assert "annex full" in html
