"""Reads a whole table of departments or people, CSV or XLSX, which somebody here prepared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from cases.importing.child import refused
from cases.importing.opening import Opened
from cases.importing.rows import BadFile, Line


@dataclass(frozen=True)
class Table:
    """A file that was read: ``header`` in small letters, ``lines`` without the empty ones."""

    file_name: str
    header: tuple[str, ...]
    lines: list[Line]


def read_table(path: Path) -> Table:
    """Read the whole file. Raises :class:`BadFile`."""
    with Opened(path) as opened:
        if opened.kind != "table":
            raise BadFile(_("“%(name)s” holds no table; save it as .csv or .xlsx.") % {"name": path.name})
        if opened.not_utf8:
            raise not_utf8(opened.not_utf8)
        return Table(path.name, opened.header, list(opened.lines()))


def not_utf8(line: int) -> BadFile:
    """The refusal of a text that is in another encoding, at the first line that shows it."""
    return refused("not UTF-8", line=line)
