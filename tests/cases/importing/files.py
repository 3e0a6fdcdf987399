"""Small files in each layout, written for the tests, and the two ways to bring one in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from cases.importing.edition import read_edition
from cases.importing.generic import COLUMNS
from cases.importing.importer import Report, bring_in
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


def bring(folder: Path, content: bytes, name: str = "list.csv", **options: str) -> Report:
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
