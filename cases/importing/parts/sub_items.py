"""Divides a paragraph into the opening that (a), (b), (c)… share, and the sub-items."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase

_GLUED = r"(?<=[;.,\s]and)|(?<=[;.,\s]or)|(?<=[;.,\s]et)|(?<=[;.,\s]ou)"
"""What a line that ends in it leaves before a mark, where exports lose the ends of lines: "; and(c)"."""
_MARK = re.compile(
    rf"(?:(?<![\w(])(?:\((?P<item>[a-z]{{1,2}})\)|(?P<bare>[a-z])\))"
    rf"|(?:{_GLUED})\((?P<glued>[a-z]{{1,2}})\))(?=\s|[^\W\d_])"
)
_BEFORE_THE_FIRST = re.compile(r"[:：–—]\s*$|\n\s*$")
_BEFORE_OTHERS = re.compile(r"(?:[;؛.:]|\n)\s*(?:and|or|et|ou|y|o|و|أو)?\s*$", re.IGNORECASE)
_AFTER = re.compile(
    r"(?<!\s)\s*(?:[;؛,]\s*(?:(?:and|or|et|ou|y|o|و|أو)\s*)?|(?<=;)\s*(?:and|et))$", re.IGNORECASE
)
_LETTERS = [*ascii_lowercase, *(a + b for a in "ab" for b in ascii_lowercase)]


@dataclass(frozen=True)
class Divided:
    """``items`` are (letter, text) pairs, two or more; ``opening`` stands above all of them."""

    opening: str
    items: tuple[tuple[str, str], ...]


def divided(text: str) -> Divided | None:
    """The parts of a paragraph that has sub-items; None for one that is whole.

    (a) follows a colon or begins a line, and each further letter, in order, the end of the one before: so
    "article 3 (a), (b) and (c)" divides nothing. "; and" before the next one is no part of an item.
    """
    marks = _marks_in_order(text)
    if len(marks) < 2:
        return None
    ends = [one.start() for one in marks[1:]] + [len(text)]
    items = [
        (_letter(one), _AFTER.sub("", text[one.end() : end].strip()).strip())
        for one, end in zip(marks, ends, strict=True)
    ]
    opening = text[: marks[0].start()].strip()
    if not opening or not all(words for _letter, words in items):
        return None
    return Divided(opening, tuple(items))


def _marks_in_order(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        if len(found) == len(_LETTERS) or _letter(mark) != _LETTERS[len(found)]:
            continue
        before = text[max(0, mark.start() - 12) : mark.start()]
        if (_BEFORE_OTHERS if found else _BEFORE_THE_FIRST).search(before):
            found.append(mark)
    return found


def _letter(mark: re.Match[str]) -> str:
    return next(filter(None, mark.groups()))
