"""Reads the first visible sheet of a workbook that holds a table.

Formulas count by the value that was saved, and dates are in ISO.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from cases.importing.apart.bad import Bad

CHARACTERS = 30_000_000
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FORMULA_WITHOUT_VALUE = re.compile(
    rb'<c\b[^>]*\br="([A-Z]{1,3}\d{1,7})"[^>]*><f\b[^<]*(?:</f>)?\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)


def values(path: str) -> Iterator[Any]:
    """What the file is, then [number, cells] of each row."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    # Opened by its content: by its path, a book named .xls would be read as one of Office 97.
    with open(path, "rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
        visible = [one for one in workbook.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        if not visible:
            raise Bad("no sheet")
        name = next((one.name for one in visible if _is_a_table(workbook, one.name)), visible[0].name)
        sheet = workbook.get_sheet_by_name(name)
        head = {"kind": "table", "written": "xlsx", "formula": _formula_without_value(path)}
        yield head if name == visible[0].name else {**head, "sheet": name}
        characters = 0
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [_as_text(cell) for cell in row]
            characters += sum(len(cell) for cell in cells)
            if characters > CHARACTERS:
                raise Bad("too large once open")
            yield [number, cells]


def _is_a_table(workbook: Any, name: str) -> bool:
    """Whether two of its lines fill three cells or more: a title page, or words about columns, do not."""
    wide = 0
    for row in workbook.get_sheet_by_name(name).iter_rows():
        wide += sum(1 for cell in row if cell != "") > 2
        if wide > 1:
            return True
    return False


def _formula_without_value(path: str) -> str:
    """The first cell, of any sheet, whose formula no spreadsheet program has worked out; nothing else."""
    with zipfile.ZipFile(path) as archive:
        for name in filter(_SHEET.fullmatch, archive.namelist()):
            if match := _FORMULA_WITHOUT_VALUE.search(archive.read(name)):
                return match[1].decode()
    return ""


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
