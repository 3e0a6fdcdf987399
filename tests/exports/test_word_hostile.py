"""Hostile and broken texts in a Word file: harmless, bounded, and the file opens."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import docx
import pytest

from cases.word.grids import MOST_COLUMNS
from exports.content import Content
from exports.word import write, write_changes
from tests.exports import word_content
from tests.exports.printed import section
from tests.exports.word_files import W, document, lines, parts

pytestmark = pytest.mark.once

SECONDS = 30
"""Of processor time, on a slow and busy machine."""

FRAGMENTS = {
    "control characters": "<p>a\x00b\x01c\x0bd\x1fe\x7ff</p>",
    "no characters": "<p>a\ufffeb\uffffc\ufdd0d\ud800e</p>",
    "directions": "<p>a\u202eb\u202cc\u2066d\u2069e</p>",
    "elements of Word": '<p></w:t></w:r></w:p><w:p/><w:altChunk r:id="rId9"/></p>',
    "script": "<script>alert(1)</script><style>p{}</style><p>after</p>",
    "never closed": "<ul><li><p>a<ol><li><table><tr><td>b",
    "closed too often": "</p></li></ul></table></td></tr></bdi></a></blockquote><p>after</p>",
    "a span of a million": "<table><tr><td colspan=1000000 rowspan=1000000>x</td></tr></table>",
    "a list from a million": '<ol start="99999999999"><li>x</li></ol><ol start="-5"><li>y</li></ol>',
    "a note that is not there": '<p>a<a class="note" href="#note-77" role="doc-noteref">77</a></p>',
    "a note of no number": '<p>a<a class="note" href="#note-x" role="doc-noteref">x</a>b</p>',
    "a field": "<p>{ INCLUDETEXT c:\\\\secret } &#0; &amp;lt;</p>",
    "a table without cells": "<table><tr></tr></table><p>after</p>",
    "a picture": '<p><img src="file:///etc/passwd" alt="x">after</p>',
}


def holding(html: str) -> Content:
    part = section("Title", html, full=html, number="I.")
    return word_content.content("en", sections=[part], notes=[])


@pytest.mark.parametrize("html", FRAGMENTS.values(), ids=FRAGMENTS.keys())
def test_a_fragment_ends_as_text_in_a_file_that_opens(html: str, tmp_path: Path) -> None:
    write(holding(html), path := tmp_path / "report.docx")

    docx.Document(str(path))
    tags = {str(one.tag).removeprefix(W) for one in document(path).iter()}
    assert not tags & {"altChunk", "object", "drawing", "pict", "subDoc"}
    assert "after" not in html or any("after" in line.text for line in lines(path))


def test_a_note_that_is_not_there_is_referred_to_by_text(tmp_path: Path) -> None:
    write(holding(FRAGMENTS["a note that is not there"]), path := tmp_path / "report.docx")

    assert not list(document(path).iter(f"{W}footnoteReference"))
    assert any(line.text == "a77" for line in lines(path))


@pytest.mark.parametrize("name", ["state", "title", "body", "symbol", "distribution", "original_language"])
def test_a_title_page_holds_any_characters(name: str, tmp_path: Path) -> None:
    shown = word_content.content("en")
    shown["masthead"][name] = 'a\x00\x08<w:p>"&\u202e\ud800b'  # type: ignore[literal-required]

    write(shown, path := tmp_path / "report.docx", draft=True)

    parts(path)
    docx.Document(str(path))


def test_a_relation_to_the_outside_is_never_made(tmp_path: Path) -> None:
    write(holding("".join(FRAGMENTS.values())), path := tmp_path / "report.docx")

    for name, part in parts(path).items():
        if name.endswith(".rels"):
            assert all(one.get("TargetMode") is None for one in part)


def test_a_table_that_is_too_wide_keeps_its_text(tmp_path: Path) -> None:
    cells = "".join(f"<td>c{number}</td>" for number in range(500))
    write(holding(f"<table><thead><tr>{cells}</tr></thead></table>"), path := tmp_path / "report.docx")

    wide = max(document(path).iter(f"{W}tbl"), key=lambda one: len(list(one.iter(f"{W}gridCol"))))
    assert len(list(wide.iter(f"{W}gridCol"))) == MOST_COLUMNS
    assert any(line.text.endswith("c498\nc499") for line in lines(path))


LONG = {
    "ten million letters": "<p>" + "word " * 2_000_000 + "</p>",
    "a million symbols": "<p>" + '<bdi dir="ltr">A/1</bdi> ' * 50_000 + "</p>",
    "both directions": "<p>" + "ab كلمة " * 100_000 + "</p>",
    "many lists": "<ul><li>" * 20_000,
    "many rows": "<table>" + "<tr><td>a</td></tr>" * 50_000 + "</table>",
    "many paragraphs": "<p>a</p>" * 100_000,
}


@pytest.mark.parametrize("html", LONG.values(), ids=LONG.keys())
def test_no_text_takes_long(html: str, tmp_path: Path) -> None:
    shown = holding(html)
    shown["annexes"] = []
    began = time.process_time()

    write(shown, tmp_path / "report.docx")

    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("name", ["many paragraphs", "many rows", "both directions"])
def test_no_comparison_takes_long(name: str, tmp_path: Path) -> None:
    older, newer = holding(LONG[name]), holding(LONG[name].replace("a", "b", 10).replace("كلمة", "كلام"))
    older["annexes"] = newer["annexes"] = []
    began = time.process_time()

    write_changes(older, newer, tmp_path / "changes.docx")

    assert time.process_time() - began < 2 * SECONDS


def test_a_year_that_is_no_date_stops_nothing(tmp_path: Path) -> None:
    shown: Any = word_content.content("en")
    shown["masthead"]["dated_on"] = ""

    write(shown, path := tmp_path / "report.docx")
    write_changes(shown, holding("<p>a</p>"), tmp_path / "changes.docx")

    docx.Document(str(path))
