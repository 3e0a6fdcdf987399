"""A list as a file, CSV or XLSX: in the reader's language, and harmless to spreadsheet programs."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language_bidi
from openpyxl import Workbook

from cases.sheets import Cell, harmless, xlsx_cell

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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
        sheet.append([xlsx_cell(sheet, cell, bold=number == 0) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook.save(file)
    file.seek(0)
    return _answer(FileResponse(file), ".xlsx", name)


class _Passed:
    """What csv writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def _with_mark(lines: Iterator[str]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for line in lines:
        yield line.encode(errors="replace")  # of a half of a character


def _answer(response: Any, ending: str, name: str) -> HttpResponseBase:
    response.headers["Content-Type"] = MEDIA_TYPES[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
