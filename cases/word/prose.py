"""A narrative's clean HTML (``cases/prose.py``) as paragraphs and tables of Word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from cases.word.grids import Grid
from cases.word.lists import LEVELS, Lists
from cases.word.pieces import Block, Numbering, Paragraph, Run
from cases.word.writing import runs_of, symbol

_BLANKS = re.compile(r"[ \t\r\n]+")
_BLOCKS = {"p", "div", "table", "ul", "ol", "li", "blockquote", "td", "th"}
_TAGS_OF_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
HEADINGS = {"h1": 5, "h2": 5, "h3": 5, "h4": 5, "h5": 5, "h6": 6}
"""The report's own headings go down to the fourth level."""

Given = dict[str, str]


@dataclass
class _List:
    """A list that is open; ``numbering`` is known from its first item on."""

    is_ordered: bool
    start: int
    numbering: Numbering | None = None


@dataclass
class _Item:
    """An item of a list, and whether its number has been given to a paragraph."""

    numbering: Numbering
    level: int
    is_new: bool = True


def read(
    html: str, lists: Lists, language: str, *, rtl: bool, headings: Mapping[str, int] = HEADINGS
) -> list[Block]:
    """The blocks of a text, whose notes are the document's; ``headings`` are their levels in Word by tag."""
    return _Reader(lists, language, rtl=rtl, owns_notes=False, headings=headings).read(html)


def read_with_notes(html: str, lists: Lists, language: str, *, rtl: bool) -> list[Block]:
    """The blocks of a text with its own notes under it."""
    return _Reader(lists, language, rtl=rtl, owns_notes=True).read(html)


def runs_in(html: str, language: str, *, rtl: bool) -> list[Run]:
    """The runs of a text without blocks, such as a note."""
    found = read(html, Lists(), language, rtl=rtl)
    return [run for block in found if isinstance(block, Paragraph) for run in block.runs]


