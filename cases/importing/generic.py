"""Our own layout, for whoever prepares a file by hand: one row per recommendation, CSV or XLSX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing import listed
from cases.importing.cells import Cells
from cases.importing.columns import COLUMNS, ours
from cases.importing.opening import Opened
from cases.importing.rows import BadFile, Line, Row

_TEXT = re.compile(r"text_([a-z]{2,3}(?:-[a-z0-9]{2,8})?)")


class Generic:
    """``key`` is the key; a bar joins several values in a cell; the text has one column per language."""

    name = "generic"
    label = gettext_lazy("Our own layout (CSV or Excel)")
    columns = frozenset({"key", "mechanism", "date"})

    def recognises(self, opened: Opened) -> bool:
        return opened.kind == "table" and self.columns <= set(map(ours, opened.header))

    def rows(self, opened: Opened) -> Iterator[Row]:
        header = {one: ours(one) for one in opened.header}
        texts = {match[1]: match[0] for one in header.values() if (match := _TEXT.fullmatch(one))}
        if not texts:
            raise BadFile(_("The header has no column for the text, such as text_en or text_fr."))
        ignored = [one for one in header if one and header[one] not in (*COLUMNS, *texts.values())]
        if ignored:
            opened.notes.append(
                _("Columns that are not read: %(columns)s.") % {"columns": ", ".join(ignored)[:300]}
            )
        for line in opened.lines():
            cells = {header.get(column, column): cell for column, cell in line.cells.items()}
            yield _row(replace(line, cells=cells), texts)


def _row(line: Line, columns: dict[str, str]) -> Row:
    """``columns`` is the column of each language's text."""
    cells = Cells(line)
    texts = {one: text for one, column in columns.items() if (text := cells.text(column))}
    language = next(iter(texts), "en")
    year, day = cells.date("date")
    row = Row(
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
        texts=texts,
        recommending_states=cells.entries("recommending_states", language, listed.state),
        themes=cells.entries("themes", language, listed.theme),
        affected_persons=cells.entries("affected_persons", language, listed.affected),
        sdg_targets=cells.entries("sdg_targets", language, listed.sdg),
        bodies=cells.names("responsible_bodies"),
        language=language,
    )
    row.problems = cells.problems
    return row
