"""Exports of the Universal Human Rights Index: Excel, and the whole Index as JSON, with the same keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing import listed
from cases.importing.cells import Cells
from cases.importing.names import mechanism_named
from cases.importing.opening import Opened
from cases.importing.parts import sessions
from cases.importing.parts.bracketed import states_in
from cases.importing.parts.cells_of_the_un import values, without_markup
from cases.importing.parts.languages import language_of
from cases.importing.parts.paragraphs import beginning_of
from cases.importing.parts.sub_items import divided
from cases.importing.parts.symbols import mechanism_by, symbol_in
from cases.importing.rows import Line, Row
from cases.un import Mechanism, Position

# fmt: off
_FIELDS = {
    "text":           ("Text",                   "text"),
    "states":         ("Countries",              "countries concerned"),
    "body":           ("Body",                   "reccomending body"),
    "symbol":         ("Symbol",                 "document symbol"),
    "themes":         ("Themes",                 "themes"),
    "affected":       ("AffectedPersons",        "affected persons"),
    "sdgs":           ("Sdgs",                   "sdgs"),
    "date":           ("PublicationDate",        "document publication date"),
    "recommended_by": ("UprRecommendingCountry", "upr reccomending states"),
    "position":       ("UprPositions",           "upr position"),
    "type":           ("AnnotationType",         "type"),
    "key":            ("AnnotationId",           "ohchr annotation id"),
    "session":        ("UprSession",             "upr session"),
}
"""What a record says, under its name in JSON and in the header of Excel."""
# fmt: on
_SPELLED_RIGHT = ("reccomending", "recommending")
_CONTEXT = ("concern", "observation")


class Uhri:
    """The annotation is the key; of one with sub-items, each has its letter after it."""

    name = "uhri"
    label = gettext_lazy("Universal Human Rights Index (Excel or JSON)")
    of_documents = True

    def recognises(self, opened: Opened) -> bool:
        if opened.kind == "records":
            return {"AnnotationId", "Text", "Body", "Countries"} <= set(opened.first)
        header = {column.replace(*_SPELLED_RIGHT) for column in opened.header}
        return {"ohchr annotation id", "text", "recommending body", "countries concerned"} <= header

    def rows(self, opened: Opened) -> Iterator[Row]:
        found = _records(opened) if opened.kind == "records" else _lines(opened)
        for cells in found:
            if opened.wanted.takes(values(cells.line.cells["states"])):
                yield from _rows_of(cells)


def _lines(opened: Opened) -> Iterator[Cells]:
    header = {column.replace(*_SPELLED_RIGHT): column for column in opened.header}
    columns = {
        ours: header.get(column.replace(*_SPELLED_RIGHT), column) for ours, (_j, column) in _FIELDS.items()
    }
    for line in opened.lines():
        cells = {ours: line.cells.get(column, "") for ours, column in columns.items()}
        yield Cells(replace(line, cells=cells))


def _records(opened: Opened) -> Iterator[Cells]:
    for number, record in opened.records():
        yield Cells(Line(number, {ours: _as_cell(record.get(name)) for ours, (name, _c) in _FIELDS.items()}))


def _as_cell(value: Any) -> str:
    """A list as Excel has it: a value to a line."""
    if isinstance(value, list):
        return "\n".join(_as_cell(one) for one in value)
    return "" if value is None or isinstance(value, Mapping) else str(value)


def _rows_of(cells: Cells) -> Iterator[Row]:
    text = without_markup(cells.text("text"))
    begins = beginning_of(text)
    language = language_of(text)
    row = _described(cells, language)
    row.paragraph, row.sub_item = begins.code[:40], begins.item
    row.headings = {language: begins.heading} if begins.heading else {}
    words = _without_states(row, begins.text)
    parts = None if begins.item or row.kind == "context" else divided(words)
    if parts is None:
        row.texts = {language: words} if words else {}
        yield row
        return
    for letter, words in parts.items:
        yield replace(
            row,
            key=f"{row.key}({letter})" if row.key else "",
            paragraph=f"{row.paragraph}({letter})",
            sub_item=letter,
            openings={language: parts.opening},
            texts={language: words},
            problems=list(row.problems),
        )


def _without_states(row: Row, text: str) -> str:
    """A recommendation of the review ends in the states that made it, in brackets; they are told apart."""
    if row.mechanism != Mechanism.UPR:
        return text
    words, named = states_in(text)
    row.recommending_states = row.recommending_states or named
    return words


def _described(cells: Cells, language: str) -> Row:
    """Everything but the text."""
    session = sessions.session_in(cells.name("session"))
    year, day = cells.date("date")
    symbol = symbol_in(cells.name("symbol")) or cells.name("symbol", 60)
    row = Row(
        line=cells.line.number,
        key=cells.name("key", 110),
        kind="context" if any(word in cells.name("type").lower() for word in _CONTEXT) else "recommendation",
        mechanism=_mechanism(cells, symbol),
        cycle=sessions.cycle_of(session),
        session=session,
        symbol=symbol[:60],
        year=year,
        date=day,
        position=_position(cells),
        recommending_states=cells.listed("recommended_by", _values(cells, "recommended_by"), listed.state),
        themes=cells.listed("themes", _values(cells, "themes"), listed.theme),
        affected_persons=cells.listed("affected", _values(cells, "affected"), listed.affected),
        sdg_targets=cells.listed("sdgs", _values(cells, "sdgs"), listed.sdg),
        language=language,
    )
    row.problems = cells.problems
    return row


def _values(cells: Cells, column: str) -> tuple[str, ...]:
    return values(cells.text(column))


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
