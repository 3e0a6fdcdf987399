"""Lists of a Word document, by which Word counts by itself: bullets, sub-paragraphs, notes under a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cases.word.pieces import Numbering
from cases.word.xml import element, root

BULLETS, NOTES, SUBPARAGRAPHS = 3, 4, 5
"""The numbers of the abstract lists; sub-paragraphs have one for each language, from the last on.

Those below are a report's own (``exports/word/lists.py``).
"""
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

    standing: tuple[int, ...] = (BULLETS,)
    """The abstract lists of which there is one for the whole document."""

    def __init__(self) -> None:
        self._lists: list[tuple[int, dict[int, int]]] = [(kind, {}) for kind in self.standing]

    def bullets(self, level: int) -> Numbering:
        return Numbering(self.standing.index(BULLETS) + 1, min(level, LEVELS - 1))

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
        lists = [_list(number, *one) for number, one in enumerate(self._lists, start=1)]
        return root("w:numbering", *self._kinds(), *lists)

    def _kinds(self) -> list[str]:
        return [
            _bullets(),
            abstract(NOTES, [numbered(0, "decimal", "%1", indent=851, hanging=284)], "singleLevel"),
            *map(_subparagraphs, enumerate(FORMS.values())),
        ]

    def _new(self, kind: int, starts: dict[int, int]) -> int:
        self._lists.append((kind, starts))
        return len(self._lists)


def abstract(number: int, levels: Sequence[str], kind: str = "multilevel") -> str:
    return element(
        "w:abstractNum",
        element("w:nsid", val=f"5A1F00{number:02X}"),
        element("w:multiLevelType", val=kind),
        element("w:tmpl", val=f"5A1F10{number:02X}"),
        *levels,
        abstractNumId=number,
    )


def numbered(place: int, form: str, says: str, *, style: str = "", indent: int = 0, hanging: int = 0) -> str:
    return element(
        "w:lvl",
        element("w:start", val=1),
        element("w:numFmt", val=form),
        element("w:pStyle", val=style) if style else "",
        element("w:suff", val="tab"),
        element("w:lvlText", val=says),
        element("w:lvlJc", val="left"),
        element("w:pPr", tab_at(indent), element("w:ind", left=indent, hanging=hanging, firstLine=None)),
        ilvl=place,
    )


def tab_at(at: int) -> str:
    return element("w:tabs", element("w:tab", val="num", pos=at)) if at else ""


def _bullets() -> str:
    return abstract(
        BULLETS,
        [
            numbered(place, "bullet", "•", indent=567 + 425 * (place + 1), hanging=425)
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
        levels.append(numbered(place, form, says, indent=567 + 567 * (place + 1), hanging=567))
    return abstract(SUBPARAGRAPHS + number, levels)


def _list(number: int, kind: int, starts: dict[int, int]) -> str:
    overrides = [
        element("w:lvlOverride", element("w:startOverride", val=value), ilvl=level)
        for level, value in starts.items()
    ]
    return element("w:num", element("w:abstractNumId", val=kind), *overrides, numId=number)
