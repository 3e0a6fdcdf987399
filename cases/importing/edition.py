"""One file read and checked, before anything is compared with the database: good rows, and problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils.translation import gettext as _

from cases.importing.formats import format_named, format_of
from cases.importing.rows import Problem, Row
from cases.importing.table import read_table


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


def read_edition(path: Path, *, layout: str = "", source: str = "") -> Edition:
    """Read ``path`` by the layout of that name, by default the one that its header shows.

    ``source`` names whose keys these are, by default the layout's own name. Raises :class:`BadFile`.
    """
    table = read_table(path)
    chosen = format_named(layout, table.header) if layout else format_of(table.header)
    rows, problems, notes = _sorted_out(chosen.row(line) for line in table.lines)
    if chosen.ignored:
        notes.append(
            _("Columns that are not read: %(columns)s.") % {"columns": ", ".join(chosen.ignored)[:300]}
        )
    return Edition(table.file_name, table.sha256, source or chosen.name, rows, problems, notes)


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
