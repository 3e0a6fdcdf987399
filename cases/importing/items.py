"""What the text of a row holds beside its words: its number, a heading, the States, and its sub-items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cases.importing.parts.bracketed import states_in
from cases.importing.parts.cells_of_the_un import without_markup
from cases.importing.parts.paragraphs import beginning_of
from cases.importing.parts.sub_items import divided
from cases.importing.rows import Row
from cases.un import Mechanism


def taken_apart(row: Row, language: str, written: str) -> Iterator[Row]:
    """The row with the exact parts of ``written``, its text in that language; one for each sub-item."""
    begins = beginning_of(without_markup(written))
    row.paragraph, row.sub_item = begins.code[:40], begins.item
    row.headings = {language: begins.heading} if begins.heading else {}
    words = _without_states(row, begins.text)
    parts = None if begins.item or row.kind == "context" else divided(words)
    if parts is None:
        row.texts = {language: words} if words else {}
        yield row
        return
    for letter, words in parts.items:
        yield replace(
            row,
            key=f"{row.key}({letter})" if row.key else "",
            paragraph=f"{row.paragraph}({letter})",
            sub_item=letter,
            openings={language: parts.opening},
            texts={language: words},
            problems=list(row.problems),
        )


def _without_states(row: Row, text: str) -> str:
    """A recommendation of the review ends in the states that made it, in brackets; they are told apart."""
    if row.mechanism != Mechanism.UPR:
        return text
    words, named = states_in(text)
    row.recommending_states = row.recommending_states or named
    return words
