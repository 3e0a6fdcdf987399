"""A list as a file, CSV or XLSX: in the reader's language, and harmless to spreadsheet programs."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language_bidi
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Cell = str | int | date | None
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With what a cell begins that a spreadsheet program may take for a formula (OWASP ASVS 5.0, 1.2.10)."""


def as_csv(rows: Iterable[list[Cell]], name: str) -> HttpResponseBase:
    """In UTF-8 with the mark by which spreadsheet programs know it; a day is written 2026-07-12."""
    writer: Any = csv.writer(_Passed())
    lines = (writer.writerow([harmless(cell) for cell in row]) for row in rows)
    return _answer(StreamingHttpResponse(_with_mark(lines)), ".csv", name)


def as_xlsx(rows: Iterable[list[Cell]], name: str, *, title: str) -> HttpResponseBase:
    """Texts are texts, days are days; written row by row, and read from right to left where the page is."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.freeze_panes = "B2"
    for number, row in enumerate(rows):
        sheet.append([_xlsx_cell(sheet, cell, bold=number == 0) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook.save(file)
    file.seek(0)
    return _answer(FileResponse(file), ".xlsx", name)


def harmless(cell: Cell) -> Cell:
    """What a spreadsheet program might take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _xlsx_cell(sheet: Any, value: Cell, *, bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, value="" if value is None else _writable(value))
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _writable(value: Cell) -> Cell:
    """XML knows no control characters."""
    if not isinstance(value, str):
        return value
    return "".join(one for one in value if one >= " " or one in "\t\n")[:32_767]


class _Passed:
    """What csv writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def _with_mark(lines: Iterator[str]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for line in lines:
        yield line.encode()


def _answer(response: Any, ending: str, name: str) -> HttpResponseBase:
    response.headers["Content-Type"] = MEDIA_TYPES[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
