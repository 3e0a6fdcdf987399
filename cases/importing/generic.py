"""Our own layout, for whoever prepares a file by hand: one row per recommendation, CSV or XLSX."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing import listed
from cases.importing.cells import LONGEST_STATUS, Cells
from cases.importing.columns import COLUMNS, ours
from cases.importing.items import taken_apart
from cases.importing.opening import Opened
from cases.importing.rows import BadFile, Entry, Line, Row

TEXT, OPENING, HEADING = "text_", "opening_", "heading_"
"""With a language behind it: a text, what it shares with other sub-items, what stands above them."""
WITHIN = " > "
"""Between a theme and the sub-theme in it."""
_WORDED = re.compile(rf"({TEXT}|{OPENING}|{HEADING})([a-z]{{2,3}}(?:-[a-z0-9]{{2,8}})?)")


class Generic:
    """``key`` is the key; a bar joins several values in a cell; the text has one column per language."""

    name = "generic"
    label = gettext_lazy("Our own layout (CSV or Excel)")
    columns = frozenset({"key", "mechanism", "date"})

    def recognises(self, opened: Opened) -> bool:
        return opened.kind == "table" and self.columns <= set(map(ours, opened.header))

    def rows(self, opened: Opened) -> Iterator[Row]:
        header = {one: ours(one) for one in opened.header}
        worded = _Worded(tuple(header.values()))
        if not worded.texts:
            raise BadFile(_("The header has no column for the text, such as text_en or text_fr."))
        opened.says_unread(one for one in header if header[one] not in (*COLUMNS, *worded.read()))
        for line in opened.lines():
            cells = {header.get(column, column): cell for column, cell in line.cells.items()}
            yield from _rows_of(_row(replace(line, cells=cells), worded), header.values())


def _rows_of(row: Row, columns: Container[str]) -> Iterator[Row]:
    """Of a list that has no column for paragraphs, the only text has its exact parts."""
    if "paragraph" in columns or len(row.texts) != 1:
        yield row
        return
    ((language, written),) = row.texts.items()
    yield from taken_apart(row, language, written)


class _Worded:
    """By language, the columns of texts, and of the openings and headings above them."""

    def __init__(self, header: tuple[str, ...]) -> None:
        found = [match for one in header if (match := _WORDED.fullmatch(one))]
        self.texts, self.openings, self.headings = (
            {match[2]: match[0] for match in found if match[1] == kind} for kind in (TEXT, OPENING, HEADING)
        )

    def read(self) -> Iterator[str]:
        for columns in (self.texts, self.openings, self.headings):
            yield from columns.values()


def _row(line: Line, worded: _Worded) -> Row:
    cells = Cells(line)
    texts, openings, headings = (
        {one: text for one, column in columns.items() if (text := cells.text(column))}
        for columns in (worded.texts, worded.openings, worded.headings)
    )
    language = next(iter(texts), "en")
    year, day = cells.date("date")
    return Row(
        line=line.number,
        key=cells.name("key", 120),
        mechanism=cells.mechanism("mechanism"),
        cycle=cells.number("cycle"),
        session=cells.number("session"),
        symbol=cells.name("symbol", 60),
        paragraph=cells.name("paragraph", 40),
        year=year,
        date=day,
        position=cells.position("position"),
        status=cells.name("status_in_source", LONGEST_STATUS),
        texts=texts,
        openings={one: text for one, text in openings.items() if one in texts},
        headings={one: text for one, text in headings.items() if one in texts},
        recommending_states=cells.entries("recommending_states", language, listed.state),
        themes=cells.entries("themes", language, _theme),
        affected_persons=cells.entries("affected_persons", language, listed.affected),
        sdg_targets=cells.entries("sdg_targets", language, listed.sdg),
        bodies=cells.names("responsible_bodies"),
        language=language,
        problems=cells.problems,
    )


def _theme(name: str, language: str) -> Entry:
    """A theme, or a sub-theme with the one that it is a part of."""
    whole, within, part = name.partition(WITHIN)
    if not (within and whole.strip() and part.strip()):
        return listed.theme(name, language)
    return replace(listed.theme(part.strip(), language), part_of=listed.theme(whole.strip(), language))
