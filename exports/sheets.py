"""The content of a report cut into sheets: pieces of HTML that are laid out each by itself, all at once.

A sheet begins on a page of its own, so no sheet depends on another, and one whose text has not changed need
not be laid out again. Where the cuts fall depends on how many narratives there are and only roughly on their
length: an edit moves none as a rule. ``paper.py`` makes pages of them, ``press.py`` prints them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from exports.annexes import ANCHORS, titles, told_in_full
from exports.content import Content, Note, Row, Section

SHEET = 80_000
"""Characters of text that a sheet holds, about: twenty pages, laid out in two seconds and in little memory.

A report of the length that the UN takes is not cut within its text.
"""
ROWS = 100
"""Of Annex I, in one sheet."""
HEADING = 300
"""What a heading takes, in characters."""

Part = TypeVar("Part")


@dataclass(frozen=True)
class Sheet:
    """``template`` is filled with ``context``. ``chapter`` counts from 0; annexes are chapters too."""

    template: str
    chapter: int
    context: dict[str, Any]


def sheets_of(content: Content) -> list[Sheet]:
    """What follows on the contents, in its order. Wording is in the active language."""
    parts = [*_text(content), *_annexed(content)]
    return [
        Sheet(f"exports/print/{template}.html", chapter, context)
        for chapter, (template, contexts) in enumerate(parts)
        for context in contexts
    ]


def named_in_contents(content: Content) -> list[tuple[str, str]]:
    """Anchor and title of what follows on the text."""
    notes = [("notes", _("Notes"))] if _at_end(content) else []
    return [*notes, *((ANCHORS[name], title) for name, title in titles(content))]


def _at_end(content: Content) -> bool:
    return bool(content.get("notes")) and content.get("notes_at") == "end"


def _text(content: Content) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Chapters; short ones that follow one another share a sheet, a long one has several."""
    at_end = _at_end(content)
    at_foot = {} if at_end else {note["number"]: note for note in content.get("notes", [])}
    for chapters in _sharing(_chapters(content["sections"])):
        pieces = _cut(_narratives(chapters), _weight_of)
        yield "chapter", [_piece(one, at_foot) for one in pieces]
    if not content["sections"]:
        yield "chapter", [{"sections": [], "footnotes": {}}]
    if at_end:
        yield "endnotes", [{"notes": content.get("notes", [])}]


def _piece(groups: Sequence[list[Section]], notes: dict[int, Note]) -> dict[str, Any]:
    return {"sections": [section for group in groups for section in group], "footnotes": notes}


def _annexed(content: Content) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    printed = dict(titles(content))
    if "figures" in printed:
        yield "figures", [{}]
    if "matrix" in printed:
        rows = list(_rows(content["matrix"])) or [[]]
        yield "matrix", [{"rows": one, "first": place == 0} for place, one in enumerate(rows)]
    if "full" in printed:
        pieces = _cut(_narratives([told_in_full(content["sections"])]), _full_weight_of)
        yield "full", [_piece(one, {}) | {"first": place == 0} for place, one in enumerate(pieces)]


def _rows(rows: list[Row]) -> Iterator[list[Row]]:
    for begins in range(0, len(rows), ROWS):
        yield rows[begins : begins + ROWS]


def _chapters(sections: list[Section]) -> list[list[Section]]:
    """Each begins with a heading of the highest level."""
    chapters: list[list[Section]] = []
    for section in sections:
        if section["level"] == 1 or not chapters:
            chapters.append([])
        chapters[-1].append(section)
    return chapters


def _sharing(chapters: list[list[Section]]) -> Iterator[list[list[Section]]]:
    """Chapters that fit into one sheet together; each long one by itself."""
    held: list[list[Section]] = []
    weight = 0
    for chapter in chapters:
        own = _weight_of(chapter)
        if held and weight + own > SHEET:
            yield held
            held, weight = [], 0
        held.append(chapter)
        weight += own
    if held:
        yield held


def _narratives(chapters: list[list[Section]]) -> list[list[Section]]:
    """Each narrative with the headings right above it: a heading is never cut off from its text."""
    groups: list[list[Section]] = []
    ended = True
    for section in (one for chapter in chapters for one in chapter):
        if ended:
            groups.append([])
        groups[-1].append(section)
        ended = bool(section["paragraphs"])
    return groups


def _cut(groups: list[list[Section]], weigh: Any) -> Iterator[Sequence[list[Section]]]:
    """As many pieces as the text is long, of equally many narratives; one that is too long is cut again."""
    weight = sum(weigh(group) for group in groups)
    pieces = min(len(groups), -(-weight // SHEET))
    if pieces <= 1:
        yield groups
        return
    for place in range(pieces):
        piece = groups[len(groups) * place // pieces : len(groups) * (place + 1) // pieces]
        if sum(weigh(group) for group in piece) > 2 * SHEET and len(piece) > 1:
            yield from _cut(piece, weigh)
        else:
            yield piece


def _weight_of(sections: list[Section]) -> int:
    return sum(HEADING + sum(len(one["html"]) for one in section["paragraphs"]) for section in sections)


def _full_weight_of(sections: list[Section]) -> int:
    return sum(HEADING + len(section["full"]) for section in sections)
