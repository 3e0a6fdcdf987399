"""Passages that are longer than the share of the answers that they tell. No query."""

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
        _long(section, {answers[one] for one in section["references"] if one in answers}, shares, share)
        for section in content["sections"]
        if section["references"]
    )
    return sorted((one for one in found if one.excess > 0), key=lambda one: -one.excess)


def even_share(content: Content, limit: int, kept: int) -> int:
    """Where no shares were planned: the limit without ``kept`` per cent, divided evenly over the answers."""
    return max(limit * (100 - kept) // 100 // max(len(content["narratives"]), 1), 1)


def _answers_by_reference(content: Content) -> dict[str, int]:
    return {code: one["answer"] for one in content["narratives"] for code in one["references"]}


def _long(section: Section, answers: Iterable[int], shares: Mapping[int, int], share: int) -> Long:
    return Long(
        passage=section.get("passage", 0),
        anchor=section["anchor"],
        number=section["number"],
        title=section["title"],
        references=section["references"],
        departments=section.get("departments", []),
        words=words_of_text(section),
        share=sum(shares.get(one, share) for one in answers) or share,
    )
