"""Sentences that a report says twice, or nearly twice. No query; seconds at most for 1,500 passages.

Sentences are compared without case, accents, vowel marks and punctuation (``cases/searching/folding.py``).
Two are nearly the same where most of their runs of three words are: only pairs that share a run which is rare
in the report are compared, so that the time grows with the text, not with its square.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from cases.searching.folding import fold
from exports.content import Content, Words, text_of

SHORTEST = 7
"""Words that a sentence has at least: shorter ones are turns of phrase."""
RUN = 3
NEAR = 0.75
"""So much of their runs, of all that either has, two sentences share that are nearly the same."""
COMMON = 30
"""A run that more sentences have says nothing about a pair."""
MOST = 100
PLACES = 8

_END = re.compile(r"(?<=[.!?؟。])\s+")
_BLOCK = re.compile(r"</(?:li|td|th|p|h[1-6])>|<br ?/?>")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Place:
    """Where a sentence stands: the paragraph's number, and the heading that it is under."""

    anchor: str
    title: Words
    number: str
    paragraph: int
    text: str


@dataclass(frozen=True)
class Repeated:
    """What is said at several places: word for word where ``exact``. ``saved``: words if it is said once."""

    places: list[Place]
    exact: bool
    words: int

    @property
    def saved(self) -> int:
        return self.words * (len(self.places) - 1)

    @property
    def shown(self) -> list[Place]:
        return self.places[:PLACES]

    @property
    def more(self) -> int:
        return max(len(self.places) - PLACES, 0)


def said_twice(content: Content) -> list[Repeated]:
    """The repetitions that cost most words first; at most :data:`MOST`."""
    by_words: dict[tuple[str, ...], list[Place]] = defaultdict(list)
    for words, place in _sentences(content):
        by_words[words].append(place)
    exact = [Repeated(places, True, len(key)) for key, places in by_words.items() if len(places) > 1]
    near = [
        Repeated([by_words[one][0], by_words[other][0]], False, min(len(one), len(other)))
        for one, other in _near(list(by_words))
    ]
    return sorted([*exact, *near], key=lambda one: -one.saved)[:MOST]


def _sentences(content: Content) -> Iterator[tuple[tuple[str, ...], Place]]:
    for section in content["sections"]:
        number = section["first"]
        for paragraph in section["paragraphs"]:
            number = paragraph["number"] or number
            for text in sentences_in(paragraph["html"]):
                words = tuple(_WORD.findall(fold(text)))
                if len(words) >= SHORTEST:
                    yield words, Place(section["anchor"], section["title"], section["number"], number, text)


def sentences_in(html: str) -> list[str]:
    """The sentences of a block as plain text; each item and cell ends one."""
    lines = text_of(_BLOCK.sub("\n", html)).split("\n")
    return [text for line in lines for part in _END.split(line) if (text := part.strip())]


def _near(sentences: list[tuple[str, ...]]) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    runs = [_runs(one) for one in sentences]
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, found in enumerate(runs):
        for run in found:
            having[run].append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in having.values():
        if 1 < len(places) <= COMMON:
            shared.update(combinations(places, 2))
    for (one, other), number in shared.items():
        # rare runs alone are counted so far: all that the two share are counted for pairs that may be near
        if number >= 2 and _likeness(runs[one], runs[other]) >= NEAR:
            yield sentences[one], sentences[other]


def _runs(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[start : start + RUN] for start in range(len(words) - RUN + 1)}


def _likeness(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)
