"""The annexes of a report in Word: figures and matrix on pages across, the full texts on upright ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from cases.word import prose
from cases.word.pieces import Block, Cell, Paragraph, Row, Run, Table
from cases.word.writing import is_rtl, runs_of, symbol
from exports.annexes import ANCHORS, figure_number, matrix_heads, titles, told_in_full
from exports.content import Content, Figure, Section, Share, Words
from exports.content import Row as Asked
from exports.word.lists import Lists
from exports.word.writing import bookmark, comma, said, under_heading

ACROSS = 14_000
"""The width of the text on a page across, in twentieths of a point."""
COLUMNS = (750, 2_400, 4_850, 1_400, 1_900, 1_500, 1_200)
MOST_DEGREES = 60
ON_ONE_PAGE = 20
"""Rows of a figure that a page across holds: no more are kept together."""


class Annexes:
    """Makes the annexes of one content, in the language that is active."""

    def __init__(self, content: Content, lists: Lists) -> None:
        self.content, self.lists = content, lists
        self.language, self.rtl = content["language"], content["direction"] == "rtl"
        self._titles = dict(titles(content))

    def across(self) -> Iterator[Block]:
        """Figures and matrix."""
        if "figures" in self._titles:
            yield self._title("figures")
            for place, figure in enumerate(self.content["figures"], start=1):
                yield from self._figure(place, figure)
        if "matrix" in self._titles:
            yield self._title("matrix")
            yield (
                self._matrix()
                if self.content["matrix"]
                else self._line("BodyText", _("The round has no recommendations yet."))
            )

    def full(self) -> Iterator[Block]:
        """The full texts, under the headings of the report."""
        if "full" not in self._titles:
            return
        yield self._title("full")
        for section in told_in_full(self.content["sections"]):
            yield from self._full_text(section)

    def _full_text(self, section: Section) -> Iterator[Block]:
        heading = said(section["title"], self.language, rtl=self.rtl)
        yield Paragraph(f"AnnexHeading{min(max(section['level'], 1), 4)}", heading, rtl=self.rtl)
        if section["kind"] != "narrative":
            return
        yield from under_heading(section, self.language, rtl=self.rtl)
        language, rtl = section["language"] or self.language, section["direction"] == "rtl"
        yield from prose.read_with_notes(section["full"], self.lists, language, rtl=rtl)

    def _title(self, name: str) -> Paragraph:
        line = self._line("AnnexTitle", self._titles[name])
        return Paragraph(line.style, line.runs, rtl=line.rtl, bookmark=bookmark(ANCHORS[name]))

    # Figures

    def _figure(self, place: int, figure: Figure) -> Iterator[Block]:
        title = [*self._runs(f"{figure_number(place)} "), *self._said(figure["title"])]
        yield Paragraph("Caption", title, rtl=self.rtl, keep_next=True)
        degrees = figure["degrees"][:MOST_DEGREES]
        width = min(1_700, 9_000 // max(1, len(degrees)))
        head = Row(
            [self._cell("TableHead", []), *(self._cell("TableHead", self._said(one)) for one in degrees)],
            is_head=True,
        )
        shares = figure["shares"]
        together = len(shares) if len(shares) <= ON_ONE_PAGE else 0
        rows = [self._share(one, keep_next=at < together) for at, one in enumerate(shares, start=1)]
        widths = [ACROSS - width * len(degrees), *([width] * len(degrees))]
        yield Table(widths, [head, *rows], rtl=self.rtl, title=figure["title"]["text"])

    def _share(self, share: Share, *, keep_next: bool) -> Row:
        label = self._cell("TableText", self._said(share["label"]), keep_next=keep_next)
        counts = (self._runs(str(one)) for one in share["counts"][:MOST_DEGREES])
        return Row([label, *(self._cell("TableNumber", one, keep_next=keep_next) for one in counts)])

    # Matrix

    def _matrix(self) -> Table:
        rows = [Row([self._cell("TableHead", self._runs(head)) for head in matrix_heads()], is_head=True)]
        for mechanism, asked in groupby(self.content["matrix"], key=lambda row: row["mechanism"]):
            rows.append(
                Row([self._cell("TableGroup", self._runs(mechanism), span=len(COLUMNS), keep_next=True)])
            )
            rows.extend(self._asked(row) for row in asked)
        return Table(COLUMNS, rows, rtl=self.rtl, title=_("Matrix of recommendations"))

    def _asked(self, row: Asked) -> Row:
        text = row["text"]
        rtl = text["direction"] == "rtl" or (text["direction"] == "auto" and is_rtl(text["text"]))
        asked = said(text, self.language, rtl=rtl)
        return Row([
            self._cell("TableText", self._runs(str(row["number"]))),
            self._cell("TableText", self._source(row)),
            Cell(Paragraph("TableText", asked, rtl=rtl)),
            self._cell("TableText", self._runs(row["position"])),
            self._cell("TableText", self._said(row["department"])),
            self._cell("TableText", self._said(row["status"])),
            self._cell("TableText", self._runs(row["answered_in"])),
        ])  # fmt: skip

    def _source(self, row: Asked) -> list[Run]:
        runs = [symbol(row["reference"], self.language)]
        if row["symbol"]:
            runs += [Run("\n", self.language, rtl=self.rtl), symbol(row["symbol"], self.language)]
            if row["paragraph"]:
                before = comma(rtl=self.rtl) + _("para.") + " "
                runs += [*self._runs(before), symbol(row["paragraph"], self.language)]
        return runs

    def _cell(self, style: str, runs: list[Run], *, span: int = 1, keep_next: bool = False) -> Cell:
        return Cell(Paragraph(style, runs, rtl=self.rtl, keep_next=keep_next), span)

    def _line(self, style: str, text: str) -> Paragraph:
        return Paragraph(style, self._runs(text), rtl=self.rtl)

    def _runs(self, text: str) -> list[Run]:
        return runs_of(text, self.language, rtl=self.rtl) if text else []

    def _said(self, words: Words) -> list[Run]:
        return said(words, self.language, rtl=self.rtl) if words["text"] else []
