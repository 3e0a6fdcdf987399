"""Reads a text file of separated values, whatever its line ends; says in which encoding it was."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from typing import Any

from cases.importing.apart.bad import Bad

_PIECE = 1024 * 1024
_HIGH = re.compile(rb"[\x80-\xff]")
_WELL_FORMED = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEGINNING = 20
"""Lines among which the names of the columns stand, below a title or what was searched for."""
_LONGEST_NAME = 80


def values(path: str) -> Iterator[Any]:
    """What the file is, then [number of the line on which it begins, cells] of each record."""
    if _begins(path) in _UTF_16:
        yield {"kind": "table", "written": "csv", "not_utf8": None}
        yield from _records(path, "utf-16", "strict")
        return
    line = _line_that_is_not_utf8(path)
    yield {"kind": "table", "written": "csv", "not_utf8": line}
    if line is None:
        yield from _records(path, "utf-8-sig", "strict")
    else:
        codecs.register_error("western", _as_latin_1)
        yield from _records(path, "cp1252", "western")


def _begins(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(2)


def _records(path: str, encoding: str, errors: str) -> Iterator[Any]:
    with open(path, encoding=encoding, errors=errors, newline="") as text:
        delimiter = _delimiter(_LINE_ENDS.split(text.read(64 * 1024), maxsplit=_BEGINNING))
        text.seek(0)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        begins = 1
        try:
            for cells in reader:
                yield [begins, cells]
                begins = reader.line_num + 1
        except csv.Error as error:
            is_long = "field limit" in str(error)
            raise Bad("long cell" if is_long else "quotation mark", line=begins) from None


def _delimiter(beginning: list[str]) -> str:
    """That of the first line which it alone divides into names, three or more; else of the first line.

    "Country: Atlasia, Body: all, Type: all" is what was searched for: it counts where no other line does.
    """
    named = [(line, found) for line in beginning[:_BEGINNING] if (found := _between_names(line))]
    if named:
        return min(named, key=lambda one: ":" in one[0])[1]
    return max(",;\t", key=beginning[0].count)


def _between_names(line: str) -> str:
    """The only delimiter of the line; nothing for what are no names of columns."""
    present = [one for one in ",;\t" if one in line]
    names = [name for name in line.split(present[0]) if name.strip()] if len(present) == 1 else []
    short = all(len(name) <= _LONGEST_NAME for name in names)
    return present[0] if len(names) > 2 and short else ""


def _line_that_is_not_utf8(path: str) -> int | None:
    """None for UTF-8. Otherwise it is taken for Latin-1, unless it was UTF-8 that somebody damaged."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, line, high, well_formed = 1, None, 0, 0
    with open(path, "rb") as file:
        while piece := file.read(_PIECE):
            if b"\0" in piece:
                raise Bad("NUL")
            if line is None:
                try:
                    decoder.decode(piece, final=len(piece) < _PIECE)
                except UnicodeDecodeError as error:
                    line = lines + _ends(piece[: error.start])
            lines += _ends(piece)
            well_formed += sum(len(found) for found in _WELL_FORMED.findall(piece))
            high += len(_HIGH.findall(piece))
    if line is not None and 2 * well_formed > high:
        raise Bad("not UTF-8", line=line)
    return line


def _ends(piece: bytes) -> int:
    return piece.count(b"\n") or piece.count(b"\r")


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    """The few bytes that Windows' own Latin-1 leaves undefined."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - only ever used to decode
    return error.object[error.start : error.end].decode("latin-1"), error.end
