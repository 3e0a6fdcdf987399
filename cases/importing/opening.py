"""Opens a file in a child process with limits, and hands on what it holds, whatever its name ends in.

What cannot be read is refused with one sentence. Which format it is: ``formats.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any

from django.utils.translation import gettext as _

from cases.importing.child import Child
from cases.importing.rows import CONTROL, BadFile, Line
from cases.importing.wanted import Wanted

MOST_LINES = 50_000
LONGEST_COLUMN = 300
"""Characters of its name."""
MOST_COLUMNS = 200
"""More are no list of recommendations, and no page can ask what each of them is."""
BEGINNING = 20
"""Lines among which the names of the columns stand, below a title or what was searched for."""
_WRITTEN = {"csv": "CSV", "xlsx": "Excel", "docx": "Word", "json": "JSON"}


class Opened:
    """A file that is open: ``kind`` says which of the three it holds.

    "table": ``header`` in small letters, and :meth:`lines`. "records": ``first``, and :meth:`records`.
    "document": ``texts``, the paragraphs outside tables, and ``tables``: of rows, of cells (text, span).
    ``notes`` are sentences for the person that stop nothing; formats add theirs. ``wanted`` says which rows
    of a file about several states are asked for (``state``), and ``only`` are words of which a record must
    hold one. ``columns`` gives columns of the header other names; ``name`` is what people call the file, by
    default that of ``path``. To be closed: a context manager.
    """

    def __init__(
        self,
        path: Path,
        *,
        only: Sequence[str] = (),
        state: str = "",
        columns: Mapping[str, str] | None = None,
        name: str = "",
    ) -> None:
        self.file_name = name or path.name
        self.wanted = Wanted(state)
        self._columns = {one.lower(): ours for one, ours in (columns or {}).items()}
        self.notes: list[str] = []
        self.header: tuple[str, ...] = ()
        self._beginning: list[tuple[int, list[str]]] = []
        self._below = 0
        self.first: dict[str, Any] = {}
        self.texts: list[str] = []
        self.tables: list[list[list[tuple[str, int]]]] = []
        self._first_number = 0
        self._child = Child(path, only, name=self.file_name)
        try:
            self._look_at_the_beginning(path)
        except BaseException:
            self._child.close()
            raise

    def __enter__(self) -> Opened:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close()

    def possible_headers(self) -> Iterator[tuple[str, ...]]:
        """Lines at the beginning that may name the columns, each the header while one looks at it.

        Whoever stops at one has it for the header; past the last one, the header is as it was.
        """
        was = self._below
        for below in dict.fromkeys([was, *range(1, len(self._beginning) + 1)]):
            with suppress(BadFile):
                self._begin_below(below)
                yield self.header
        self._begin_below(was)

    def _begin_below(self, below: int) -> None:
        cells = self._beginning[below - 1][1] if self._beginning else ()
        self.header, self._below = _header(cells, self._columns), below

    def has(self, columns: frozenset[str]) -> bool:
        """Whether it is a table with all these columns."""
        return self.kind == "table" and columns <= set(self.header)

    def says_unread(self, columns: Iterable[str]) -> None:
        """Tell the person which columns of the header the format does not read."""
        if named := ", ".join(filter(None, columns)):
            self.notes.append(_("Columns that are not read: %(columns)s.") % {"columns": named[:300]})

    def lines(self) -> Iterator[Line]:
        """Lines of a table without the empty ones, once. Raises :class:`BadFile`."""
        count = 0
        for number, cells in chain(self._beginning[self._below :], self._child.values()):
            if _filled(cells):
                count += 1
                _count(count)
                yield _line(number, self.header, cells)
        if not count:
            raise BadFile(_("“%(name)s” has a header, but no line below it.") % {"name": self.file_name})

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Records with their numbers, once. Raises :class:`BadFile`."""
        if self.first:
            yield self._first_number, self.first
        yield from self._child.values()

    def _look_at_the_beginning(self, path: Path) -> None:
        head = self._child.next()
        self.kind: str = head["kind"]
        self.not_utf8: int | None = head.get("not_utf8")
        self._note_a_wrong_ending(path, head["written"])
        if head.get("formula"):
            self.notes.append(
                _(
                    "The cell %(cell)s holds a formula without its value, and counts as empty. Open the file "
                    "in a spreadsheet program and save it there."
                )
                % {"cell": head["formula"]}
            )
        if self.kind == "table":
            self._note_the_sheet(head.get("sheet", ""))
            filled = ((number, cells) for number, cells in self._child.values() if _filled(cells))
            self._beginning = list(islice(filled, BEGINNING))
            several = (place for place, (_n, cells) in enumerate(self._beginning) if len(_filled(cells)) > 2)
            self._begin_below(next(several, 0) + 1)
        elif self.kind == "records":
            self._first_number, self.first = next(self._child.values(), (0, {}))
        else:
            self._read_the_document()

    def _read_the_document(self) -> None:
        number = 0
        for what, *value in self._child.values():
            if what == "text":
                self.texts.append(value[0])
                continue
            if value[0] != number:
                number = value[0]
                self.tables.append([])
            self.tables[-1].append([(text, span) for text, span in value[1]])

    def _note_the_sheet(self, name: str) -> None:
        if name:
            sentence = _("The sheet “%(sheet)s” was read: it is the first that holds a table.")
            self.notes.append(sentence % {"sheet": name})

    def _note_a_wrong_ending(self, path: Path, written: str) -> None:
        if path.suffix.lower() != f".{written}":
            self.notes.append(
                _("“%(name)s” is a file of the kind %(kind)s, whatever its name ends in, and was read so.")
                % {"name": self.file_name, "kind": _WRITTEN[written]}
            )


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _header(cells: Sequence[str], renamed: Mapping[str, str]) -> tuple[str, ...]:
    written = (" ".join(CONTROL.sub("", cell).strip("\ufeff").split()).lower() for cell in cells)
    header = tuple(renamed.get(one, one) for one in written)
    named = [column for column in header if column]
    if not named:
        raise BadFile(_("The first line is empty; it must name the columns."))
    if longest := next((column for column in named if len(column) > LONGEST_COLUMN), ""):
        sentence = _("The first line names a column at great length (“%(begins)s…”). Is it the right file?")
        raise BadFile(sentence % {"begins": longest[:60]})
    if len(named) > MOST_COLUMNS:
        sentence = _(
            "The first line names %(count)d columns; %(most)d at most are read. Is it the right file?"
        )
        raise BadFile(sentence % {"count": len(named), "most": MOST_COLUMNS})
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        raise BadFile(_("The header names a column twice: %(columns)s.") % {"columns": ", ".join(twice)})
    return header


def _count(lines: int) -> None:
    if lines > MOST_LINES:
        raise BadFile(_("The file has more than 50,000 lines; divide it."))


def _line(number: int, header: tuple[str, ...], cells: Sequence[str]) -> Line:
    over = [cell for cell in cells[len(header) :] if cell.strip()]
    problems = []
    if over or len(cells) < len(header):
        sentence = _("The line has %(cells)d cells where the header has %(columns)d.")
        problems.append(sentence % {"cells": len(cells), "columns": len(header)})
    return Line(number, dict(zip(header, cells, strict=False)), tuple(problems))
