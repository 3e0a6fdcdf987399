"""The difference between two texts, by sentence and then by word, as HTML that says what came and went."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_SENTENCE = re.compile(
    r".+?(?:(?<![.!?…؟۔])[.!?…؟۔]++(?:\s*+[»”\"')]++)*+(?=\s|$)\s*|\n+|$)",
    re.DOTALL,
)
"""Each run of stops is looked at once, and never given back: a text of nothing but stops takes no longer."""
WORD = re.compile(r"\d+(?:[.,:\u00a0\u202f]\d+)+|\s+|[^\s.,;:!?…،؛؟()]+|[.,;:!?…،؛؟()]")
"""Words with whatever marks they bear (Arabic vowels too), and numbers whole: 23,700 is no 23 and 700.

Spaces and stops are pieces of their own.
"""

_MARKED = '<{0}><span class="unseen">{1} </span>{2}<span class="unseen"> {3}</span></{0}>'

ALIKE = 0.35
"""Below this share of common words two sentences are not the same sentence changed."""
TOO_LONG = 4000
"""Pieces; beyond, comparing word by word takes too long."""
TOO_MANY = 2000
"""Sentences; beyond, one text is shown as taken out and the other as added."""


class Piece(NamedTuple):
    """A run of text: ``mark`` is ``same``, ``del`` or ``ins``."""

    mark: str
    text: str


def difference(old: str, new: str) -> SafeString:
    """``new`` against ``old``, escaped, with ``<del>`` and ``<ins>`` around what went and what came.

    Each says what it is to who hears the page: browsers read such marks out seldom.
    """
    said = {"del": _("[taken out:]"), "ins": _("[added:]")}
    return mark_safe(  # noqa: S308 - each piece is escaped by format_html
        "".join(
            format_html(_MARKED, piece.mark, said[piece.mark], piece.text, _("[end]"))
            if piece.mark in said
            else format_html("{}", piece.text)
            for piece in pieces(old, new)
        )
    )


def side_by_side(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Both texts, escaped: ``old`` with what went marked in it, ``new`` with what came."""
    found = pieces(old, new)
    return _one_side(found, "del", _("[taken out:]")), _one_side(found, "ins", _("[added:]"))


def _one_side(found: Iterable[Piece], mark: str, said: str) -> SafeString:
    shown = (
        format_html(_MARKED, mark, said, piece.text, _("[end]"))
        if piece.mark == mark
        else format_html("{}", piece.text)
        for piece in found
        if piece.mark in ("same", mark)
    )
    return mark_safe("".join(shown))  # noqa: S308 - each piece was escaped


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with the spaces after it."""
    return _lines(text)


def changed_sentences(old: str, new: str) -> tuple[int, int]:
    """How many sentences of ``new`` are not in ``old``, and how many of ``old`` went without another."""
    before, after = _bare(old), _bare(new)
    if len(before) + len(after) > TOO_MANY and before != after:
        return len(after), len(before)
    opcodes = matched(before, after)
    came = sum(j2 - j1 for tag, _i1, _i2, j1, j2 in opcodes if tag != "equal")
    went = sum(max(i2 - i1 - (j2 - j1), 0) for tag, i1, i2, j1, j2 in opcodes if tag != "equal")
    return came, went


def pieces(old: str, new: str) -> list[Piece]:
    """The runs of which both texts are made, in reading order."""
    before, after = _lines(old), _lines(new)
    if len(before) + len(after) > TOO_MANY and before != after:
        return [Piece("del", old.strip()), Piece("ins", new.strip())]
    return _joined(_by_sentence(before, after))


def _bare(text: str) -> list[str]:
    """Sentences as they are compared: the spaces after them are no change."""
    return [line.strip() for line in _lines(text) if line.strip()]


def _lines(text: str) -> list[str]:
    return _SENTENCE.findall(text.replace("\r\n", "\n").strip())


def _by_sentence(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in matched(_without_end(old), _without_end(new)):
        before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag != "equal":
            yield from _by_word(before, after)
            continue
        for one, other in zip(old[i1:i2], new[j1:j2], strict=True):
            bare = one.rstrip()
            yield Piece("same", bare)
            yield from _ends(one[len(bare) :], other[len(bare) :])


def _ends(before: str, after: str) -> Iterator[Piece]:
    if before == after:
        yield Piece("same", after)
    else:
        yield from (Piece("del", before), Piece("ins", after))


def _without_end(lines: Sequence[str]) -> list[str]:
    """The last sentence of a text has no space after it, and is the same where others follow it."""
    return [line.rstrip() for line in lines]


def _by_word(old: str, new: str) -> Iterator[Piece]:
    before, after = WORD.findall(old), WORD.findall(new)
    if not _comparable(before, after):
        yield from (Piece("del", old), Piece("ins", new))
        return
    for tag, i1, i2, j1, j2 in matched(before, after):
        if tag == "equal":
            yield Piece("same", "".join(after[j1:j2]))
        else:
            yield from (Piece("del", "".join(before[i1:i2])), Piece("ins", "".join(after[j1:j2])))


def likeness(old: str, new: str) -> float:
    """How much of two sentences is the same, 0 to 1; those that are alike have ``ALIKE`` or more."""
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) + len(after) > TOO_LONG:
        return float(old == new)
    return _likeness(before, after)


def _likeness(before: list[str], after: list[str]) -> float:
    return SequenceMatcher(None, _words(before), _words(after)).ratio()


def _comparable(before: list[str], after: list[str]) -> bool:
    if len(before) + len(after) > TOO_LONG:
        return False
    return _likeness(before, after) >= ALIKE


def _words(found: list[str]) -> list[str]:
    return [word for word in found if not word.isspace()]


def matched(old: Sequence[Hashable], new: Sequence[Hashable]) -> Sequence[tuple[str, int, int, int, int]]:
    """Words on every line of a long text are no landmarks (autojunk): else “a b a b …” takes minutes."""
    return SequenceMatcher(None, old, new).get_opcodes()


def _joined(found: Iterable[Piece]) -> list[Piece]:
    """Neighbouring changes as one deletion and one insertion: a space between them changes sides too."""
    runs = list(_spread(piece for piece in found if piece.text))
    grouped = groupby(runs, key=lambda piece: piece.mark == "same")
    return [piece for same, run in grouped for piece in (_same(run) if same else _change(run))]


def _spread(found: Iterable[Piece]) -> Iterator[Piece]:
    listed = list(found)
    for place, piece in enumerate(listed):
        between = 0 < place < len(listed) - 1
        neighbours = between and "same" not in (listed[place - 1].mark, listed[place + 1].mark)
        if piece.mark == "same" and piece.text.isspace() and "\n" not in piece.text and neighbours:
            yield from (Piece("del", piece.text), Piece("ins", piece.text))
        else:
            yield piece


def _same(run: Iterable[Piece]) -> list[Piece]:
    return [Piece("same", "".join(piece.text for piece in run))]


def _change(run: Iterable[Piece]) -> list[Piece]:
    listed = list(run)
    both = [Piece(mark, "".join(one.text for one in listed if one.mark == mark)) for mark in ("del", "ins")]
    return [piece for piece in both if piece.text]
