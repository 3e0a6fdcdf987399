"""Reads the cells of one line, and gathers what is wrong with them as sentences for the person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from cases.importing.names import is_no_position, mechanism_named, position_named
from cases.importing.rows import CONTROL, Entry, Line, Wrong

LONGEST_NAME = 255
LONGEST_STATUS = 120
LONGEST_TEXT = 20_000
MARKED = re.compile(r"'+[=+\-@\t\r\n]")
"""A text that is marked as one, lest a spreadsheet program takes it for a formula (``cases/sheets.py``)."""
_SPACES = re.compile(r"\s+")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]{1,15})?")
"""Days since Excel's beginning, and after the point the part of the day."""
_EXCEL_BEGINS = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)
"""Numbers of days since Excel's beginning that can be meant as a date: 1954 to 2119."""


Find = Callable[[str, str], Entry]
"""Finds an entry by its name and the language of that name (``listed.py``)."""


class Cells:
    """The cells of one line. ``problems`` grows as they are read."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.problems = list(line.problems)

    def text(self, column: str, longest: int = LONGEST_TEXT) -> str:
        """The text, trimmed, its lines kept; empty for an empty cell."""
        raw = self.line.cells.get(column, "").replace("\r\n", "\n").replace("\r", "\n").strip()
        if MARKED.match(raw):
            raw = raw[1:]
        if CONTROL.search(raw):
            self._object(_("“%(column)s” holds a control character."), column)
            return ""
        if len(raw) > longest:
            sentence = _("“%(column)s” is longer than %(longest)d characters.")
            self.problems.append(Wrong(sentence % {"column": column, "longest": longest}, column))
            return ""
        return raw

    def name(self, column: str, longest: int = LONGEST_NAME) -> str:
        """A text on one line, with single spaces."""
        return _SPACES.sub(" ", self.text(column, longest))

    def names(self, column: str) -> tuple[str, ...]:
        """Several names joined by a bar, each once, in the order of the file."""
        found = [part.strip() for part in _SPACES.sub(" ", self.text(column)).split("|")]
        for part in found:
            if len(part) > LONGEST_NAME:
                self._object(_("A name in “%(column)s” is longer than 255 characters."), column)
                return ()
        return tuple(dict.fromkeys(part for part in found if part))

    def entries(self, column: str, language: str, find: Find) -> tuple[Entry, ...]:
        """The names of a cell as entries of a controlled list."""
        return self.listed(column, self.names(column), lambda name: find(name, language))

    def listed(self, column: str, names: Iterable[str], find: Callable[[str], Entry]) -> tuple[Entry, ...]:
        """Each of these names as ``find`` knows it, once; one that is too long is a problem."""
        trimmed = [name.strip() for name in names]
        for name in trimmed:
            if len(name) > LONGEST_NAME:
                self._object(_("A name in “%(column)s” is longer than 255 characters."), column)
                return ()
        return tuple(dict.fromkeys(find(name) for name in trimmed if name))

    def number(self, column: str, highest: int = 999) -> int | None:
        """A whole number from 1 to ``highest``; None for an empty cell."""
        raw = self.name(column)
        if not raw:
            return None
        if raw.isascii() and raw.isdigit() and 1 <= int(raw[:9]) <= highest and len(raw) < 10:
            return int(raw)
        self._object(_("“%(column)s” is not a number that can be meant: %(raw)s."), column, raw)
        return None

    def mechanism(self, column: str) -> str:
        raw = self.name(column)
        found = mechanism_named(raw)
        if not raw:
            self._object(_("“%(column)s” is empty; name the mechanism."), column, about="mechanism")
        elif not found:
            sentence = _("“%(column)s” names no mechanism that is known: %(raw)s.")
            self._object(sentence, column, raw, about="mechanism")
        return found

    def position(self, column: str) -> str:
        return self.position_of(self.name(column))

    def position_of(self, raw: str) -> str:
        """The position in these words; nothing for what says that there is none yet."""
        found = position_named(raw)
        if raw and not found and not is_no_position(raw):
            sentence = _("The position is none of supported, partly supported, noted: %(raw)s.")
            self.problems.append(Wrong(sentence % {"raw": raw[:80]}, "position"))
        return found

    def date(self, column: str) -> tuple[int | None, date | None]:
        """Year and date: from an ISO date, an Excel date, or a year alone. Nothing for an empty cell."""
        raw = self.name(column)
        if not raw:
            return None, None
        if raw.isascii() and raw.isdigit() and 1945 <= int(raw[:9]) <= 2100:
            return int(raw), None
        day = _day(raw)
        if day is None or not 1945 <= day.year <= 2100:
            sentence = _("“%(column)s” is not a date; write it as 2022-07-12: %(raw)s.")
            self._object(sentence, column, raw, about="when")
            return None, None
        return day.year, day

    def _object(self, sentence: str, column: str, raw: str = "", *, about: str = "") -> None:
        said = sentence % {"column": column, "raw": raw[:80]}
        self.problems.append(Wrong(said, about or column))


def _day(raw: str) -> date | None:
    if (serial := _SERIAL.fullmatch(raw)) and int(serial[1]) in _EXCEL_DAYS:
        return _EXCEL_BEGINS + timedelta(days=int(serial[1]))
    try:
        return datetime.fromisoformat(raw).date()
    except ValueError:
        return None
