"""The words of a report as runs of Word, each with the language that it is in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cases import in_a_row
from cases.word.pieces import Paragraph, Run
from cases.word.writing import runs_of, symbol
from exports.content import Section, Words


def said(words: Words, outer: str, *, rtl: bool, style: str = "") -> list[Run]:
    """Words with the language that they are in, else the one around them."""
    return runs_of(words["text"], words["language"] or outer, rtl=rtl, style=style)


def comma(*, rtl: bool) -> str:
    """What stands between two symbols; a mark of direction keeps their order in every program."""
    said = in_a_row.comma()
    return f"{said.rstrip()}\u200f " if rtl else said


def references(codes: Sequence[str], language: str, rtl: bool) -> list[Run]:
    """References in a row, in brackets."""
    between = comma(rtl=rtl)
    runs = [Run("(", language, rtl=rtl)]
    for place, code in enumerate(codes):
        if place:
            runs.append(Run(between, language, rtl=rtl))
        runs.append(symbol(code, language))
    return [*runs, Run(")", language, rtl=rtl)]


def under_heading(section: Section, language: str, *, rtl: bool) -> Iterator[Paragraph]:
    """What stands between a heading and its text: what it answers, whose text it is, what is to be noted."""
    if section["references"]:
        numbers = references(section["references"], language, rtl)
        yield Paragraph("References", numbers, rtl=rtl, keep_next=True)
    for words in (section.get("attribution"), section.get("note"), section.get("waits")):
        if words:
            yield Paragraph("Attribution", said(words, language, rtl=rtl), rtl=rtl, keep_next=True)


def bookmark(anchor: str) -> str:
    """A name that Word takes: letters, digits and underscores, at most 40; ``_Toc`` hides it from people."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in anchor)
    return f"_Toc{kept}"[:40]
