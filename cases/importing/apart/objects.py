"""Reads one array of JSON objects, however long, one object at a time.

The standard library's scanner does it: a piece of the file is kept until an object in it is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TextIO

from cases.importing.apart.bad import Bad
from cases.searching.folding import fold

PIECE = 256 * 1024
LONGEST = 2 * 1024 * 1024
"""Characters of one object."""
PASSED = 2_000
"""After how many objects that were not asked for the reader says that it is alive."""
_LONGEST_NAME = 120
"""Characters of what may be one of the words that a record is asked for by; longer ones are its text."""
_CODE = 2
_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder()


def values(path: str, only: tuple[str, ...]) -> Iterator[Any]:
    """What the file is, then [number, object] of each object that has one of the words ``only`` in a value.

    Letters are compared, without case, accents and signs: however a file spells and escapes them. A word of
    two letters, which stand for a state, must be the whole value.
    """
    yield {"kind": "records", "written": "json"}
    wanted = tuple(map(_letters, only))
    passed = 0
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            for number, value in enumerate(_objects(file), start=1):
                if not wanted or _has_one(wanted, value):
                    yield [number, value]
                    continue
                passed += 1
                if passed % PASSED == 0:
                    yield {"passed": passed}
    except UnicodeDecodeError:
        raise Bad("records not UTF-8") from None


def _has_one(wanted: tuple[str, ...], value: dict[str, Any]) -> bool:
    """Whether one of the words stands in a text of the object, or of a list in it."""
    for one in value.values():
        for text in one if isinstance(one, list) else (one,):
            if isinstance(text, str) and len(text) <= _LONGEST_NAME:
                letters = _letters(text)
                if any(word in letters if len(word) > _CODE else word == letters for word in wanted):
                    return True
    return False


@lru_cache(maxsize=16_384)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _objects(file: TextIO) -> Iterator[dict[str, Any]]:
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

    def object(self) -> dict[str, Any]:
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
            self._at = ends
            return value

    def _read_on(self) -> None:
        kept = self._piece[self._at :]
        more = self._file.read(PIECE) if len(kept) <= LONGEST else ""
        if not more:
            raise Bad("damaged records")
        self._piece, self._at = kept + more, 0
