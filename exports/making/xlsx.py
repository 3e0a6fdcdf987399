"""The annex as a workbook: the matrix of recommendations, each with the texts that answer it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from cases.sheets import LONGEST, Cell, xlsx_cell
from exports.annexes import matrix_heads
from exports.content import Content, Row, Section
from exports.making.made import Made, beside
from exports.plain import plain
from exports.press import Follow
from exports.sections import paragraphs_by_reference

WIDTHS = (6, 22, 20, 22, 11, 60, 16, 28, 20, 14, 60)
"""Of the columns, in characters; all after them are full texts."""
WIDE = 80


def make(content: Content, *, draft: bool, folder: Path, follow: Follow) -> Made:
    """Header frozen, filters set; read from right to left where the report is."""
    return beside(lambda: _written(content, folder / "annex.xlsx", draft=draft), follow)


def _written(content: Content, path: Path, *, draft: bool) -> Made:
    with translation.override(content["language"]):
        rows = [*_rows(content)]
        parts = max((len(row) for row in rows), default=0) - len(WIDTHS)
        workbook = Workbook(write_only=True)
        workbook.properties.title = content["masthead"]["title"][:255]
        _fill(workbook.create_sheet(_("Draft") if draft else _("Matrix")), rows, parts, content)
    workbook.save(path)
    return Made(path)


def _fill(sheet: Any, rows: list[list[Cell]], parts: int, content: Content) -> None:
    sheet.sheet_view.rightToLeft = content["direction"] == "rtl"
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(WIDTHS) + max(parts, 1))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    for place, width in enumerate([*WIDTHS, *[WIDE] * max(parts, 1)], start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([xlsx_cell(sheet, one, bold=True, wrapped=True) for one in _header(parts)])
    for row in rows:
        sheet.append([xlsx_cell(sheet, one, wrapped=True) for one in row])


def _header(parts: int) -> list[str]:
    more = [_("Full text, part %(part)d") % {"part": part} for part in range(2, parts + 1)]
    number, reference, *others = matrix_heads()
    cited = [_("Document"), _("Paragraph")]
    return [number, _("Mechanism"), reference, *cited, *others, _("Short text"), _("Full text"), *more]


def _rows(content: Content) -> list[list[Cell]]:
    answered = paragraphs_by_reference(content["sections"])
    return [[*_cells(row), *_texts(answered.get(row["reference"]))] for row in content["matrix"]]


def _cells(row: Row) -> list[Cell]:
    return [
        row["number"], row["mechanism"], row["reference"], row["symbol"], row["paragraph"],
        row["text"]["text"], row["position"], row["department"]["text"], row["status"]["text"],
        row["answered_in"],
    ]  # fmt: skip


def _texts(section: Section | None) -> list[Cell]:
    """The short text, then the full one, in as many cells as it takes: none of it is cut off."""
    if section is None:
        return ["", ""]
    short = "\n".join(plain(paragraph["html"]) for paragraph in section["paragraphs"])
    full = plain(section["full"])
    return [short, *(full[begins : begins + LONGEST] for begins in range(0, max(len(full), 1), LONGEST))]
