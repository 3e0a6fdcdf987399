"""What the first lines of a table hold, for whoever says what its columns are."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from cases.importing.opening import Opened
from cases.importing.rows import BadFile
from cases.models import Import

LINES = 3
LONGEST = 60
"""Letters of a cell."""


def samples_of(one: Import) -> dict[str, list[str]]:
    """By column, what its first cells hold; nothing where the file cannot be read any more."""
    found: dict[str, list[str]] = {}
    try:
        with Opened(Path(one.file.path)) as opened:
            for line in islice(opened.lines(), LINES):
                for column, cell in line.cells.items():
                    if words := " ".join(cell.split()):
                        found.setdefault(column, []).append(_short(words))
    except (BadFile, OSError):
        return {}
    return found


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
