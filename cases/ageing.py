"""Figures that are too old to be said again: a rule over a text, its evidence, and the day it was written.

The date of a figure is the as-of date that was given to it; else the first one that follows it in its
sentence, else the last one before it; else that of the evidence that speaks of it; else the day of the text.
What is older than a year is to be checked. How dates are read says ``days_said.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from cases.days_said import days_in
from cases.difference import sentences
from cases.figures import spans_in, value_of
from cases.folded import as_read

YEAR = timedelta(days=366)
WORDS, OF_NOTE = 3, 3
"""So many words after a figure say what it counts; they end with one of so many letters."""
SMALL = ("the", "and", "for", "les", "des", "aux", "par", "sur", "une", "من", "على")


_OF_WHAT = re.compile(r"[^\W\d_][\w'’-]*")
_STOPS = re.compile(r"[.,;:!?()،؛؟\n]")


class Proof(Protocol):
    """What evidence says of a figure."""

    figure: str
    title: str
    as_of: date | None


@dataclass(frozen=True)
class Check:
    """A figure as it stands, what it counts, and of when it is; ``is_said``: its date stands in the text."""

    figure: str
    of_what: str
    dated: date
    is_said: bool


def old_figures(
    text: str,
    evidence: Iterable[Proof],
    *,
    written_on: date,
    today: date,
    given: Mapping[tuple[str, str], date] | None = None,
) -> list[Check]:
    """Figures of ``text`` that are older than a year on ``today``, each once, in reading order.

    ``given`` are as-of dates by what a figure is worth and the sentence, as read, that it stands in.
    """
    proofs, known = _dates_of(evidence), given or {}
    found: dict[tuple[str, date], Check] = {}
    for sentence in sentences(text):
        dated = [(start, day) for start, _end, day in days_in(sentence)]
        for start, end in spans_in(sentence):
            figure = sentence[start:end].strip()
            own = known.get((value_of(figure), as_read(sentence)))
            said = None if own else _date_beside(dated, end)
            when = own or said or proofs.get(value_of(figure), written_on)
            one = Check(figure, _of_what(sentence[end:]), when, said is not None)
            if today - when >= YEAR:
                found.setdefault((value_of(figure), when), one)
    return list(found.values())


def _date_beside(dated: list[tuple[int, date]], end: int) -> date | None:
    after = min(((at, day) for at, day in dated if at >= end), default=None)
    before = max(((at, day) for at, day in dated if at < end), default=None)
    return (after or before or (0, None))[1]


def _dates_of(evidence: Iterable[Proof]) -> dict[str, date]:
    """By value, the newest date that evidence gives to a figure."""
    found: dict[str, date] = {}
    for one in evidence:
        for start, end in spans_in(one.figure):
            value = value_of(one.figure[start:end])
            if one.as_of is not None and one.as_of > found.get(value, date.min):
                found[value] = one.as_of
    return found


def _of_what(rest: str) -> str:
    """The words after a figure, up to the next stop or number."""
    until = _STOPS.search(rest)
    words: list[str] = []
    for word in rest[: until.start() if until else None].split():
        if len(words) == WORDS or not _OF_WHAT.fullmatch(word):
            break
        words.append(word)
    while words and (len(words[-1]) < OF_NOTE or words[-1] in SMALL):
        words.pop()
    return " ".join(words)
