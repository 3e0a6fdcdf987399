"""The words of a Word file are those that the report counts: neither more nor less."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import pytest

from exports.content import Content, words_in
from exports.counting import ALL, WITH_NOTES, WITHOUT_ANNEXES
from exports.word import write
from tests.exports import word_content
from tests.exports.word_files import W, lines, parts, text_of

pytestmark = pytest.mark.once


def count(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)


def text_words(path: Path) -> int:
    """Without title page and contents, down to the end of the first part."""
    text = takewhile(lambda line: line.style != "Empty", lines(path))
    return count([line.text for line in text if not line.style.startswith(("Masthead", "Title"))])


def all_words(path: Path) -> int:
    return count([line.text for line in lines(path) if not line.style.startswith(("Masthead", "Title"))])


def note_words(path: Path) -> int:
    read = parts(path)
    notes = read.get("word/footnotes.xml", read.get("word/endnotes.xml"))
    return count([text_of(one) for one in notes.iter(f"{W}p")])


@pytest.mark.parametrize("at", ["page", "end"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_words_are_those_of_the_content_by_each_rule(language: str, at: str, tmp_path: Path) -> None:
    shown = word_content.content(language, notes_at=at)
    write(shown, path := tmp_path / "report.docx")

    assert text_words(path) == WITHOUT_ANNEXES.words_in(shown) == words_in(shown)
    assert text_words(path) + note_words(path) == WITH_NOTES.words_in(shown)
    assert all_words(path) + note_words(path) == ALL.words_in(shown)


@pytest.mark.parametrize(
    "annexes", [[], ["figures"], ["matrix"], ["full"], ["matrix", "full"]], ids=lambda names: "+".join(names)
)
def test_annexes_that_are_not_printed_have_no_words(annexes: list[str], tmp_path: Path) -> None:
    shown = word_content.content("en", annexes=annexes)
    write(shown, path := tmp_path / "report.docx")

    assert all_words(path) + note_words(path) == ALL.words_in(shown)


def test_numbers_that_word_gives_are_no_words_and_arabic_marks_are() -> None:
    english, arabic = (word_content.content(language) for language in ("en", "ar"))

    assert _marks(english) == 0
    assert _marks(arabic) == 3 + 4  # three chapters, and two sections in two of them


def _marks(shown: Content) -> int:
    with_marks = words_in(shown)
    for section in shown["sections"]:
        section["number"] = ""
    return with_marks - words_in(shown)
