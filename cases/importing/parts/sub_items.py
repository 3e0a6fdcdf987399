"""Divides a paragraph into the opening that (a), (b), (c)… share, and the sub-items."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cases.importing.parts.letters import IN_ORDER, LETTER, letter_of

_MARK = re.compile(
    rf"(?:(?<![\w(])|(?<=[^\W\d_]{{2}})(?=\())(?:\((?P<item>{LETTER})\)|(?P<bare>[a-z])\))(?=\s|[^\W\d_])"
)
"""(a) and a); also glued to the word before it, as in "the State party(a) Adopt"."""
_AND = r"(?:and/or|and|or|as well as|et|ou|ainsi que|y|o|así como|و|أو|وكذلك)"
_BEFORE_THE_FIRST = re.compile(r"[:：–—]\s*$|\n\s*$")
_BEFORE_OTHERS = re.compile(rf"(?:[;؛.:]|\n)\s*{_AND}?\s*$", re.IGNORECASE)
_AFTER_A_STOP = re.compile(rf"(?:[;؛]|\n)\s*{_AND}?\s*$", re.IGNORECASE)
_REFERS = re.compile(
    r"(?:[\d)]|\b(?:art|arts|articles?|paras?|paragraphs?|paragraphes?|párrafos?|sub-?paragraphs?|sections?|"
    r"rules?|items?|points?|targets?|alinéas?|lettres?|literal|incisos?|apartados?|المادة|الفقرة)\.?)\s*$",
    re.IGNORECASE,
)
"""What stands before a letter that names a part of something else."""
_AFTER = re.compile(rf"(?<!\s)\s*(?:[;؛,]\s*(?:{_AND}\s*)?|(?<=;)\s*{_AND})$", re.IGNORECASE)
_LOOKED_BACK = 24


@dataclass(frozen=True)
class Divided:
    """``items`` are (letter, text) pairs, two or more; ``opening`` stands above all of them."""

    opening: str
    items: tuple[tuple[str, str], ...]


def divided(text: str) -> Divided | None:
    """The parts of a paragraph that has sub-items; None for one that is whole.

    (a) follows a colon or begins a line, and each further letter, in order, the end of the one before: so
    "article 3 (a), (b) and (c)" divides nothing. (a) within a sentence counts where it names no part of
    anything and (b) follows a semicolon. "; and" before the next one is no part of an item.
    """
    marks = _in_order(text, _BEFORE_THE_FIRST, _BEFORE_OTHERS)
    if len(marks) < 2:
        marks = _in_order(text, None, _AFTER_A_STOP)
    if len(marks) < 2:
        return None
    ends = [one.start() for one in marks[1:]] + [len(text)]
    items = [
        (_letter(one), _AFTER.sub("", text[one.end() : end].strip()).strip())
        for one, end in zip(marks, ends, strict=True)
    ]
    opening = text[: marks[0].start()].strip()
    if not opening or not all(words for _mark, words in items):
        return None
    return Divided(opening, tuple(items))


def _in_order(
    text: str, before_first: re.Pattern[str] | None, before_others: re.Pattern[str]
) -> list[re.Match[str]]:
    """Without a pattern, the first one may follow any word that does not refer to it."""
    found: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        if len(found) == len(IN_ORDER) or _letter(mark) != IN_ORDER[len(found)]:
            continue
        before = text[max(0, mark.start() - _LOOKED_BACK) : mark.start()]
        if found:
            fits = bool(before_others.search(before)) and not _is_roman(mark, before)
        else:
            fits = bool(before_first.search(before)) if before_first else not _REFERS.search(before)
        if fits:
            found.append(mark)
    return found


def _letter(mark: re.Match[str]) -> str:
    return letter_of(mark["item"] or mark["bare"])


def _is_roman(mark: re.Match[str], before: str) -> bool:
    """(i) after a colon begins what an item lists, although it would be next after (h)."""
    return _letter(mark) in ("i", "v", "x") and before.rstrip().endswith(":")
