"""The numbering of a Word document: headings I., A., 1.; paragraphs 1, 2, 3 … through it all; lists.

Word counts by itself, so nothing of it stands in the text. Arabic marks in words (أولاً، ألف) have no number
format in Word and are written out as text (docs/decisions/0037).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils import translation

from exports.numbering import ROMAN, is_written_out, number_mark
from exports.word.pieces import Numbering
from exports.word.xml import element, root

HEADINGS, PARAGRAPHS, BULLETS, NOTES, SUBPARAGRAPHS = 1, 2, 3, 4, 5
"""The numbers of the abstract lists; sub-paragraphs have one for each language, from the last on."""
FORMS: dict[str, Sequence[tuple[str, str]]] = {
    "en": (("lowerLetter", "(%1)"), ("lowerRoman", "(%2)"), ("decimal", "%3.")),
    "fr": (("lowerLetter", "%1)"), ("lowerRoman", "%2)"), ("decimal", "%3.")),
    "ar": (("arabicAbjad", "(%1)"), ("decimal", "(%2)"), ("decimal", "%3-")),
}
"""Sub-paragraphs as the UN numbers them in each language. Spanish and others go as French."""
LEVELS = 9
MOST = 32_767
"""The highest number that a list of Word's begins with."""


class Lists:
    """Hands out the lists of one document; ``xml`` writes them down."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._lists: list[tuple[int, dict[int, int]]] = [(HEADINGS, {}), (PARAGRAPHS, {}), (BULLETS, {})]
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

    def bullets(self, level: int) -> Numbering:
        return Numbering(BULLETS, min(level, LEVELS - 1))

    def subparagraphs(self, language: str, level: int, start: int = 1) -> Numbering:
        """A list of its own, which begins with ``start``."""
        kind = SUBPARAGRAPHS + list(FORMS).index(language if language in FORMS else "fr")
        level = min(level, LEVELS - 1)
        return Numbering(self._new(kind, {level: max(0, min(start, MOST))}), level)

    def notes(self) -> Numbering:
        """A list for the notes under one text."""
        return Numbering(self._new(NOTES, {0: 1}))

    def xml(self) -> bytes:
        """``word/numbering.xml``."""
        with translation.override(self._language):
            leads = number_mark(0).replace("0", "%{}")
        kinds = [
            _headings(leads),
            _paragraphs(leads),
            _bullets(),
            _abstract(NOTES, [_level(0, "decimal", "%1", indent=851, hanging=284)], "singleLevel"),
            *map(_subparagraphs, enumerate(FORMS.values())),
        ]
        lists = [_list(number, *one) for number, one in enumerate(self._lists, start=1)]
        return root("w:numbering", *kinds, *lists)

    def _new(self, kind: int, starts: dict[int, int]) -> int:
        self._lists.append((kind, starts))
        return len(self._lists)


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


def _abstract(number: int, levels: Sequence[str], kind: str = "multilevel") -> str:
    return element(
        "w:abstractNum",
        element("w:nsid", val=f"5A1F00{number:02X}"),
        element("w:multiLevelType", val=kind),
        element("w:tmpl", val=f"5A1F10{number:02X}"),
        *levels,
        abstractNumId=number,
    )


def _level(place: int, form: str, says: str, *, style: str = "", indent: int = 0, hanging: int = 0) -> str:
    return element(
        "w:lvl",
        element("w:start", val=1),
        element("w:numFmt", val=form),
        element("w:pStyle", val=style) if style else "",
        element("w:suff", val="tab"),
        element("w:lvlText", val=says),
        element("w:lvlJc", val="left"),
        element("w:pPr", _tab(indent), element("w:ind", left=indent, hanging=hanging, firstLine=None)),
        ilvl=place,
    )


def _tab(at: int) -> str:
    return element("w:tabs", element("w:tab", val="num", pos=at)) if at else ""


def _headings(leads: str) -> str:
    forms = ("upperRoman", "upperLetter", "decimal")
    levels = [
        _level(place, form, leads.format(place + 1), style=f"Heading{place + 1}", indent=567, hanging=567)
        for place, form in enumerate(forms)
    ]
    return _abstract(HEADINGS, levels)


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
        element("w:pPr", _tab(567), element("w:ind", left=0, firstLine=0)),
        ilvl=0,
    )
    return _abstract(PARAGRAPHS, [level], "singleLevel")


def _bullets() -> str:
    return _abstract(
        BULLETS,
        [
            _level(place, "bullet", "•", indent=567 + 425 * (place + 1), hanging=425)
            for place in range(LEVELS)
        ],
        "hybridMultilevel",
    )


def _subparagraphs(counted: tuple[int, Sequence[tuple[str, str]]]) -> str:
    number, forms = counted
    levels = []
    for place in range(LEVELS):
        form, says = forms[place % len(forms)]
        says = re.sub(r"%\d", f"%{place + 1}", says)
        levels.append(_level(place, form, says, indent=567 + 567 * (place + 1), hanging=567))
    return _abstract(SUBPARAGRAPHS + number, levels)


def _list(number: int, kind: int, starts: dict[int, int]) -> str:
    overrides = [
        element("w:lvlOverride", element("w:startOverride", val=value), ilvl=level)
        for level, value in starts.items()
    ]
    return element("w:num", element("w:abstractNumId", val=kind), *overrides, numId=number)
