"""One file read and checked, before anything is compared with the database: good rows, and problems."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from cases.importing.formats import format_named, format_of
from cases.importing.listed import words_for
from cases.importing.opening import Opened
from cases.importing.rows import BadFile, Problem, Row
from cases.importing.table import not_utf8
from cases.importing.wanted import NothingAboutIt, nothing_about
from cases.models.imports import WARNS

MOST_ROWS = 50_000
"""Recommendations of the one state, and concerns: a paragraph with sub-items is several."""


class TooManyRows(Exception):  # noqa: N818 - named after what is in the file
    """More than were to be read now; nothing is wrong with them."""


@dataclass(frozen=True)
class Edition:
    """An edition of a source. ``rows`` are good ones only; ``notes`` are sentences that stop nothing.

    ``decided`` is what a person said of rows that were doubtful (``recognising.py``).
    """

    file_name: str
    sha256: str
    source: str
    rows: list[Row]
    problems: list[Problem]
    notes: list[str] = field(default_factory=list)
    all_or_nothing: bool = True
    decided: dict[str, int] = field(default_factory=dict)

    @property
    def recommendations(self) -> list[Row]:
        return [row for row in self.rows if row.kind == "recommendation"]

    @property
    def context(self) -> list[Row]:
        """Concerns and observations, which stand beside recommendations."""
        return [row for row in self.rows if row.kind == "context"]

    def without_bad_rows(self) -> Edition:
        """The same edition, of which the good rows may be imported although others are bad."""
        return replace(self, all_or_nothing=False)


def read_edition(
    path: Path,
    *,
    layout: str = "",
    source: str = "",
    state: str = "",
    home: str = "",
    columns: Mapping[str, str] | None = None,
    name: str = "",
    most: int | None = None,
) -> Edition:
    """Read ``path`` in the format of the name ``layout``, by default the one that recognises it.

    ``source`` names whose keys these are, by default the format's own name. Of a file about several states
    the rows about ``state`` are read; by default those about ``home``, what the settings call the state
    (else STATE_NAME), and where there are none, those about the only state. ``columns`` says which of the
    file's columns is which of the format's; ``name`` is what people call the file. Raises :class:`BadFile`;
    :class:`TooManyRows` for more than ``most``.
    """
    how = _How(layout, source, columns or {}, name or path.name, most)
    home = home or settings.STATE_NAME
    if state or not home:
        return _read(path, how, state)
    try:
        return _read(path, how, home)
    except NothingAboutIt as nothing:
        edition = _read(path, how, "")
        return replace(edition, notes=[WARNS + nothing.sentence, *edition.notes])


class _How(NamedTuple):
    layout: str
    source: str
    columns: Mapping[str, str]
    name: str
    most: int | None


def _read(path: Path, how: _How, state: str) -> Edition:
    only = words_for(state) if state else ()
    with Opened(path, only=only, state=state, columns=how.columns, name=how.name) as opened:
        if opened.kind == "records" and not opened.first:
            raise nothing_about(state) if state else _nothing_in(how.name)
        chosen = format_named(how.layout, opened) if how.layout else format_of(opened)
        if opened.not_utf8 and not getattr(chosen, "latin_1", False):
            raise not_utf8(opened.not_utf8)
        rows, problems, notes = _sorted_out(_bounded(chosen.rows(opened), how.most))
        opened.wanted.check()
        if not rows and not problems:
            raise _nothing_in(how.name)
    return Edition(
        how.name, _digest(path), how.source or chosen.name, rows, problems, [*opened.notes, *notes]
    )


def _nothing_in(name: str) -> BadFile:
    return BadFile(_("“%(name)s” holds no recommendation.") % {"name": name})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bounded(rows: Iterable[Row], most: int | None) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if most is not None and count > most:
            raise TooManyRows
        if count > MOST_ROWS:
            raise BadFile(_("The file has more than 50,000 recommendations; divide it."))
        yield row


def _sorted_out(rows: Iterable[Row]) -> tuple[list[Row], list[Problem], list[str]]:
    good: list[Row] = []
    problems: list[Problem] = []
    first: dict[str, Row] = {}
    repeated = 0
    for row in rows:
        known = first.setdefault(row.key, row) if row.key else row
        if known is not row and known.says_the_same_as(row):
            repeated += 1
        elif found := what_is_wrong(row, known):
            problems.append(Problem(row.line, row.key, " ".join(found), row))
        else:
            good.append(row)
    notes = [_("%(count)d lines repeat another line; each was read once.") % {"count": repeated}]
    return good, problems, notes if repeated else []


def what_is_wrong(row: Row, known: Row) -> list[str]:
    """Sentences for the person. ``known`` is the first row with that key; mostly the row itself."""
    found = list(row.problems)
    if not row.key:
        found.append(_("It has no key, by which it would be recognised again."))
    if known is not row:
        found.append(_("Line %(line)d has the same key, but says something else.") % {"line": known.line})
    if not row.texts and not row.problems:
        found.append(_("It has no text in any language."))
    if not (row.year and 1945 <= row.year <= 2100) and not row.problems:
        found.append(_("It has no year, or no date of its document."))
    return found
