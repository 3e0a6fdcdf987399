"""Rows of a workbook that were sorted without the hidden columns: each finds its marks by what it asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from cases.offline import marks
from cases.offline.marks import LOCKED

Place = dict[str, Any]


def in_their_rows(places: Sequence[Place]) -> Iterator[Place]:
    """The places, as the child program names them. One of a workbook has the mark of the row whose text it
    stands beside, where that is another row of the file than its own; any other place is as it was."""
    rows: dict[int, dict[str, Place]] = defaultdict(dict)
    for place in places:
        if "row" in place and (mark := marks.read(place["mark"])):
            rows[place["row"]][mark.part] = place
    row_of = {_said(row): row for row in rows.values() if LOCKED in row}
    for place in places:
        mark = marks.read(place["mark"]) if "row" in place else None
        row = rows[place["row"]] if mark else {}
        own = row_of.get(marks.digest(row[LOCKED]["markdown"]), row) if LOCKED in row else row
        yield {**place, "mark": own[mark.part]["mark"]} if mark and mark.part in own else place


def _said(row: dict[str, Place]) -> str:
    """The digest of what the row asked when it was written."""
    mark = marks.read(row[LOCKED]["mark"])
    return mark.said if mark else ""
