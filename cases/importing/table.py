"""Opens a CSV or XLSX file as a header and lines. What cannot be read is refused with one sentence."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from cases.importing import workbook
from cases.importing.rows import BadFile, Line

LARGEST = 50 * 1024 * 1024
MOST_LINES = 50_000


@dataclass(frozen=True)
class Table:
    """A file that was read: ``header`` in small letters, ``lines`` without the empty ones."""

    file_name: str
    sha256: str
    header: tuple[str, ...]
    lines: list[Line]


def read_table(path: Path) -> Table:
    """Read the whole file. Raises :class:`BadFile`."""
    content = _content(path)
    readers = {".csv": _csv_records, ".xlsx": _xlsx_records}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise BadFile(
            _("“%(name)s” is neither .csv nor .xlsx; save it as one of these.") % {"name": path.name}
        )
    records = iter(reader(path, content))
    header = _header(next(records, (0, ()))[1])
    lines = [
        _line(number, header, cells) for number, cells in _at_most(records) if any(map(str.strip, cells))
    ]
    if not lines:
        raise BadFile(_("“%(name)s” has a header, but no line below it.") % {"name": path.name})
    return Table(path.name, hashlib.sha256(content).hexdigest(), header, lines)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadFile(
            _("“%(name)s” cannot be opened: %(reason)s.") % {"name": path.name, "reason": reason}
        ) from error
    if not content:
        raise BadFile(_("“%(name)s” is empty.") % {"name": path.name})
    if len(content) > LARGEST:
        raise BadFile(_("“%(name)s” is larger than 50 MB; divide it.") % {"name": path.name})
    return content


def _csv_records(path: Path, content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(
            _("Line %(line)d cannot be read; is a quotation mark missing there? Nothing was imported.")
            % {"line": begins}
        ) from error


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadFile(_("The file is in UTF-16; save it as “CSV UTF-8”."))
    if b"\0" in content:
        raise BadFile(_("The file holds NUL bytes, so it is not a CSV file; save it as “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(
            _("The file is not in UTF-8 (line %(line)d); save it as “CSV UTF-8”.") % {"line": line}
        ) from error


def _xlsx_records(path: Path, content: bytes) -> Iterable[tuple[int, Sequence[str]]]:
    return enumerate(workbook.read(content), start=1)


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    header = tuple(cell.strip().strip("\ufeff").lower() for cell in cells)
    named = [column for column in header if column]
    if not named:
        raise BadFile(_("The first line is empty; it must name the columns."))
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        raise BadFile(_("The header names a column twice: %(columns)s.") % {"columns": ", ".join(twice)})
    return header


def _at_most(records: Iterator[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Sequence[str]]]:
    for count, record in enumerate(records, start=1):
        if count > MOST_LINES:
            raise BadFile(_("The file has more than 50,000 lines; divide it."))
        yield record


def _line(number: int, header: tuple[str, ...], cells: Sequence[str]) -> Line:
    over = [cell for cell in cells[len(header) :] if cell.strip()]
    problems = []
    if over or len(cells) < len(header):
        sentence = _("The line has %(cells)d cells where the header has %(columns)d.")
        problems.append(sentence % {"cells": len(cells), "columns": len(header)})
    return Line(number, dict(zip(header, cells, strict=False)), tuple(problems))
