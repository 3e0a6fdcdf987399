"""When two records are one recommendation: the document, the paragraph and the text, each compared by itself.

``matching.py`` says what follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from cases.importing.parts.letters import letter_at, letter_of
from cases.searching.folding import fold
from cases.un import Mechanism

Paragraph = tuple[str, ...]
Document = tuple[str | int | None, ...]

NEAR = 0.6
"""Share of common words from which on a text at the same paragraph is that text, revised."""
HELD = 0.8
"""Share of the words of an item that stand in its paragraph, however that was cut."""
VERY_NEAR = 0.9
"""The same where the paragraph does not tell."""
_DOCUMENT = ("cycle", "session", "symbol", "year")
"""What tells a document of one mechanism from another, the best first."""
_PART = re.compile(r"\d+|[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")
_NUMBER_IN_FRONT = re.compile(r"\s*(?:\d+(?:\.\d+)*\s*[.)]?\s*)?(?:\([a-z]{1,3}\)\s*)?")
_AMENDED = re.compile(r"/(?:add|corr|rev)\.\d+$")
_FIRST_OF_A_REPORT = 20
"""A draft report of the UPR working group counts its recommendations 5.1 or 6.1; an adopted report gives them
a paragraph beyond its record of the dialogue. Source: drafts A/HRC/WG.6/…/L.… and reports A/HRC/…"""


class Likeness(IntEnum):
    """Of two texts; ``UNKNOWN`` where they have no language in common."""

    OTHER, UNKNOWN, NEAR, VERY_NEAR, SAME = range(5)


@dataclass(frozen=True)
class Placed:
    """One recommendation as a source has it. ``texts``: by language, each way in which it can be written.

    ``pk`` and ``reference`` are those of one that stands; of a row they are 0 and empty.
    """

    key: str
    mechanism: str
    cycle: int | None
    session: int | None
    symbol: str
    year: int | None
    paragraph: Paragraph
    states: frozenset[str]
    texts: Mapping[str, frozenset[str]]
    pk: int = 0
    reference: str = ""

    @property
    def is_provisional(self) -> bool:
        return is_provisional(self.mechanism, self.paragraph)

    @property
    def place(self) -> Paragraph:
        """The paragraph, its items by letters: where a committee's 15.4 is item 4 of 15, that is 15(d)."""
        if self.mechanism == Mechanism.UPR:
            return self.paragraph
        return (*self.paragraph[:1], *map(letter_at, self.paragraph[1:]))

    def documents(self) -> list[Document]:
        """Under which names its document may be known; two that have one in common may be one document."""
        names: list[tuple[str, str | int | None]] = [("cycle", self.cycle), ("session", self.session)]
        if self.mechanism != Mechanism.UPR:
            names = [("symbol", _AMENDED.sub("", fold(self.symbol)))]
        if self.mechanism != Mechanism.SP:
            names.append(("year", self.year))
        return [(self.mechanism, *name) for name in names if name[1]]

    def is_of(self, other: Placed) -> bool:
        """Whether both stand in one document: what tells best, and both have, decides."""
        own, theirs = dict(_named(self)), dict(_named(other))
        telling = [name for name in _DOCUMENT if name in own and name in theirs]
        return self.mechanism == other.mechanism and bool(telling) and own[telling[0]] == theirs[telling[0]]

    def reads_like(self, other: Placed) -> Likeness:
        """In the language in which they are nearest."""
        shared = self.texts.keys() & other.texts.keys()
        pairs = [(one, its) for code in shared for one in self.texts[code] for its in other.texts[code]]
        return max((_likeness(one, its) for one, its in pairs), default=Likeness.UNKNOWN)

    def overlaps(self, other: Placed) -> bool:
        """One is the whole paragraph and the other an item of it, or both have an item in common."""
        own, theirs = self.place, other.place
        if not own or not theirs or own == theirs or own[0] != theirs[0]:
            return False
        if any(part.isdecimal() for part in (*own[1:], *theirs[1:])):
            return False
        return not (own[1:] and theirs[1:]) or bool(set(own[1:]) & set(theirs[1:]))

    def may_hold(self, other: Placed) -> bool:
        """Whether the words of the shorter one stand in the longer; True where no language is shared."""
        shared = self.texts.keys() & other.texts.keys()
        pairs = [(one, its) for code in shared for one in self.texts[code] for its in other.texts[code]]
        return not pairs or any(_share_of_shorter(one, its) >= HELD for one, its in pairs)


def paragraph_parts(paragraph: str) -> Paragraph:
    """45(a), 45 (a), 45.a and 45(أ) are one."""
    return tuple(map(letter_of, _PART.findall(fold(paragraph))))


def is_provisional(mechanism: str, paragraph: Paragraph) -> bool:
    """Whether it is the number that a draft report of the UPR working group gives."""
    first = paragraph[0] if paragraph else ""
    return mechanism == Mechanism.UPR and first.isdecimal() and int(first) < _FIRST_OF_A_REPORT


def bare(text: str) -> str:
    """The words of a text, without its number in front and the States in brackets behind."""
    folded = fold(_without_states(text))
    number = _NUMBER_IN_FRONT.match(folded)
    return " ".join(_WORD.findall(folded[number.end() :] if number else folded))


def ways_to_write(opening: str, text: str) -> frozenset[str]:
    """A sub-item alone, and after the opening that it shares with others."""
    return frozenset(filter(None, (bare(text), bare(f"{opening} {text}"))))


def _without_states(text: str) -> str:
    """Brackets at the end go, unless they hold an acronym."""
    closed = text.rstrip(" \n\t.;")
    begins = closed.rfind("(") if closed.endswith(")") else -1
    return text if begins <= 0 or closed[begins:].isupper() else closed[:begins]


def _named(one: Placed) -> Iterable[tuple[str, str | int | None]]:
    return ((str(name), value) for _mechanism, name, value in one.documents())


def _likeness(one: str, other: str) -> Likeness:
    if one == other:
        return Likeness.SAME
    words, others = _words(one), _words(other)
    share = 2 * len(words & others) / (len(words) + len(others))
    if share >= VERY_NEAR:
        return Likeness.VERY_NEAR
    return Likeness.NEAR if share >= NEAR else Likeness.OTHER


def _share_of_shorter(one: str, other: str) -> float:
    words, others = _words(one), _words(other)
    return len(words & others) / (min(len(words), len(others)) or 1)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
