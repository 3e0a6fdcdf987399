"""Reads one file under limits of time and memory, and prints what it holds: one JSON value on each line.

Run by ``cases/importing/child.py``. The first line says what the file is ({"kind": "table", …}); lines of
the file follow, each a list; {"passed": n} stands for records that were not asked for; the last line is
{"end": true} or {"problem": "…"}. Where it is missing, the limits ended the program.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from cases.importing.apart import archive, limits, objects, separated, word, workbook
from cases.importing.apart.bad import Bad

LARGEST = 50 * 1024 * 1024
LARGEST_RECORDS = 1024**3
"""Bytes of a file; records are streamed, anything else is not."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an encrypted workbook or document begins, and one of Office 97."""
_MARK = b"\xef\xbb\xbf"


def main(path: str, seconds: str, megabytes: str, *only: str) -> None:
    """Print the file at ``path``. Of records, those that hold one of the words ``only``; by default all."""
    limits.keep(megabytes=int(megabytes), seconds=int(seconds))
    try:
        for value in _values(path, only):
            _print(value)
        _print({"end": True})
    except Bad as bad:
        _print({"problem": bad.word, **bad.details})
    except MemoryError:
        _print({"problem": "too large once open"})
    except BaseException:  # a damaged file fails in as many ways as there are bytes; Rust's are no Exception
        _print({"problem": "damaged"})
    sys.stdout.flush()


def _values(path: str, only: tuple[str, ...]) -> Iterator[Any]:
    with open(path, "rb") as file:
        begins = file.read(4096)
        size = file.seek(0, 2)
    bare = begins.removeprefix(_MARK).lstrip()
    if bare.startswith((b"{\\rtf", b"%PDF", b"<", OLE)):
        raise Bad("protected" if bare.startswith(OLE) else "of another kind")
    is_records = bare.startswith((b"[", b"{"))
    if size > (LARGEST_RECORDS if is_records else LARGEST):
        raise Bad("too large records" if is_records else "too large")
    if is_records:
        return objects.values(path, only)
    if begins.startswith(b"PK"):
        return _unpacked(path)
    return separated.values(path)


def _unpacked(path: str) -> Iterator[Any]:
    names = archive.looked_into(path)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return workbook.values(path)
    if "word/document.xml" in names:
        return word.values(path)
    raise Bad("of another kind")


def _print(value: Any) -> None:
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
