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

from exports.content import Content, Note, Row, Section

SHEET = 45_000
"""Characters of text that a sheet holds, about: a dozen pages, laid out in a second and in little memory."""
ROWS = 100
"""Of Annex I, in one sheet."""
HEADING = 300
"""What a heading takes, in characters."""
FIRST_LINE = 120
"""What a table's row takes beside its text."""
ANNEXES = ("figures", "matrix", "full")

Part = TypeVar("Part")


@dataclass(frozen=True)
class Sheet:
    """``template`` is filled with ``context``. ``chapter`` counts from 0; annexes are chapters too."""

    template: str
    chapter: int
    context: dict[str, Any]


@dataclass(frozen=True)
class Annex:
    """As the contents name it; the figures bear no number."""

    anchor: str
    title: str
    number: str = ""


def sheets_of(content: Content) -> list[Sheet]:
    """What follows on the contents, in its order. Wording is in the active language."""
    parts = [*_text(content), *_annexed(content)]
    return [
        Sheet(f"exports/print/{template}.html", chapter, context)
        for chapter, (template, contexts) in enumerate(parts)
        for context in contexts
    ]


def annexes_of(content: Content) -> list[Annex]:
    """Those that are printed, as the contents name them."""
    named, numbers = [], iter([_("Annex I"), _("Annex II")])
    if content.get("notes") and content.get("notes_at") == "end":
        named.append(Annex("notes", _("Notes")))
    for code in _printed(content):
        if code == "figures":
            named.append(Annex("figures", _("Figures")))
        elif code == "matrix":
            named.append(Annex("annex-1", _("Matrix of recommendations"), next(numbers)))
        else:
            named.append(Annex("annex-2", _("Full narratives"), next(numbers)))
    return named


def _printed(content: Content) -> list[str]:
    """Editions of older formats do not say which annexes they have: they have those that are not empty."""
    wanted = content.get("annexes", list(ANNEXES))
    there = {
        "figures": bool(content.get("figures")),
        "matrix": True,
        "full": any(section["full"] for section in content["sections"] if section["kind"] == "narrative"),
    }
    return [code for code in ANNEXES if code in wanted and there[code]]


def _text(content: Content) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Chapters; short ones that follow one another share a sheet, a long one has several."""
    notes = {note["number"]: note for note in content.get("notes", [])}
    at_foot = notes if content.get("notes_at", "page") == "page" else {}
    for chapters in _sharing(_chapters(content["sections"])):
        pieces = _cut(_narratives(chapters), _weight_of)
        yield "chapter", [_piece(one, at_foot) for one in pieces]
    if not content["sections"]:
        yield "chapter", [{"sections": [], "footnotes": {}}]
    if notes and not at_foot:
        yield "endnotes", [{"notes": list(notes.values())}]


def _piece(groups: Sequence[list[Section]], notes: dict[int, Note]) -> dict[str, Any]:
    return {"sections": [section for group in groups for section in group], "footnotes": notes}


def _annexed(content: Content) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    numbers = {annex.anchor: annex.number for annex in annexes_of(content)}
    printed = _printed(content)
    if "figures" in printed:
        yield "figures", [{}]
    if "matrix" in printed:
        pieces = list(_rows(content["matrix"])) or [[]]
        yield (
            "matrix",
            [
                {"rows": rows, "first": place == 0, "annex": numbers["annex-1"]}
                for place, rows in enumerate(pieces)
            ],
        )
    if "full" in printed:
        told = [section for section in content["sections"] if section["kind"] != "introduction"]
        pieces_of_text = _cut(_narratives([told]), _full_weight_of)
        yield (
            "full",
            [
                _piece(one, {}) | {"first": place == 0, "annex": numbers["annex-2"]}
                for place, one in enumerate(pieces_of_text)
            ],
        )


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
