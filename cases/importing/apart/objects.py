"""Reads one array of JSON objects, however long, one object at a time.

The standard library's scanner does it: a piece of the file is kept until an object in it is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from cases.importing.apart.bad import Bad

PIECE = 256 * 1024
LONGEST = 2 * 1024 * 1024
"""Characters of one object."""
PASSED = 2_000
"""After how many objects that were not asked for the reader says that it is alive."""
_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder()


def values(path: str, only: tuple[str, ...]) -> Iterator[Any]:
    """What the file is, then [number, object] of each object that holds one of the words ``only``."""
    yield {"kind": "records", "written": "json"}
    wanted = [one for word in only for one in (word, json.dumps(word)[1:-1])]
    passed = 0
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            for number, (written, value) in enumerate(_objects(file), start=1):
                if not wanted or any(word in written for word in wanted):
                    yield [number, value]
                    continue
                passed += 1
                if passed % PASSED == 0:
                    yield {"passed": passed}
    except UnicodeDecodeError:
        raise Bad("records not UTF-8") from None


def _objects(file: TextIO) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object with the text that it was read from."""
    array = _Array(file)
    if array.sign() != "[":
        raise Bad("no array")
    if array.comes() == "]":
        array.sign()
        return array.end()
    while True:
        yield array.object()
        sign = array.sign()
        if sign == "]":
            return array.end()
        if sign != ",":
            raise Bad("damaged records")


class _Array:
    """The piece of the file that is being read, and the place in it."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._piece = ""
        self._at = 0

    def comes(self) -> str:
        """The next sign that is no blank, which stays; nothing at the end of the file."""
        while True:
            while self._at < len(self._piece) and self._piece[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._piece):
                return self._piece[self._at]
            self._piece, self._at = self._file.read(PIECE), 0
            if not self._piece:
                return ""

    def sign(self) -> str:
        sign = self.comes()
        self._at += 1
        return sign

    def end(self) -> None:
        if self.comes():
            raise Bad("damaged records")

    def object(self) -> tuple[str, dict[str, Any]]:
        self.comes()
        while True:
            try:
                value, ends = _DECODER.raw_decode(self._piece, self._at)
            except RecursionError:
                raise Bad("damaged records") from None
            except ValueError:
                self._read_on()
                continue
            if not isinstance(value, dict):
                raise Bad("damaged records")
            written = self._piece[self._at : ends]
            self._at = ends
            return written, value

    def _read_on(self) -> None:
        kept = self._piece[self._at :]
        more = self._file.read(PIECE) if len(kept) <= LONGEST else ""
        if not more:
            raise Bad("damaged records")
        self._piece, self._at = kept + more, 0
