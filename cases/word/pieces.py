"""What a Word document is made of here: runs of text, paragraphs, tables, parts of pages. Plain data.

``body.py`` makes them from a report's content, ``changes.py`` compares them, ``markup.py`` writes them down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

SAME, INSERTED, DELETED = "", "ins", "del"
"""The marks of tracked changes, as WordprocessingML names them."""


@dataclass(frozen=True)
class Run:
    """Letters of one direction and language. ``note`` is the number of a note that is referred to.

    ``again``: it was referred to before. ``isolated``: a symbol, a day or a reference, which always runs from
    left to right. ``field`` is an instruction of Word's (``PAGE``), ``text`` then what it last said.
    """

    text: str
    language: str
    rtl: bool = False
    isolated: bool = False
    style: str = ""
    note: int = 0
    again: bool = False
    field: str = ""
    mark: str = SAME


@dataclass(frozen=True)
class Numbering:
    """``list`` is the number of the list (``w:num``) and ``level`` counts from 0."""

    list: int
    level: int = 0


@dataclass(frozen=True)
class Paragraph:
    """``bookmark`` is its anchor, ``link`` that of what its text leads to; ``mark`` is its end's own."""

    style: str
    runs: Sequence[Run]
    rtl: bool = False
    numbering: Numbering | None = None
    bookmark: str = ""
    link: str = ""
    keep_next: bool = False
    mark: str = SAME

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs if not run.note)


@dataclass(frozen=True)
class Cell:
    """One paragraph; lines of it end with a line break. ``span`` is in columns."""

    paragraph: Paragraph
    span: int = 1


@dataclass(frozen=True)
class Row:
    cells: Sequence[Cell]
    is_head: bool = False
    mark: str = SAME

    @property
    def text(self) -> str:
        return "\t".join(cell.paragraph.text for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """``widths`` of the columns, in twentieths of a point; ``title`` is told to who hears the table."""

    widths: Sequence[int]
    rows: Sequence[Row]
    style: str = "ReportTable"
    rtl: bool = False
    title: str = ""


@dataclass(frozen=True)
class Contents:
    """The table of contents: a field of Word's, with the entries that it has before Word counts the pages."""

    title: Paragraph
    entries: Sequence[Paragraph]


Block = Paragraph | Table | Contents


@dataclass(frozen=True)
class Note:
    """``number`` is its id; a note of an earlier text, that is compared, is numbered behind the others."""

    number: int
    paragraph: Paragraph


@dataclass(frozen=True)
class Part:
    """What stands on pages of one kind, and begins on a new page: ``text``, ``across`` or ``full``."""

    name: str
    blocks: Sequence[Block]

    @property
    def landscape(self) -> bool:
        return self.name == "across"


@dataclass
class Body:
    """The whole text of a document, with the lists that its paragraphs are numbered by."""

    parts: list[Part]
    notes: list[Note] = field(default_factory=list)
