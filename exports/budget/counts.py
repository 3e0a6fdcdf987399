"""How many of a report's words stand under each heading, and how many are each department's. No query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exports.content import Content, Section, Words, words_of
from exports.counting import words_of_annexes, words_of_notes
from exports.kinds import Kind
from exports.wording import said

NOBODY = ""
"""Stands for the editor: headings, introduction and text between."""


@dataclass(frozen=True)
class Part:
    """A heading with all below it, or another part that counts. ``share`` is None where it has none."""

    title: Words
    number: str
    anchor: str
    level: int
    heading: int
    words: int
    share: int | None

    @property
    def excess(self) -> int:
        """Words beyond its share; 0 where it keeps to it, or has none."""
        return max(self.words - self.share, 0) if self.share is not None else 0


@dataclass(frozen=True)
class Budget:
    """``departments`` are words by code, those of the editor under :data:`NOBODY`."""

    words: int
    limit: int
    advised: bool
    rule: str
    parts: list[Part]
    departments: Counter[str]

    @property
    def left(self) -> int:
        return max(self.limit - self.words, 0)

    @property
    def over(self) -> int:
        return max(self.words - self.limit, 0)

    @property
    def by_excess(self) -> list[Part]:
        """The parts beyond their share, the furthest first."""
        return sorted((one for one in self.parts if one.excess), key=lambda one: -one.excess)


def budget_of(content: Content, kind: Kind, planned: Mapping[int, int]) -> Budget:
    """``planned`` are the words that headings are to have, by the heading's id in the outline."""
    sections = content["sections"]
    words = [words_of(one) for one in sections]
    parts = [*_parts(sections, words, planned), *_counted_beside(content, kind)]
    return Budget(
        words=kind.words_in(content),
        limit=kind.limit,
        advised=kind.advised,
        rule=str(kind.counting.label),
        parts=parts,
        departments=_by_department(sections, words),
    )


def _parts(sections: Sequence[Section], words: Sequence[int], planned: Mapping[int, int]) -> list[Part]:
    """Each heading of the outline, its words with those of all that stands below it.

    Headings under which the system puts single answers are passages, not parts.
    """
    parts = []
    for place, section in enumerate(sections):
        if section["kind"] in ("narrative", "text"):
            continue
        heading = section.get("heading", 0)
        parts.append(
            Part(
                title=section["title"],
                number=section["number"],
                anchor=section["anchor"],
                level=section["level"],
                heading=heading,
                words=sum(words[place : _end(sections, place)]),
                share=planned.get(heading),
            )
        )
    return parts


def _end(sections: Sequence[Section], place: int) -> int:
    """Where the next heading of its level or above stands, after all that is below it."""
    level = sections[place]["level"]
    after = range(place + 1, len(sections))
    return next((one for one in after if sections[one]["level"] <= level), len(sections))


def _counted_beside(content: Content, kind: Kind) -> list[Part]:
    """Notes and annexes, where the rule counts them."""
    beside = []
    if kind.counting.notes and (words := words_of_notes(content)):
        beside.append(_beside(_("Notes"), words))
    if kind.counting.annexes and (words := words_of_annexes(content)):
        beside.append(_beside(_("Annexes"), words))
    return beside


def _beside(title: str, words: int) -> Part:
    return Part(said(title), "", "", 1, 0, words, None)


def _by_department(sections: Iterable[Section], words: Iterable[int]) -> Counter[str]:
    """A passage of several departments is divided evenly; what is left over falls to the first."""
    counted: Counter[str] = Counter()
    for section, number in zip(sections, words, strict=True):
        codes = section.get("departments") or [NOBODY]
        each, rest = divmod(number, len(codes))
        for code in codes:
            counted[code] += each
        counted[codes[0]] += rest
    return counted
