"""Real lists of recommendations, to Morocco and to Slovenia, where SUIVI_REAL_DATA names their folder."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

from cases.alike.near import said
from cases.alike.weighing import Said
from cases.importing.edition import read_edition
from cases.importing.morocco import paragraph_of

FOLDER = os.environ.get("SUIVI_REAL_DATA", "")
MOROCCO = Path(FOLDER) / "morocco" / "recommendations.csv"
SLOVENIA = {cycle: Path(FOLDER) / "upr_matrix" / f"cycle{cycle}_slovenia.docx" for cycle in (2, 3)}


@cache
def rows() -> list[dict[str, str]]:
    with MOROCCO.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def texts() -> list[Said]:
    """As the cases of an import are compared, one for each row."""
    return [_said(at, row) for at, row in enumerate(rows())]


def _said(at: int, row: dict[str, str]) -> Said:
    languages = {code: row[f"text_{code}"] for code in ("fr", "ar")}
    return said(
        at,
        {code: (text, "") for code, text in languages.items() if text not in ("", "null")},
        mechanism=row["treaty_body"] or "UPR",
        year=int(row["year"]),
        paragraph=paragraph_of(row["code"]),
    )


@cache
def elsewhere() -> dict[str, Said]:
    """By cycle and paragraph."""
    found = [
        (f"{cycle}:{row.paragraph}", row)
        for cycle, path in SLOVENIA.items()
        for row in read_edition(path).rows
    ]
    return {
        name: said(
            at,
            {code: (text, row.openings.get(code, "")) for code, text in row.texts.items()},
            mechanism=row.mechanism,
            year=row.year or 0,
            paragraph=row.paragraph,
        )
        for at, (name, row) in enumerate(found)
    }
