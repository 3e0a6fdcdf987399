"""Cells of a table that goes out as CSV or XLSX: texts are texts, and harmless to spreadsheet programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

Cell = str | int | date | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With what a cell begins that a spreadsheet program may take for a formula (OWASP ASVS 5.0, 1.2.10)."""
LONGEST = 32_767
"""Characters that a cell of XLSX holds."""
_TOP = Alignment(wrap_text=True, vertical="top")


def harmless(cell: Cell) -> Cell:
    """What a spreadsheet program might take for a formula is marked as text: for CSV, which has no types."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def xlsx_cell(sheet: Any, value: Cell, *, bold: bool = False, wrapped: bool = False) -> Any:
    """A cell of a workbook that is written row by row: a text stays a text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value="" if value is None else writable(value))
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    if wrapped:
        cell.alignment = _TOP
    return cell


def writable(value: Cell) -> Cell:
    """XML knows no control characters, no halves of characters, and a cell has its length."""
    if not isinstance(value, str):
        return value
    return "".join(one for one in value if _in_xml(one))[:LONGEST]


def _in_xml(one: str) -> bool:
    return (one >= " " or one in "\t\n") and not "\ud800" <= one <= "\udfff" and one not in "\ufffe\uffff"
