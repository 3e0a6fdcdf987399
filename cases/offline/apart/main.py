"""Reads one file under limits of time and memory, and prints what its marked places hold, each on a line.

Run by ``cases/offline/opening.py``. The last line is {"end": true} or {"problem": "…"}; where it is missing,
the limits ended the program.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from cases.importing.apart import archive, limits
from cases.importing.apart.bad import Bad
from cases.offline.apart import sheet, word

MEGABYTES = 512
SECONDS = 10
PRINTED = 8 * 1024 * 1024
"""Bytes of all that is said of a file: places may lie one in another, and say the same text again."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a document with a password begins, and one of Office 97."""


def main(path: str) -> None:
    """Print the file at ``path``."""
    limits.keep(megabytes=MEGABYTES, seconds=SECONDS)
    try:
        _print_all(path)
    except Bad as bad:
        _print({"problem": bad.word})
    except MemoryError:
        _print({"problem": "too large once open"})
    except BaseException:  # a damaged file fails in as many ways as there are bytes; Rust's are no Exception
        _print({"problem": "damaged"})
    sys.stdout.flush()


def _values(path: str) -> Iterator[Any]:
    with open(path, "rb") as file:
        begins = file.read(len(OLE))
    if begins == OLE:
        raise Bad("protected")
    if not begins.startswith(b"PK"):
        raise Bad("of another kind")
    names = archive.looked_into(path)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Bad("macros")
    if "xl/workbook.xml" in names:
        return sheet.values(path)
    if "word/document.xml" in names:
        return word.values(path)
    raise Bad("of another kind")


def _print_all(path: str) -> None:
    printed = 0
    for value in _values(path):
        line = _line(value)
        printed += len(line)
        if printed > PRINTED:
            raise Bad("too large once open")
        sys.stdout.buffer.write(line)
    _print({"end": True})


def _print(value: Any) -> None:
    sys.stdout.buffer.write(_line(value))


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
