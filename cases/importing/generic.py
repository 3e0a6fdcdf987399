"""Our own layout, for whoever prepares a file by hand: one row per recommendation, CSV or XLSX."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from cases.importing.cells import Cells
from cases.importing.rows import BadFile, Line, Row

# fmt: off
COLUMNS = (
    "key", "mechanism", "cycle", "session", "symbol", "paragraph", "date", "recommending_states", "position",
    "themes", "affected_persons", "sdg_targets", "responsible_bodies", "text_en", "text_fr", "text_ar",
)
# fmt: on
_TEXT = re.compile(r"text_([a-z]{2,3}(?:-[a-z0-9]{2,8})?)")


class Generic:
    """``key`` is the key; a bar joins several values in a cell; the text has one column per language."""

    name = "generic"
    columns = frozenset({"key", "mechanism", "date"})

    def __init__(self, header: tuple[str, ...]) -> None:
        texts = [match for column in header if (match := _TEXT.fullmatch(column))]
        if not texts:
            raise BadFile(_("The header has no column for the text, such as text_en or text_fr."))
        self.languages = {match[1]: match[0] for match in texts}
        self.ignored = [one for one in header if one and one not in (*COLUMNS, *self.languages.values())]

    def row(self, line: Line) -> Row:
        cells = Cells(line)
        texts = {one: text for one, column in self.languages.items() if (text := cells.text(column))}
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
            recommending_states=cells.entries("recommending_states", language),
            themes=cells.entries("themes", language),
            affected_persons=cells.entries("affected_persons", language),
            sdg_targets=cells.entries("sdg_targets", language),
            bodies=cells.names("responsible_bodies"),
            language=language,
        )
        row.problems = cells.problems
        return row
