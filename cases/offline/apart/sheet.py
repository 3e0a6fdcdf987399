"""Reads a workbook that people filled in: each marked cell with its text, which is Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from cases.importing.apart import workbook
from cases.importing.apart.bad import Bad
from cases.offline.apart.letters import INVISIBLE

MARKS = ("mark-asked", "mark-full", "mark-short", "mark-proposed")
COLUMNS = ("reference", "due", "asked", "full", "short", "proposed")
"""What the hidden first row calls the columns (``cases/offline/workbook_file.py``)."""
MOST_ROWS = 5_000
ROWS_BEFORE = 50
"""Rows that somebody may have put above our first one."""
_BOXES = tuple(one.removeprefix("mark-") for one in MARKS)


def values(path: str) -> Iterator[dict[str, Any]]:
    """For each marked cell its ``mark``, ``row`` and ``markdown``; what stands in rows without marks, apart.

    ``formula`` is a cell whose value was not saved.
    """
    read = workbook.values(path)
    head: dict[str, Any] = next(read, {})
    rows = (value[1] for value in read)
    names: list[str] = next((row for row in islice(rows, ROWS_BEFORE) if set(MARKS) <= set(row)), [])
    if not names:
        raise Bad("none of ours")
    at = {name: names.index(name) for name in (*MARKS, *COLUMNS) if name in names}
    outside: list[str] = []
    for place, row in enumerate(rows):
        if place == MOST_ROWS:
            raise Bad("too large once open")
        cells = {name: _text(row, column) for name, column in at.items()}
        found = [box for box in _BOXES if cells[f"mark-{box}"]]
        for box in found:
            yield {"mark": cells[f"mark-{box}"], "row": place, "markdown": cells.get(box, "")}
        if not found:
            outside += [text for text in (_text(row, column) for column in range(len(row))) if text]
    yield {"outside": [{"text": text, "near": "", "style": ""} for text in outside]}
    if head.get("formula"):
        yield {"formula": head["formula"]}


def _text(row: list[str], column: int) -> str:
    text = row[column] if column < len(row) else ""
    return INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")).strip()
