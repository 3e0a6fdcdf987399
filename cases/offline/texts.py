"""The text of an answer (Markdown) as paragraphs of Word, with its notes among those of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings

from cases import prose
from cases.offline.styles import HEADINGS
from cases.word import prose as word_prose
from cases.word.lists import Lists
from cases.word.markup import Markup
from cases.word.pieces import Block, Note, Paragraph, Run, Table


def is_rtl(language: str) -> bool:
    return language.split("-")[0] in settings.LANGUAGES_BIDI


class Texts:
    """Writes the texts of one document; ``notes`` are those of all of them."""

    def __init__(self, lists: Lists, markup: Markup) -> None:
        self.lists, self.markup = lists, markup
        self.notes: list[Note] = []

    def written(self, markdown: str, language: str) -> str:
        """As XML; empty where the text says nothing."""
        return "".join(self.markup.block(block) for block in self._blocks(markdown, language))

    def _blocks(self, markdown: str, language: str) -> Iterator[Block]:
        parsed, rtl = prose.parsed(markdown, under=1), is_rtl(language)
        notes = [word_prose.runs_in(html, language, rtl=rtl) for html in parsed.notes]
        for block in parsed.blocks:
            found = word_prose.read(block.html, self.lists, language, rtl=rtl, headings=HEADINGS)
            yield from (self._noted(one, notes, rtl) for one in found)

    def _noted(self, block: Block, notes: list[list[Run]], rtl: bool) -> Block:
        """Each reference has a note of its own: Word refers to none twice."""
        if isinstance(block, Paragraph):
            return replace(block, runs=[self._numbered(run, notes, rtl) for run in block.runs])
        if isinstance(block, Table):
            rows = [
                replace(row, cells=[
                    replace(cell, paragraph=replace(
                        cell.paragraph,
                        runs=[self._numbered(run, notes, rtl) for run in cell.paragraph.runs],
                    ))
                    for cell in row.cells
                ])
                for row in block.rows
            ]  # fmt: skip
            return replace(block, rows=rows)
        return block

    def _numbered(self, run: Run, notes: list[list[Run]], rtl: bool) -> Run:
        if not run.note:
            return run
        number = len(self.notes) + 1
        self.notes.append(Note(number, Paragraph("FootnoteText", notes[run.note - 1], rtl=rtl)))
        return replace(run, note=number)
