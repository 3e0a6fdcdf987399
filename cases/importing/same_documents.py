"""Which documents are one, where a source has neither their symbol nor their year.

A national list may give one year to all that the committees said. Its paragraphs, and the numbers that stand
in them (years, articles, resolutions), are those of the document nevertheless.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from cases.importing.sameness import Document, Placed
from cases.searching.folding import fold
from cases.un import Mechanism

FEWEST = 3
"""Paragraphs whose numbers must agree before two documents are one."""
_AGREE = 4
"""How many must agree for each that does not; and the next document may not have half as many."""
_NUMBER = re.compile(r"(?<![\d.,])\d{2,4}(?![\d])")
_SEVERAL = (Mechanism.UPR, Mechanism.SP)
"""The review is told by its cycle; of the special procedures, many report on one state."""

Documents = dict[Document, Document]


def same_documents(rows: Iterable[Placed], standing: Iterable[Placed]) -> Documents:
    """By the document of rows: the one of what stands. Only where one of the two has no symbol."""
    theirs, ours = _by_document(rows), _by_document(standing)
    found: Documents = {}
    for document, group in theirs.items():
        counted = sorted(
            ((_agreeing(group, other), name) for name, other in ours.items() if _may_be_one(document, name)),
            key=lambda one: one[0],
            reverse=True,
        )
        best, next_best = counted[0] if counted else (0, ()), counted[1] if len(counted) > 1 else (0, ())
        if best[0] >= FEWEST and next_best[0] * 2 <= best[0]:
            found[document] = best[1]
    taken = list(found.values())
    return {document: name for document, name in found.items() if taken.count(name) == 1}


def document_of(one: Placed) -> Document:
    """By its symbol, else by its year."""
    symbol = one.documents()[0]
    return symbol if one.symbol else (one.mechanism, "year", one.year)


def _by_document(placed: Iterable[Placed]) -> dict[Document, list[Placed]]:
    found: dict[Document, list[Placed]] = defaultdict(list)
    for one in placed:
        if one.mechanism not in _SEVERAL and one.paragraph and one.documents():
            found[document_of(one)].append(one)
    return found


def _may_be_one(one: Document, other: Document) -> bool:
    return one[0] == other[0] and {one[1], other[1]} == {"symbol", "year"}


def _agreeing(group: Sequence[Placed], other: Sequence[Placed]) -> int:
    """How many paragraphs have a number in common; 0 where too many have none."""
    agree = differ = 0
    standing = _alone(other)
    for place, one in _alone(group).items():
        if (beside := standing.get(place)) is None:
            continue
        numbers, others = _numbers(one), _numbers(beside)
        if numbers and others:
            agree, differ = agree + bool(numbers & others), differ + (not numbers & others)
    return agree if agree >= differ * _AGREE else 0


def _alone(group: Iterable[Placed]) -> dict[tuple[str, ...], Placed]:
    """Those that have their paragraph for themselves."""
    found: dict[tuple[str, ...], list[Placed]] = defaultdict(list)
    for one in group:
        found[one.place].append(one)
    return {place: several[0] for place, several in found.items() if len(several) == 1}


def _numbers(one: Placed) -> set[str]:
    return {number for ways in one.texts.values() for text in ways for number in _NUMBER.findall(fold(text))}
