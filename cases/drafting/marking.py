"""Marks, in a text as it is shown, the passages that talks are about: each by a number, the way to its talk.

Nothing of the text changes and no tag of it is touched: elements are put between its letters. Without them it
is the text that was given, so that what was safe stays safe.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.folded import Folded

_PIECE = re.compile(r"(<[^<>]*>|&[^\s;&<>]+;)")
_UNREAD = re.compile(r"<(/?)(?:del|span|a)\b")
"""Round what is not in the text: what was taken out, words for who hears it, numbers of notes."""


@dataclass(frozen=True)
class Passage:
    """What a talk is about: ``number`` is the talk's on this page, ``comment`` the id of what began it."""

    number: int
    comment: int
    words: Folded


class _Piece(NamedTuple):
    """A tag, an entity or a run of letters; ``read`` is what is read of it, from ``start`` in the whole."""

    source: str
    read: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.read)


def marked(html: SafeString, passages: Sequence[Passage]) -> tuple[SafeString, set[int]]:
    """The text with its passages marked, and the ids of the comments whose passages stand in it.

    ``html`` is a narrative (``cases/prose.py``) or a difference (``cases/difference.py``). Passages may
    overlap, and go over the ends of lines, paragraphs and cells.
    """
    pieces = list(_pieces(html)) if passages else []
    text = Folded("".join(piece.read for piece in pieces))
    places = [(place, one) for one in passages if (place := text.find(one.words))]
    if not places:
        return html, set()
    written = "".join(_written(pieces, places)).replace("</mark><mark>", "")
    return mark_safe(written), {one.comment for _place, one in places}  # noqa: S308 - safe with our own tags


def _pieces(html: str) -> Iterator[_Piece]:
    start = unread = 0
    for place, source in enumerate(_PIECE.split(html)):
        is_tag = place % 2 and source.startswith("<")
        if is_tag and (found := _UNREAD.match(source)):
            unread += -1 if found[1] else 1
        read = "" if is_tag or unread else unescape(source)
        yield _Piece(source, read, start)
        start += len(read)


def _written(pieces: Iterable[_Piece], places: Sequence[tuple[tuple[int, int], Passage]]) -> Iterator[str]:
    begin: dict[int, list[Passage]] = defaultdict(list)
    end: dict[int, list[Passage]] = defaultdict(list)
    for (start, stop), passage in places:
        begin[start].append(passage)
        end[stop].append(passage)
    cuts, within = sorted({*begin, *end}), 0
    for piece in (part for whole in pieces for part in _cut(whole, cuts)):
        if piece.read:
            yield from map(_number, begin.get(piece.start, ()))
            within += len(begin.get(piece.start, ()))
        yield f"<mark>{piece.source}</mark>" if within and _is_marked(piece.read) else piece.source
        if piece.read:
            yield from map(_end, end.get(piece.end, ()))
            within -= len(end.get(piece.end, ()))


def _is_marked(read: str) -> bool:
    """A line end by itself stands between paragraphs, rows or cells, where no text may be."""
    return bool(read.strip()) or (bool(read) and "\n" not in read)


def _cut(piece: _Piece, cuts: Sequence[int]) -> Iterator[_Piece]:
    """Letters, cut where a passage begins or ends in them; a tag and an entity stay whole."""
    if not piece.read or piece.source != piece.read:
        yield piece
        return
    inner = cuts[bisect_right(cuts, piece.start) : bisect_left(cuts, piece.end)]
    for start, end in pairwise((piece.start, *inner, piece.end)):
        letters = piece.read[start - piece.start : end - piece.start]
        yield _Piece(letters, letters, start)


def _number(passage: Passage) -> str:
    said = _("Comment %(number)d is about the passage that begins here.") % {"number": passage.number}
    return format_html(
        '<a class="passage-number" id="passage-{0}" href="#comment-{0}">'
        '<span aria-hidden="true">{1}</span><span class="unseen">{2}</span></a>',
        passage.comment, passage.number, said,
    )  # fmt: skip


def _end(passage: Passage) -> str:
    said = _("[end of the passage of comment %(number)d]") % {"number": passage.number}
    return format_html('<span class="unseen"> {}</span>', said)
