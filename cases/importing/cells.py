"""Reads the cells of one line, and gathers what is wrong with them as sentences for the person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import gettext as _

from cases.importing.names import is_no_position, mechanism_named, position_named
from cases.importing.parts import dates
from cases.importing.parts.cells_of_the_un import dashed, value
from cases.importing.rows import CONTROL, Entry, Line, Wrong

LONGEST_NAME = 255
LONGEST_STATUS = 120
LONGEST_TEXT = 20_000
MARKED = re.compile(r"'+[=+\-@\t\r\n]")
"""A text that is marked as one, lest a spreadsheet program takes it for a formula (``cases/sheets.py``)."""
_SPACES = re.compile(r"\s+")


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
        """Several names joined by a bar, or on lines with a dash, each once, in the order of the file."""
        written = self.text(column)
        parts = dashed(written) if "|" not in written else ()
        found = parts or [part.strip() for part in _SPACES.sub(" ", written).split("|")]
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
        raw = value(self.name(column))
        found = mechanism_named(raw)
        if not raw:
            self._object(_("“%(column)s” is empty; name the mechanism."), column, about="mechanism")
        elif not found:
            sentence = _("“%(column)s” names no mechanism that is known: %(raw)s.")
            self._object(sentence, column, raw, about="mechanism")
        return found

    def position(self, column: str) -> str:
        return self.position_of(value(self.name(column)))

    def position_of(self, raw: str) -> str:
        """The position in these words; nothing for what says that there is none yet."""
        found = position_named(raw)
        if raw and not found and not is_no_position(raw):
            sentence = _("The position is none of supported, partly supported, noted: %(raw)s.")
            self.problems.append(Wrong(sentence % {"raw": raw[:80]}, "position"))
        return found

    def date(self, column: str) -> tuple[int | None, date | None]:
        """Year and date (``parts/dates.py``), or the year alone. Nothing for an empty cell."""
        raw = self.name(column)
        if not raw:
            return None, None
        found = dates.told(raw)
        if found is None:
            sentence = _("“%(column)s” is not a date; write it as 2022-07-12: %(raw)s.")
            self._object(sentence, column, raw, about="when")
            return None, None
        return found

    def _object(self, sentence: str, column: str, raw: str = "", *, about: str = "") -> None:
        said = sentence % {"column": column, "raw": raw[:80]}
        self.problems.append(Wrong(said, about or column))