class _Reader(HTMLParser):
    """Reads one text. Elements that it does not know are left out; their text stays."""

    def __init__(
        self,
        lists: Lists,
        language: str,
        *,
        rtl: bool,
        owns_notes: bool,
        headings: Mapping[str, int] = HEADINGS,
    ) -> None:
        super().__init__(convert_charrefs=True)
        self._headings = headings
        self._lists, self._language, self._rtl, self._owns_notes = lists, language, rtl, owns_notes
        self._blocks: list[Block] = []
        self._runs: list[Run] = []
        self._open: list[_List] = []
        self._items: list[_Item] = []
        self._grid: Grid | None = None
        self._style = ""
        self._isolated = self._quoted = 0
        self._in_link = False
        self._under: Numbering | None = None
        self._begins: dict[str, Callable[[Given], None]] = {
            "ul": self._begin_list,
            "ol": self._begin_ordered_list,
            "li": self._begin_item,
            "blockquote": self._begin_quotation,
            "table": self._begin_table,
            "tr": self._begin_row,
            "th": self._begin_head,
            "br": self._break_line,
            "bdi": self._begin_symbol,
            "a": self._begin_link,
            "div": self._begin_note,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "ul": self._end_list,
            "ol": self._end_list,
            "li": self._end_item,
            "blockquote": self._end_quotation,
            "table": self._end_table,
            "td": self._end_cell,
            "th": self._end_cell,
            "bdi": self._end_symbol,
            "a": self._end_link,
        }

    def read(self, html: str) -> list[Block]:
        self.feed(html)
        self.close()
        self._end_table()
        self._end_paragraph()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag in _TAGS_OF_HEADINGS:
            self._end_paragraph()
        if tag in _TAGS_OF_HEADINGS:
            self._style = f"TextHeading{self._headings[tag]}"
        if begin := self._begins.get(tag):
            begin({name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS - {"td", "th"} or tag in _TAGS_OF_HEADINGS:
            self._end_paragraph()
        if end := self._ends.get(tag):
            end()

    def handle_data(self, data: str) -> None:
        text = "" if self._in_link else _BLANKS.sub(" ", data)
        last = self._runs[-1] if self._runs else None
        if last is None or (last.text.endswith((" ", "\n")) and not last.note):
            text = text.lstrip(" ")
        if text and self._isolated:
            self._runs.append(symbol(text, self._language))
        elif text:
            self._runs.extend(runs_of(text, self._language, rtl=self._rtl))

    # Paragraphs

    def _begin_note(self, given: Given) -> None:
        if given.get("role") == "listitem":
            self._style = "TextNote"

    def _end_paragraph(self) -> None:
        runs, style = _stripped(self._runs), self._style
        if self._grid is not None:  # a cell has one paragraph
            return
        self._runs, self._style = [], ""
        if runs:
            self._blocks.append(self._in_its_place(style, runs))

    def _in_its_place(self, style: str, runs: list[Run]) -> Paragraph:
        if style == "TextNote":
            self._under = self._under or self._lists.notes()
            return self._paragraph(style, runs, self._under)
        if not self._items:
            return self._paragraph(style or ("Quote" if self._quoted else "BodyText"), runs)
        item = self._items[-1]
        if item.is_new:
            item.is_new = False
            return self._paragraph("ListParagraph", runs, item.numbering)
        return self._paragraph(f"ListContinue{min(item.level, 2) + 1}", runs)

    def _paragraph(self, style: str, runs: list[Run], numbering: Numbering | None = None) -> Paragraph:
        return Paragraph(style, runs, rtl=self._rtl, numbering=numbering)

    def _break_line(self, _given: Given) -> None:
        self._runs.append(Run("\n", self._language, rtl=self._rtl))

    def _begin_symbol(self, _given: Given) -> None:
        self._isolated += 1

    def _end_symbol(self) -> None:
        self._isolated = max(0, self._isolated - 1)

    def _begin_quotation(self, _given: Given) -> None:
        self._quoted += 1

    def _end_quotation(self) -> None:
        self._quoted = max(0, self._quoted - 1)

    # Notes

    def _begin_link(self, given: Given) -> None:
        """A reference to a note, or back from one, has its number from Word; in an annex it is text."""
        self._in_link = True
        number = _number(given.get("href", "").rpartition("-")[2], default=0)
        if given.get("role") != "doc-noteref" or not number:
            return
        if self._owns_notes:
            self._runs.append(Run(str(number), self._language, rtl=self._rtl, style="Mark"))
        else:
            self._runs.append(Run("", self._language, rtl=self._rtl, note=number))

    def _end_link(self) -> None:
        self._in_link = False

    # Lists

    def _begin_list(self, _given: Given) -> None:
        self._open.append(_List(is_ordered=False, start=1))

    def _begin_ordered_list(self, given: Given) -> None:
        self._open.append(_List(is_ordered=True, start=_number(given.get("start", ""), default=1)))

    def _end_list(self) -> None:
        self._open = self._open[:-1]

    def _begin_item(self, _given: Given) -> None:
        level = min(max(0, len(self._open) - 1), LEVELS - 1)
        listed = self._open[-1] if self._open else _List(is_ordered=False, start=1)
        if listed.numbering is None:
            listed.numbering = (
                self._lists.subparagraphs(self._language, level, listed.start)
                if listed.is_ordered
                else self._lists.bullets(level)
            )
        self._items.append(_Item(listed.numbering, level))

    def _end_item(self) -> None:
        if self._items and (item := self._items.pop()).is_new:
            self._blocks.append(self._paragraph("ListParagraph", [], item.numbering))

    # Tables

    def _begin_table(self, _given: Given) -> None:
        self._grid = Grid()

    def _begin_row(self, _given: Given) -> None:
        if self._grid is not None:
            self._grid.rows.append([])

    def _begin_head(self, _given: Given) -> None:
        if self._grid is not None:
            self._grid.heads = len(self._grid.rows)

    def _end_cell(self) -> None:
        if self._grid is not None and self._grid.rows:
            self._grid.rows[-1].append(self._paragraph("TableText", _stripped(self._runs)))
            self._runs = []

    def _end_table(self) -> None:
        grid, self._grid = self._grid, None
        if grid is not None and (table := grid.table(rtl=self._rtl)):
            self._blocks += [table, self._paragraph("AfterTable", [])]


def _stripped(runs: list[Run]) -> list[Run]:
    kept = list(runs)
    while kept and not kept[-1].note and not kept[-1].text.strip():
        kept.pop()
    if kept and not kept[-1].note:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return kept


def _number(text: str, *, default: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else default
