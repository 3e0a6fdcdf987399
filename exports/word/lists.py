"""The numbering of a report in Word: headings I., A., 1.; paragraphs 1, 2, 3 … through it all; lists.

Word counts by itself, so nothing of it stands in the text. Arabic marks in words (أولاً، ألف) have no number
format in Word and are written out as text (docs/decisions/0037).
"""

from __future__ import annotations

import re

from django.utils import translation

from cases.word import lists
from cases.word.lists import BULLETS, abstract, numbered, tab_at
from cases.word.pieces import Numbering
from cases.word.xml import element
from exports.numbering import ROMAN, is_written_out, number_mark

HEADINGS, PARAGRAPHS = 1, 2
"""The numbers of a report's own abstract lists."""


class Lists(lists.Lists):
    """Hands out the lists of one report, and the numbers of its headings and paragraphs."""

    standing = (HEADINGS, PARAGRAPHS, BULLETS)

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._at = [0, 0, 0]
        self._last = 0

    def paragraph(self, number: int) -> Numbering:
        """The numbering that gives a paragraph this number: the next one, as a rule."""
        follows, self._last = number == self._last + 1, number
        return Numbering(PARAGRAPHS if follows else self._new(PARAGRAPHS, {0: number}))

    def heading(self, mark: str, level: int) -> Numbering | None:
        """The numbering that gives a heading of this level (0 to 2) the mark; None where it has none."""
        value = _value(mark, level)
        if not value or level > 2:
            return None
        expected = self._at[level] + 1
        self._at[level:] = [value] + [0] * (2 - level)
        if value == expected:
            return Numbering(HEADINGS, level)
        return Numbering(self._new(HEADINGS, {level: value}), level)

    def begin(self) -> None:
        """Another text begins: its headings and paragraphs are counted anew."""
        self._at = [0, 0, 0]
        self._last = 0

    def _kinds(self) -> list[str]:
        with translation.override(self._language):
            leads = number_mark(0).replace("0", "%{}")
        return [_headings(leads), _paragraphs(leads), *super()._kinds()]


def _value(mark: str, level: int) -> int:
    """IV. → 4 on the first level, B. → 2 on the second, 12. → 12 on the third; 0: no such mark."""
    bare = mark.strip().rstrip(".-–)").strip()
    if not bare or is_written_out(mark):
        return 0
    if bare.isdecimal():
        return int(bare) if level == 2 else 0
    return _of_roman(bare) if level == 0 else _of_letters(bare) if level == 1 else 0


def _of_roman(text: str) -> int:
    value = 0
    for worth, letters in ROMAN:
        while text.startswith(letters):
            value, text = value + worth, text[len(letters) :]
    return 0 if text else value


def _of_letters(text: str) -> int:
    if not re.fullmatch("[A-Z]{1,3}", text):
        return 0
    value = 0
    for letter in text:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value


def _headings(leads: str) -> str:
    forms = ("upperRoman", "upperLetter", "decimal")
    levels = [
        numbered(place, form, leads.format(place + 1), style=f"Heading{place + 1}", indent=567, hanging=567)
        for place, form in enumerate(forms)
    ]
    return abstract(HEADINGS, levels)


def _paragraphs(leads: str) -> str:
    says = leads.format(1)
    level = element(
        "w:lvl",
        element("w:start", val=1),
        element("w:numFmt", val="decimal"),
        element("w:pStyle", val="NumberedParagraph"),
        element("w:suff", val="tab"),
        element("w:lvlText", val=says),
        element("w:lvlJc", val="left"),
        element("w:pPr", tab_at(567), element("w:ind", left=0, firstLine=0)),
        ilvl=0,
    )
    return abstract(PARAGRAPHS, [level], "singleLevel")
