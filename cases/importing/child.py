"""The child process that reads a file, with limits of time and memory, and a sentence for what it refuses.

The program that it runs is ``apart/main.py``; ``opening.py`` makes a table, records or a document of it.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing.rows import BadFile

MEGABYTES = 384
"""Memory of the child, in all; with the process that waits for it, less than 512."""
SECONDS = 10
"""How long the child may be silent, and how long it may work; a large file gets more, by its size."""
BYTES_A_SECOND = 4 * 1024 * 1024
MOST_SAID = 8 * 1024 * 1024
"""Bytes that the child says at once: a row or a record is far smaller."""
_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from cases.importing.apart.main import main; main(*sys.argv[2:])"
)


# fmt: off
SENTENCES = {
    "empty": gettext_lazy("“%(name)s” is empty."),
    "too large": gettext_lazy(
        "“%(name)s” is larger than 50 MB, the most that is read of CSV, Excel or Word; divide it."
    ),
    "too large records": gettext_lazy(
        "“%(name)s” is larger than 1 GB, the most that is read of JSON; divide it."
    ),
    "too large once open":
        gettext_lazy("“%(name)s” is too large once unpacked; keep only the sheet or the part to import."),
    "too long":
        gettext_lazy("“%(name)s” took too long to read; keep only the sheet or the part to import."),
    "protected": gettext_lazy(
        "“%(name)s” has a password, or is an old file of Office (.xls, .doc); save it as .xlsx or .docx "
        "without one."
    ),
    "damaged": gettext_lazy("“%(name)s” is damaged: it cannot be read. Fetch or save it again."),
    "of another kind": gettext_lazy(
        "“%(name)s” is none of CSV, Excel (.xlsx), Word (.docx) and JSON; save it as one of these."
    ),
    "tricks": gettext_lazy("“%(name)s” holds parts that no office program writes; it is not opened."),
    "no sheet": gettext_lazy("“%(name)s” has no visible sheet."),
    "long cell": gettext_lazy(
        "A cell of line %(line)d goes on for more than 130,000 characters; is a quotation mark missing at "
        "its end? Nothing was imported."
    ),
    "quotation mark": gettext_lazy(
        "Line %(line)d cannot be read; is a quotation mark missing there? Nothing was imported."
    ),
    "NUL": gettext_lazy("The file holds NUL bytes, so it is not a CSV file; save it as “CSV UTF-8”."),
    "not UTF-8": gettext_lazy("The file is not in UTF-8 (line %(line)d); save it as “CSV UTF-8”."),
    "records not UTF-8": gettext_lazy("“%(name)s” is not in UTF-8, as JSON must be. Fetch it again."),
    "no array": gettext_lazy("“%(name)s” is JSON, but not one list of records, as the exports are."),
    "damaged records": gettext_lazy("“%(name)s” is damaged or cut off: the JSON in it cannot be read."),
}
# fmt: on


class Child:
    """The child process, and what it says, value by value. Raises :class:`BadFile`."""

    def __init__(self, path: Path, only: Sequence[str], *, name: str) -> None:
        self.name = name
        size = _size(path, name)
        self.seconds = SECONDS + size / BYTES_A_SECOND
        limits = [str(int(self.seconds) + 1), str(MEGABYTES)]
        self.process = subprocess.Popen(  # noqa: S603 - our own program, on a file that we name
            [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT), str(path), *limits, *only],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
        )
        self._said = self._values()

    def values(self) -> Iterator[Any]:
        return self._said

    def next(self) -> Any:
        return next(self._said)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _values(self) -> Iterator[Any]:
        for line in self._lines():
            value = _said(line, self.name)
            if isinstance(value, list) or "kind" in value:
                yield value
            elif "problem" in value:
                raise refused(value.pop("problem"), name=self.name, **value)
            elif "end" in value:
                return
        self.process.wait()
        raise refused(
            "too long" if self.process.returncode in (-9, -24) else "too large once open", name=self.name
        )

    def _lines(self) -> Iterator[bytes]:
        assert self.process.stdout is not None  # noqa: S101 - it was asked for
        pipe, kept = self.process.stdout.fileno(), bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(pipe, selectors.EVENT_READ)
            while True:
                if not waiting.select(self.seconds):
                    raise refused("too long", name=self.name)
                piece = os.read(pipe, 256 * 1024)
                if not piece:
                    return
                first, *others = piece.split(b"\n")
                kept += first
                if len(kept) > MOST_SAID:
                    raise refused("too large once open", name=self.name)
                for line in others:
                    yield bytes(kept)
                    kept = bytearray(line)


def _said(line: bytes, name: str) -> Any:
    try:
        return json.loads(line)
    except RecursionError:  # deeper than we go
        raise refused("damaged", name=name) from None


def refused(word: str, **details: Any) -> BadFile:
    """With the sentence for a word of the child program's; what it is filled in with goes by name."""
    return BadFile(str(SENTENCES.get(word, SENTENCES["damaged"])) % details)


def _size(path: Path, name: str) -> int:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadFile(
            _("“%(name)s” cannot be opened: %(reason)s.") % {"name": name, "reason": reason}
        ) from error
    if not size:
        raise refused("empty", name=name)
    return size
