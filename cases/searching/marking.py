"""Shows a text with the words that were looked for marked, cut so that the first of them is in sight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cases.searching.folding import fold, fold_with_places
from cases.searching.words import CHUNK, Sought, forms_in, has_digit, whole

BEFORE = 6
"""Words that stand before the first found one where the text is cut there."""
_PART = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\S+")

Place = tuple[int, int]


def places(text: str, terms: Sequence[Sought]) -> list[Place]:
    """From where to where the found words stand in the text."""
    return standing(text, terms)[0]


def standing(text: str, terms: Sequence[Sought]) -> tuple[list[Place], set[Sought]]:
    """From where to where the found words stand in the text, and which of the terms do."""
    folded, came_from = fold_with_places(text)
    found: list[Place] = []
    stand: set[Sought] = set()
    for place, here in _found(folded, terms):
        found.append(_in_text(text, came_from, place))
        stand.update(here)
    return found, stand


def excerpt(text: str, found: Sequence[Place], words: int) -> SafeString:
    """So many words of the text, with what was found in ``<mark>``; dots where something is left out."""
    each = [(one.start(), one.end()) for one in _WORD.finditer(text)]
    if not each:
        return SafeString("")
    first = _first_word(each, found, words)
    last = min(first + words, len(each)) - 1
    begins, ends = each[first][0], each[last][1]
    shown = _marked(text, [one for one in found if begins <= one[0] and one[1] <= ends], begins, ends)
    return format_html("{}{}{}", "… " if first else "", shown, " …" if last < len(each) - 1 else "")


def _found(folded: str, terms: Sequence[Sought]) -> Iterator[tuple[Place, list[Sought]]]:
    begun = tuple(term.text for term in terms)
    for chunk in CHUNK.finditer(folded):
        code = whole(chunk.group())
        inside = [(0, len(code))] if has_digit(code) else [part.span() for part in _PART.finditer(code)]
        for (begins, ends), forms in zip(inside, forms_in(code), strict=True):
            if not any(form.startswith(begun) for form in forms):
                continue
            if here := [term for term in terms if term.finds(forms)]:
                yield (chunk.start() + begins, chunk.start() + ends), here


def _in_text(text: str, came_from: list[int], place: Place) -> Place:
    """The marks that fold away after the last letter belong to it."""
    begins, ends = came_from[place[0]], came_from[place[1] - 1] + 1
    while ends < len(text) and not fold(text[ends]):
        ends += 1
    return begins, ends


def _first_word(each: list[Place], found: Sequence[Place], words: int) -> int:
    if not found or len(each) <= words:
        return 0
    hit = next((place for place, (_begins, ends) in enumerate(each) if ends > found[0][0]), 0)
    return 0 if hit < words else max(0, min(hit - BEFORE, len(each) - words))


def _marked(text: str, found: Sequence[Place], begins: int, ends: int) -> SafeString:
    pieces, reached = [], begins
    for first, last in found:
        pieces.append(conditional_escape(text[reached:first]))
        pieces.append(format_html("<mark>{}</mark>", text[first:last]))
        reached = last
    pieces.append(conditional_escape(text[reached:ends]))
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped above
