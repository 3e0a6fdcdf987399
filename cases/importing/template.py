"""The empty file of our own layout, for whoever prepares an import by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from cases.importing.columns import COLUMNS, called


def as_csv() -> bytes:
    """The header in the language that is active; whichever it is, it is read again."""
    return csv_of([_called(column) for column in COLUMNS])


def as_xlsx() -> bytes:
    meanings = {_called(column): meaning for column, meaning in explained().items()}
    return xlsx_of("recommendations", list(meanings), meanings)


def _called(column: str) -> str:
    return called(column, (get_language() or "")[:2])


def csv_of(columns: Sequence[str]) -> bytes:
    """A header as CSV in UTF-8, with the mark by which spreadsheet programs know it."""
    text = io.StringIO()
    csv.writer(text).writerow(columns)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(title: str, columns: Sequence[str], meanings: Mapping[str, str]) -> bytes:
    """A header as a workbook, and a second sheet that explains each column."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    sheet.append(columns)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    notes = workbook.create_sheet(_("Columns"))
    for column, meaning in meanings.items():
        notes.append((column, meaning))
    notes.column_dimensions["B"].width = 100
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()


def explained() -> dict[str, str]:
    """What each column takes, for the workbook and for the pages."""
    several = _("several joined by “ | ”")
    return {
        "key": _("What the row is called in your list; never change it, by it the row is recognised again."),
        "mechanism": _("UPR, CCPR, CESCR, CERD, CEDAW, CAT, SPT, CRC, CMW, CRPD, CED or SP, or its name"),
        "cycle": _("a number, or empty"),
        "session": _("a number, or empty"),
        "symbol": _("of the document, such as A/HRC/52/7"),
        "paragraph": _("such as 45(a) or 144.12"),
        "date": _("of the document: 2022-07-12, or the year alone"),
        "recommending_states": several,
        "position": _("supported, partly supported, noted, or empty"),
        "themes": several,
        "affected_persons": several,
        "sdg_targets": several,
        "responsible_bodies": _("several joined by “ | ”; they are proposed as leads"),
        "status_in_source": _("how far it is, in the words of the source; kept beside, never our own status"),
        "text_en": _("the text; one column per language, such as text_fr or text_es; one of them is filled"),
        "text_fr": "",
        "text_ar": "",
    }


WRITERS: dict[str, Callable[[], bytes]] = {".csv": as_csv, ".xlsx": as_xlsx}
