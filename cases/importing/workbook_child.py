"""The child program that opens a workbook: a zip looked into first, then the first visible sheet as JSON.

Run by ``workbook.py`` as a script, apart from Django. It prints {"rows": [[…]]} or {"problem": "…"}.
"""

from __future__ import annotations

import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

MEMORY = 1024**3
SECONDS = 45
UNPACKED = 200 * 1024 * 1024
ENTRIES = 1_000
CHARACTERS = 30_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an encrypted workbook begins, and one of Excel 97."""


class Bad(Exception):  # noqa: N818
    """Why the workbook is not read, in a word that ``workbook.py`` has a sentence for."""


def main(path: str) -> dict[str, Any]:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        _look_into(path)
        return {"rows": list(_rows(path))}
    except Bad as bad:
        return {"problem": str(bad)}
    except MemoryError:
        return {"problem": "too large"}
    except Exception:  # a damaged file fails in as many ways as there are bytes
        return {"problem": "no workbook"}


def _look_into(path: str) -> None:
    with open(path, "rb") as file:
        if file.read(len(OLE)) == OLE:
            raise Bad("protected")
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES:
            raise Bad("too large")
        _look_at_names([entry.filename for entry in entries])
        if any(entry.flag_bits & 1 for entry in entries):
            raise Bad("protected")
        _count_bytes(archive, entries)


def _look_at_names(names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise Bad("tricks")
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts:
            raise Bad("tricks")


def _count_bytes(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Real bytes, not those that the directory declares; a wrong declaration fails the checksum."""
    total = sum(entry.file_size for entry in entries)
    if total > UNPACKED:
        raise Bad("too large")
    for entry in entries:
        with archive.open(entry) as part:
            while part.read(1024 * 1024):
                pass


def _rows(path: str) -> Iterator[list[str]]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    with CalamineWorkbook.from_path(path) as workbook:
        visible = [one for one in workbook.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        if not visible:
            raise Bad("no sheet")
        characters = 0
        for row in workbook.get_sheet_by_name(visible[0].name).iter_rows():
            cells = [_as_text(cell) for cell in row]
            characters += sum(len(cell) for cell in cells)
            if characters > CHARACTERS:
                raise Bad("too large")
            yield cells


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


if __name__ == "__main__":
    answer = main(sys.argv[1])
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())
