"""The tables of narratives: rows of as many cells as Word takes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cases.word.pieces import Cell, Paragraph, Row, Run, Table

WIDTH = 9_640
"""Of the text on an upright page, in twentieths of a point."""
MOST_COLUMNS = 63
"""Word opens no table with more; what a wider one has stands in the last."""


@dataclass
class Grid:
    """A table as it is read; its first ``heads`` rows are heads."""

    rows: list[list[Paragraph]] = field(default_factory=list)
    heads: int = 0

    def table(self, *, rtl: bool) -> Table | None:
        """None where it has no cells."""
        columns = min(max((len(row) for row in self.rows), default=0), MOST_COLUMNS)
        if not columns:
            return None
        rows = [
            Row([Cell(one) for one in _fitted(row, columns, rtl)], is_head=place < self.heads)
            for place, row in enumerate(self.rows)
        ]
        return Table([WIDTH // columns] * columns, rows, rtl=rtl)


def _fitted(row: list[Paragraph], columns: int, rtl: bool) -> list[Paragraph]:
    """As many cells as there are columns; what is too much stands in the last one, line by line."""
    if len(row) > columns:
        last, *more = row[columns - 1 :]
        runs = list(last.runs)
        for one in more:
            runs += [Run("\n", "", rtl=rtl), *one.runs]
        return [*row[: columns - 1], replace(last, runs=runs)]
    return row + [Paragraph("TableText", [], rtl=rtl)] * (columns - len(row))
