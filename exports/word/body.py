"""A report's content as the body of a Word document: masthead, contents, text, notes, annexes.

Everything that is printed comes from the content alone; no query is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from cases.people.day_words import day_in_words
from cases.word import prose
from cases.word.pieces import Block, Body, Cell, Contents, Note, Numbering, Paragraph, Part, Row, Run, Table
from cases.word.writing import runs_of, symbol
from exports.annexes import ANCHORS, titles
from exports.content import Content, Section
from exports.numbering import is_written_out
from exports.word import annexes
from exports.word.lists import Lists
from exports.word.writing import bookmark, said, under_heading

IN_CONTENTS = 2
"""Headings down to this level are in the table of contents, but not those of single answers."""
OF_ANNEXES = 3
"""The level of their entries, which have no mark and no room for one."""
ANSWERS = ("narrative",)


class Builder:
    """Makes the body of one content; ``lists`` may be shared by two that are compared."""

    def __init__(self, content: Content, lists: Lists) -> None:
        self.content, self.lists = content, lists
        self.language, self.rtl = content["language"], content["direction"] == "rtl"
        self._there = {note["number"] for note in content.get("notes", [])}
        self._noted: set[int] = set()

    def body(self) -> Body:
        """The whole document, in the language that is active."""
        self.lists.begin()
        text = [*self._masthead(), self._contents(), *self._text()]
        made = annexes.Annexes(self.content, self.lists)
        found = (("text", text), ("across", list(made.across())), ("full", list(made.full())))
        parts = [Part(name, blocks) for name, blocks in found if blocks]
        return Body(parts, list(self._notes()))

    def line(self, style: str, text: str, **options: object) -> Paragraph:
        return Paragraph(style, runs_of(text, self.language, rtl=self.rtl), rtl=self.rtl, **options)  # type: ignore[arg-type]

    # Title page

    def _masthead(self) -> Iterator[Block]:
        mast = self.content["masthead"]
        state = mast["state"] + (f"\n{name}" if (name := mast.get("coordinated_by")) else "")
        mark = [symbol(mast["symbol"], self.language)] if mast["symbol"] else []
        yield self._two("MastheadTop", self._runs(state), mark)
        yield self._two("MastheadFacts", self._runs(mast["body"]), self._runs("\n".join(self._facts())))
        yield self.line("Title", mast["title"])

    def _two(self, style: str, first: Sequence[Run], second: Sequence[Run]) -> Table:
        cells = [
            Cell(Paragraph(f"{style}{place}", runs, rtl=self.rtl))
            for place, runs in ((1, first), (2, second))
        ]
        return Table([6_440, 3_200], [Row(cells)], style=style, rtl=self.rtl)

    def _facts(self) -> Iterator[str]:
        mast = self.content["masthead"]
        if mast["distribution"]:
            yield f"{_('Distr.:')} {mast['distribution']}"
        if mast["dated_on"]:
            yield str(day_in_words(date.fromisoformat(mast["dated_on"])))
        if mast["original_language"]:
            yield f"{_('Original:')} {mast['original_language']}"

    def _contents(self) -> Contents:
        entries = [
            self._entry(
                min(section["level"], IN_CONTENTS),
                section["number"],
                said(section["title"], self.language, rtl=self.rtl),
                section["anchor"],
            )
            for section in self.content["sections"]
            if section["kind"] not in ANSWERS and section["level"] <= IN_CONTENTS and section["title"]["text"]
        ]
        entries += [
            self._entry(OF_ANNEXES, "", self._runs(title), ANCHORS[name])
            for name, title in titles(self.content)
        ]
        return Contents(self.line("ContentsTitle", _("Contents")), entries)

    def _entry(self, level: int, mark: str, title: list[Run], anchor: str) -> Paragraph:
        lead = [*self._runs(f"{mark}\t")] if mark else []
        page = Run("", self.language, rtl=self.rtl, field=f"PAGEREF {bookmark(anchor)} \\h")
        runs = [*lead, *title, Run("\t", self.language, rtl=self.rtl), page]
        return Paragraph(f"TOC{level}", runs, rtl=self.rtl, link=bookmark(anchor))

    # Text

    def _text(self) -> Iterator[Block]:
        for section in self.content["sections"]:
            yield from self._section(section)
        if not self.content["sections"]:
            yield self.line("BodyText", _("No answer has been approved yet."))

    def _section(self, section: Section) -> Iterator[Block]:
        if section["title"]["text"].strip():
            yield self._heading(section)
        yield from under_heading(section, self.language, rtl=self.rtl)
        language, rtl = section["language"] or self.language, section["direction"] == "rtl"
        for paragraph in section["paragraphs"]:
            found = [
                self._noted_again(one) for one in prose.read(paragraph["html"], self.lists, language, rtl=rtl)
            ]
            yield from self._numbered(found, paragraph["number"], rtl) if paragraph["number"] else found

    def _heading(self, section: Section) -> Paragraph:
        level = min(max(section["level"], 1), 4)
        style = f"Answer{level}" if section["kind"] in ANSWERS else f"Heading{level}"
        runs = said(section["title"], self.language, rtl=self.rtl)
        numbering = self.lists.heading(section["number"], level - 1)
        if is_written_out(section["number"]):
            runs = [*self._runs(f"{section['number']}\t"), *runs]
        return Paragraph(
            style,
            runs,
            rtl=self.rtl,
            numbering=numbering or Numbering(0),
            bookmark=bookmark(section["anchor"]),
        )

    def _numbered(self, found: list[Block], number: int, rtl: bool) -> list[Block]:
        """The first paragraph bears the number; before a list or a table it stands by itself."""
        numbering = self.lists.paragraph(number)
        first = found[0] if found else None
        if isinstance(first, Paragraph) and first.style == "BodyText":
            return [replace(first, style="NumberedParagraph", numbering=numbering), *found[1:]]
        alone = Paragraph("NumberedParagraph", [], rtl=rtl, numbering=numbering, keep_next=True)
        return [alone, *found]

    # Notes

    def _noted_again(self, block: Block) -> Block:
        """Only the first reference to a note is its own; the others say its number by a field of Word's."""
        if isinstance(block, Paragraph):
            return replace(block, runs=[self._noted_once(run) for run in block.runs])
        if isinstance(block, Table):
            return replace(
                block,
                rows=[
                    replace(row, cells=[replace(cell, paragraph=self._in_cell(cell)) for cell in row.cells])
                    for row in block.rows
                ],
            )
        return block

    def _in_cell(self, cell: Cell) -> Paragraph:
        return replace(cell.paragraph, runs=[self._noted_once(run) for run in cell.paragraph.runs])

    def _noted_once(self, run: Run) -> Run:
        if not run.note:
            return run
        if run.note not in self._there:
            return replace(run, note=0, text=str(run.note), style="Mark")
        again = run.note in self._noted
        self._noted.add(run.note)
        return replace(run, again=again, text=str(run.note) if again else "")

    def _notes(self) -> Iterator[Note]:
        for note in self.content.get("notes", []):
            if note["number"] in self._noted:
                rtl = note["direction"] == "rtl"
                runs = prose.runs_in(note["html"], note["language"], rtl=rtl)
                yield Note(note["number"], Paragraph("NoteText", runs, rtl=rtl))

    def _runs(self, text: str) -> list[Run]:
        return runs_of(text, self.language, rtl=self.rtl) if text else []
