"""Paragraphs, tables and runs written down as WordprocessingML, each property in the order of its schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from cases.word.pieces import DELETED, SAME, Block, Cell, Contents, Paragraph, Row, Run, Table
from cases.word.writing import word_language
from cases.word.xml import element, text

_PIECES = re.compile(r"([\n\t])")
REFERENCE_STYLES = {"page": "FootnoteReference", "end": "EndnoteReference"}


@dataclass
class Markup:
    """Writes blocks. ``language`` is the document's; ``notes_at`` ``page`` or ``end``.

    ``author`` and ``changed_at`` are those of tracked changes.
    """

    language: str
    notes_at: str = "page"
    author: str = ""
    changed_at: datetime | None = None
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def new_id(self) -> int:
        """A number that no other bookmark or change of the document has."""
        return next(self._ids)

    def block(self, one: Block) -> str:
        if isinstance(one, Paragraph):
            return self.paragraph(one)
        return self.table(one) if isinstance(one, Table) else self._contents(one)

    # Paragraphs

    def paragraph(self, one: Paragraph, *, section: str = "", lead: str = "") -> str:
        """``section``: properties of the part that ends with it; ``lead`` stands before its runs."""
        inner = self._runs(one.runs)
        if one.link:
            inner = element("w:hyperlink", inner, anchor=one.link, history=1)
        if one.bookmark:
            inner = self._bookmark(one.bookmark, inner)
        return element("w:p", self._properties(one, section), lead, inner)

    def _properties(self, one: Paragraph, section: str) -> str:
        numbering = one.numbering
        return element(
            "w:pPr",
            element("w:pStyle", val=one.style),
            element("w:keepNext") if one.keep_next else "",
            _numbering(numbering.list, numbering.level) if numbering else "",
            element("w:bidi") if one.rtl else "",
            element("w:rPr", self._change(one.mark)) if one.mark else "",
            section,
        )

    def _runs(self, runs: Iterable[Run]) -> str:
        return "".join(self._marked(run) for run in runs)

    def _marked(self, run: Run) -> str:
        written = self.run(run)
        if run.mark != SAME and written:
            written = element(f"w:{run.mark}", written, **self._changed())
        if run.note and not run.again and run.mark != DELETED:
            return self._bookmark(_place_of(run.note), written)
        return written

    def _change(self, mark: str) -> str:
        return element(f"w:{mark}", **self._changed())

    def _changed(self) -> dict[str, object]:
        at = self.changed_at.strftime("%Y-%m-%dT%H:%M:%SZ") if self.changed_at else None
        return {"id": self.new_id(), "author": self.author, "date": at}

    # Runs

    def run(self, run: Run) -> str:
        """A run by itself."""
        if run.note:
            return self._reference(run)
        if run.field:
            return self._field(run)
        letters = "w:delText" if run.mark == DELETED else "w:t"
        pieces = (_piece(piece, letters) for piece in _PIECES.split(run.text) if piece)
        inner = "".join(pieces)
        return element("w:r", self.run_properties(run), inner) if inner else ""

    def run_properties(self, run: Run) -> str:
        """Its style, direction and language."""
        style = run.style or ("Symbol" if run.isolated else "")
        code = word_language(run.language or self.language)
        language = element("w:lang", bidi=code) if run.rtl else element("w:lang", val=code)
        return element(
            "w:rPr",
            element("w:rStyle", val=style) if style else "",
            element("w:noProof") if run.isolated else "",
            element("w:rtl") if run.rtl else "",
            "" if run.isolated else language,
        )

    def _reference(self, run: Run) -> str:
        style = REFERENCE_STYLES[self.notes_at]
        properties = element("w:rPr", element("w:rStyle", val=style), element("w:rtl") if run.rtl else "")
        if run.again:
            instruction = f"NOTEREF {_place_of(run.note)} \\h"
            return "".join(_field(instruction, run.text, properties, run.mark == DELETED))
        tag = "w:footnoteReference" if self.notes_at == "page" else "w:endnoteReference"
        return element("w:r", properties, element(tag, id=run.note))

    def _field(self, run: Run) -> str:
        return "".join(_field(run.field, run.text, self.run_properties(run), run.mark == DELETED))

    def _bookmark(self, name: str, inner: str) -> str:
        number = self.new_id()
        return element("w:bookmarkStart", id=number, name=name) + inner + element("w:bookmarkEnd", id=number)

    # Tables

    def table(self, one: Table) -> str:
        properties = element(
            "w:tblPr",
            element("w:tblStyle", val=one.style),
            element("w:bidiVisual") if one.rtl else "",
            element("w:tblW", w=sum(one.widths), type="dxa"),
            element("w:tblLayout", type="fixed"),
            element(
                "w:tblLook",
                val="0020",
                firstRow=1,
                lastRow=0,
                firstColumn=0,
                lastColumn=0,
                noHBand=1,
                noVBand=1,
            ),
            element("w:tblCaption", val=one.title) if one.title else "",
        )
        grid = element("w:tblGrid", *(element("w:gridCol", w=width) for width in one.widths))
        return element("w:tbl", properties, grid, *(self._row(row, one.widths) for row in one.rows))

    def _row(self, row: Row, widths: Iterable[int]) -> str:
        properties = element(
            "w:trPr",
            element("w:cantSplit"),
            element("w:tblHeader") if row.is_head else "",
            self._change(row.mark) if row.mark else "",
        )
        left = list(widths)
        cells = []
        for cell in row.cells:
            width, left = sum(left[: cell.span]), left[cell.span :]
            cells.append(self._cell(cell, width))
        return element("w:tr", properties, *cells)

    def _cell(self, cell: Cell, width: int) -> str:
        properties = element(
            "w:tcPr",
            element("w:tcW", w=width, type="dxa"),
            element("w:gridSpan", val=cell.span) if cell.span > 1 else "",
        )
        return element("w:tc", properties, self.paragraph(cell.paragraph))

    # Contents

    def _contents(self, one: Contents) -> str:
        """A block that Word knows as a table of contents, and brings up to date."""
        begin = _begin('TOC \\o "1-2" \\h \\z \\t "Annex title,3"', dirty=True)
        entries = [
            self.paragraph(entry, lead=begin if not place else "") for place, entry in enumerate(one.entries)
        ]
        if not entries:
            entries = [element("w:p", element("w:pPr", element("w:pStyle", val="TOC1")), begin)]
        last = (
            entries[-1].removesuffix("</w:p>")
            + element("w:r", element("w:fldChar", fldCharType="end"))
            + "</w:p>"
        )
        gallery = element(
            "w:docPartObj",
            element("w:docPartGallery", val="Table of Contents"),
            element("w:docPartUnique"),
        )
        content = element("w:sdtContent", self.paragraph(one.title), *entries[:-1], last)
        return element("w:sdt", element("w:sdtPr", gallery), content)


def _place_of(note: int) -> str:
    """The bookmark round the first reference to a note."""
    return f"_Ref_note_{note}"


def _numbering(number: int, level: int) -> str:
    return element("w:numPr", element("w:ilvl", val=level), element("w:numId", val=number))


def _piece(piece: str, letters: str) -> str:
    if piece == "\n":
        return element("w:br")
    if piece == "\t":
        return element("w:tab")
    return f'<{letters} xml:space="preserve">{text(piece)}</{letters}>'


def _begin(instruction: str, *, dirty: bool = False) -> str:
    return "".join((
        element("w:r", element("w:fldChar", fldCharType="begin", dirty="true" if dirty else None)),
        element("w:r", f'<w:instrText xml:space="preserve"> {text(instruction)} </w:instrText>'),
        element("w:r", element("w:fldChar", fldCharType="separate")),
    ))  # fmt: skip


def _field(instruction: str, result: str, properties: str, is_deleted: bool) -> Iterator[str]:
    told, letters = ("w:delInstrText", "w:delText") if is_deleted else ("w:instrText", "w:t")
    yield element("w:r", properties, element("w:fldChar", fldCharType="begin"))
    yield element("w:r", properties, f'<{told} xml:space="preserve"> {text(instruction)} </{told}>')
    yield element("w:r", properties, element("w:fldChar", fldCharType="separate"))
    if result:
        yield element("w:r", properties, _piece(result, letters))
    yield element("w:r", properties, element("w:fldChar", fldCharType="end"))
