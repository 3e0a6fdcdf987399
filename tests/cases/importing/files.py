"""Small files in each layout, written for the tests, and the two ways to bring one in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook

from cases.importing.columns import COLUMNS
from cases.importing.edition import read_edition
from cases.importing.found import Outcome
from cases.importing.importer import bring_in
from tests.cast import NOW

MOROCCO = (
    "id", "code", "text_fr", "text_ar", "mechanism", "upr_cycle", "treaty_body", "special_procedure",
    "recommending_state", "axis_fr", "axis_ar", "sub_axis_fr", "sub_axis_ar", "status_fr", "progress_pct",
    "year", "responsible_bodies",
)  # fmt: skip
CLINICS = {
    "key": "1", "mechanism": "CEDAW", "symbol": "CEDAW/C/XYZ/CO/5",
    "paragraph": "45(a)", "date": "2022-07-12",
    "themes": "Health | Rural women", "responsible_bodies": "Ministry of Health",
    "text_en": "Open clinics in rural areas.", "text_fr": "Ouvrir des dispensaires.",
}  # fmt: skip
PRISONS = {
    "key": "2", "mechanism": "UPR", "cycle": "4", "session": "41", "symbol": "A/HRC/57/6",
    "paragraph": "120.3",
    "date": "2024-06-01", "recommending_states": "Chile | Kenya", "position": "Partly supported",
    "themes": "Detention", "affected_persons": "Persons in detention", "sdg_targets": "16.3",
    "responsible_bodies": "Ministry of Justice | Prison Board", "text_en": "Let courts visit prisons.",
}  # fmt: skip
WELL = {
    "id": "7", "code": "R30P2", "text_fr": "Creuser des puits.", "text_ar": "حفر الآبار.",
    "mechanism": "Organes de traités", "treaty_body": "CESCR", "axis_fr": "Droits sociaux",
    "axis_ar": "الحقوق الاجتماعية", "sub_axis_fr": "Accès à l’eau", "sub_axis_ar": "الولوج إلى الماء",
    "status_fr": "En cours", "progress_pct": "30", "year": "2021", "responsible_bodies": "Eau | Santé",
}  # fmt: skip
# fmt: off
ANNOTATION = {
    "key": "0f1e2d3c-0001", "states": ["Atlasia"], "body": "- CEDAW", "symbol": "CEDAW/C/ATL/CO/4",
    "text": "Rural health 31.The Committee recommends that the State party open clinics in every valley.",
    "themes": ["Right to health", "Discrimination against women"], "affected": ["Women & girls"],
    "sdgs": ["3.8 - Universal health coverage"], "date": "2024-03-05T00:00:00", "type": "- Recommendations",
    "regions": ["Africa"], "seen": "2024-04-01T09:30:00.827",
}
REVIEW = {
    "key": "0f1e2d3c-0002", "states": ["Atlasia"], "body": "- UPR", "symbol": "A/HRC/53/9",
    "text": "120.7 Let courts visit every prison (Chile, Kenya);", "themes": ["Conditions of detention"],
    "affected": ["Persons deprived of their liberty & detainees"], "sdgs": ["16.3 - Promote the rule of law"],
    "date": "2023-04-06T00:00:00", "recommended_by": ["Chile", "Kenya"], "position": ["Supported"],
    "type": "- Recommendations", "session": ["42"], "cycle": 4, "regions": ["Africa"],
    "by_regions": ["GRULAC", "Africa"], "seen": "2023-05-01T09:30:00",
}
_ANNOTATION = {
    "AffectedPersons": "affected", "AnnotationId": "key", "AnnotationType": "type", "Body": "body",
    "Countries": "states", "DocumentId": "document", "PublicationDate": "date",
    "PublicationDateOnUhri": "seen", "Regions": "regions", "Sdgs": "sdgs", "Symbol": "symbol", "Text": "text",
    "Themes": "themes", "UprCycle": "cycle", "UprPositions": "position",
    "UprRecommendingCountry": "recommended_by", "UprRecommendingRegions": "by_regions",
    "UprSession": "session",
}
_LISTS = (
    "affected", "states", "regions", "sdgs", "themes", "position", "recommended_by", "by_regions", "session",
)
UHRI = {
    "Text": "text", "Countries Concerned": "states", "Reccomending Body": "body", "Document Symbol": "symbol",
    "Themes": "themes", "Affected Persons": "affected", "Sdgs": "sdgs", "Document Publication Date": "date",
    "UPR Reccomending States": "recommended_by", "UPR Position": "position", "Type": "type",
    "OHCHR Annotation Id": "key", "UPR Session": "session", "Regions Concerned": "regions",
    "Recommending Regions": "by_regions", "Date of publication on UHRI": "seen",
}
UPR_INFO = (
    "To", "To-Rgrp", "To-Org", "Text", "From", "From-Rgrp", "From-Org", "Response",
    "Action", "Issue", "Session",
)
PLEDGE = {
    "To": "Atlasia", "To-Rgrp": "Africa", "Text": "Open the courts to all.", "From": "Chile",
    "Response": "Accepted", "Action": "4", "Issue": "Justice,Detention", "Session": "14",
}
CYCLE_3 = (
    "Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation",
)
CYCLE_4 = (
    "Recommendation and recommending State", "Position of the State under review",
    "Human rights themes and groups of persons", "Relevant SDGs",
)
REVIEWED = (
    "121.4 Let courts visit every prison (Chile) (Kenya);\nSource of Position: A/HRC/43/9/Add.1 - Para.3",
    "Supported",
    "- Conditions of detention\nSDGs: \n- 16 - PEACE, JUSTICE AND STRONG INSTITUTIONS\n"
    "Affected persons: \n- women",
    "",
)
# fmt: on


def uhri_json(*records: dict[str, Any], **how: Any) -> bytes:
    """Records under the names of the JSON export; each may lack what it does not say."""
    whole = [
        {name: one.get(ours, [] if ours in _LISTS else None) for name, ours in _ANNOTATION.items()}
        for one in records
    ]
    return json.dumps(whole, **how).encode()


def uhri_xlsx(*records: dict[str, Any], header: Sequence[str] = tuple(UHRI)) -> bytes:
    """The same records as the Excel export has them: dashes, a value to a line, serial dates."""
    book = Workbook()
    book.active.append(list(header))
    for one in records:
        book.active.append([_in_excel(one.get(ours, "")) for ours in UHRI.values()])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _in_excel(value: Any) -> Any:
    if isinstance(value, list):
        return "\n".join(f"- {one}" for one in value)
    try:
        told = datetime.fromisoformat(value)
    except ValueError:
        return value
    since = told - datetime(1899, 12, 30)
    return since.days + since.seconds / 86_400


def upr_info(*rows: dict[str, str], ends: str = "\r\n") -> bytes:
    return _csv(UPR_INFO, rows, ",").replace(b"\r\n", ends.encode())


def matrix(
    *rows: Sequence[str],
    header: Sequence[str] = CYCLE_3,
    theme: str = "Theme: Conditions of detention",
    title: str = "UPR of Atlasia (3rd Cycle – 34th session)",
) -> bytes:
    """The UN's matrix in Word: the title in the page header, a theme over all columns, rows below it."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = title
    table = document.add_table(rows=1, cols=len(header))
    _fill(table.rows[0], header)
    if theme:
        across = table.add_row().cells
        across[0].merge(across[-1]).text = theme
    for row in rows:
        _fill(table.add_row(), row)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _fill(row: Any, texts: Sequence[str]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        first, *others = text.split("\n")
        cell.text = first
        for line in others:
            cell.add_paragraph(line)


def generic(*rows: dict[str, str], columns: Sequence[str] = COLUMNS, delimiter: str = ",") -> bytes:
    return _csv(columns, rows, delimiter)


def morocco(*rows: dict[str, str]) -> bytes:
    return _csv(MOROCCO, rows, ",")


def workbook(*rows: dict[str, Any], columns: Sequence[str] = COLUMNS) -> bytes:
    book = Workbook()
    book.active.append(list(columns))
    for row in rows:
        book.active.append([row.get(column, "") for column in columns])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def bring(folder: Path, content: bytes, name: str = "list.csv", **options: str) -> Outcome:
    """Import ``content`` as a file of that name. Raises as ``bring_in`` and ``read_edition`` do."""
    return bring_in(read_edition(write(folder, content, name), **options), now=NOW)


def write(folder: Path, content: bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _csv(columns: Sequence[str], rows: Sequence[dict[str, str]], delimiter: str) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
