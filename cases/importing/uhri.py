"""Exports of the Universal Human Rights Index: Excel, and the whole Index as JSON, with the same keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing import listed
from cases.importing.cells import Cells
from cases.importing.items import taken_apart
from cases.importing.names import mechanism_named
from cases.importing.opening import Opened
from cases.importing.parts import sessions
from cases.importing.parts.cells_of_the_un import values, without_markup
from cases.importing.parts.languages import language_of
from cases.importing.parts.symbols import mechanism_by, symbol_in
from cases.importing.rows import Kind, Line, Row
from cases.un import Position

# fmt: off
_FIELDS = {
    "text":           ("text",),
    "states":         ("countries concerned", "countries", "country", "country concerned"),
    "body":           ("recommending body", "reccomending body", "body"),
    "symbol":         ("document symbol", "symbol"),
    "themes":         ("themes", "theme"),
    "affected":       ("affected persons",),
    "sdgs":           ("sdgs", "sdg"),
    "date":           ("document publication date", "publication date"),
    "recommended_by": ("upr recommending states", "upr reccomending states", "upr recommending country"),
    "position":       ("upr position", "upr positions"),
    "type":           ("type", "annotation type"),
    "key":            ("ohchr annotation id", "annotation id"),
    "session":        ("upr session",),
}
"""What a record says, and what exports call it: in a header, or in JSON without the blanks."""
# fmt: on
_FIELD_OF = {name.replace(" ", ""): ours for ours, names in _FIELDS.items() for name in names}
_NEEDED = {"key", "text", "body", "states"}
_BETWEEN_GOALS = re.compile(r"(?<!\s)\s*[;|]\s*(?=\d)|(?<!\s)\s+-\s+(?=\d{1,2}(?:\.[\da-d]{1,2})? - )")
_NO_LETTER = re.compile(r"[^a-z]+")
_RECOMMENDED = ("recommend", "recommand", "recomend", "توصي", "рекоменд", "建议")
"""By which the type of a recommendation is known; "Concerns/Observations" and "Others" are none."""


class Uhri:
    """The annotation is the key; of one with sub-items, each has its letter after it."""

    name = "uhri"
    label = gettext_lazy("Universal Human Rights Index (Excel or JSON)")
    of_documents = True
    latin_1 = True

    def recognises(self, opened: Opened) -> bool:
        named = opened.first if opened.kind == "records" else opened.header
        return {_field_of(name) for name in named} >= _NEEDED

    def rows(self, opened: Opened) -> Iterator[Row]:
        found = _records(opened) if opened.kind == "records" else _lines(opened)
        for cells in found:
            if opened.wanted.takes(_states(cells, "states")):
                yield from _rows_of(cells)


def _lines(opened: Opened) -> Iterator[Cells]:
    for line in opened.lines():
        yield Cells(replace(line, cells=_by_field(line.cells)))


def _records(opened: Opened) -> Iterator[Cells]:
    for number, record in opened.records():
        yield Cells(Line(number, {ours: _as_cell(value) for ours, value in _by_field(record).items()}))


def _by_field(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {ours: value for name, value in cells.items() if (ours := _field_of(name))}


@lru_cache(maxsize=256)
def _field_of(name: str) -> str:
    """Which field a column, or a name in JSON, is; nothing for one that is not read."""
    return _FIELD_OF.get(_NO_LETTER.sub("", name.lower()), "")


def _as_cell(value: Any) -> str:
    """A list as Excel has it: a value to a line."""
    if isinstance(value, list):
        return "\n".join(_as_cell(one) for one in value)
    return "" if value is None or isinstance(value, Mapping) else str(value)


def _rows_of(cells: Cells) -> Iterator[Row]:
    written = cells.text("text")
    language = language_of(without_markup(written))
    yield from taken_apart(_described(cells, language), language, written)


def _described(cells: Cells, language: str) -> Row:
    """Everything but the text."""
    session = sessions.session_in(cells.name("session"))
    year, day = cells.date("date")
    symbol = symbol_in(cells.name("symbol")) or cells.name("symbol", 60)
    row = Row(
        line=cells.line.number,
        key=cells.name("key", 110),
        kind=_kind(cells.name("type").lower()),
        mechanism=_mechanism(cells, symbol),
        cycle=sessions.cycle_of(session),
        session=session,
        symbol=symbol[:60],
        year=year,
        date=day,
        position=_position(cells),
        recommending_states=cells.listed("recommended_by", _states(cells, "recommended_by"), listed.state),
        themes=cells.listed(
            "themes", listed.several(_values(cells, "themes"), listed.known_theme), listed.theme
        ),
        affected_persons=cells.listed(
            "affected", listed.several(_values(cells, "affected"), listed.known_affected), listed.affected
        ),
        sdg_targets=cells.listed("sdgs", _goals(cells), listed.sdg),
        language=language,
    )
    row.problems = cells.problems
    return row


def _values(cells: Cells, column: str) -> tuple[str, ...]:
    return values(cells.text(column))


def _states(cells: Cells, column: str) -> list[str]:
    """One to a line, or several on one as other programs write them again: "- Chile - Kenya"."""
    return listed.several(_values(cells, column), listed.known_state)


def _goals(cells: Cells) -> list[str]:
    return [part for one in _values(cells, "sdgs") for part in _BETWEEN_GOALS.split(one)]


def _kind(said: str) -> Kind:
    """Where nothing is said, it is a recommendation."""
    return "recommendation" if not said or any(word in said for word in _RECOMMENDED) else "context"


def _mechanism(cells: Cells, symbol: str) -> str:
    """By the name of the body; a mandate of the special procedures is known by its document."""
    body = next(iter(_values(cells, "body")), "")
    found = mechanism_named(body) or mechanism_by(symbol)
    if not found:
        sentence = _("The body is no mechanism that is known: %(body)s.")
        cells.problems.append(sentence % {"body": body[:80] or "–"})
    return found


def _position(cells: Cells) -> str:
    """The position; one that is different for parts of a recommendation is a partial one."""
    named = {cells.position_of(one) for one in _values(cells, "position")} - {""}
    return Position.PARTLY_SUPPORTED.value if len(named) > 1 else next(iter(named), "")
