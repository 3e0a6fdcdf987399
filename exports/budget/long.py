"""Passages that are longer than the share of the answers that they tell, or than what is left. No query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from exports.content import Content, Section, Words, words_of_text


@dataclass(frozen=True)
class Long:
    """A passage with its ``words`` and its ``share``; ``departments`` are the codes of its leads."""

    passage: int
    anchor: str
    number: str
    title: Words
    references: list[str]
    departments: list[str]
    words: int
    share: int

    @property
    def excess(self) -> int:
        return self.words - self.share


def long_passages(content: Content, shares: Mapping[int, int], *, share: int) -> list[Long]:
    """Those beyond their share, the furthest first.

    ``shares`` are words by answer; ``share`` is that of an answer of which they say nothing. A passage that
    tells several answers has the sum of their shares.
    """
    answers = _answers_by_reference(content)
    found = (
        _long(section, sum(shares.get(one, share) for one in _told(section, answers)) or share)
        for section in _passages(content)
    )
    return _furthest_first(found)


def shortened_alike(content: Content, over: int) -> list[Long]:
    """All passages, each with its part of the words that are to go: where none is beyond its own share.

    Notes or annexes that count may make a report too long whose passages all keep to their shares. No
    passage is wished shorter than half of what it is.
    """
    words = sum(map(words_of_text, _passages(content)))
    stay = max(words - over, words // 2)
    return _furthest_first(
        _long(section, max(words_of_text(section) * stay // max(words, 1), 1))
        for section in _passages(content)
    )


def even_share(content: Content, limit: int, kept: int) -> int:
    """Where no shares were planned: the limit without ``kept`` per cent, divided evenly over the answers."""
    return max(limit * (100 - kept) // 100 // max(len(content["narratives"]), 1), 1)


def _passages(content: Content) -> list[Section]:
    return [section for section in content["sections"] if section["references"]]


def _told(section: Section, answers: Mapping[str, int]) -> set[int]:
    return {answers[one] for one in section["references"] if one in answers}


def _furthest_first(found: Iterable[Long]) -> list[Long]:
    return sorted((one for one in found if one.excess > 0), key=lambda one: -one.excess)


def _answers_by_reference(content: Content) -> dict[str, int]:
    return {code: one["answer"] for one in content["narratives"] for code in one["references"]}


def _long(section: Section, share: int) -> Long:
    return Long(
        passage=section.get("passage", 0),
        anchor=section["anchor"],
        number=section["number"],
        title=section["title"],
        references=section["references"],
        departments=section.get("departments", []),
        words=words_of_text(section),
        share=share,
    )
