"""The table of the UN's matrix of recommendations: what each column holds, and the themes between rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cases.importing.names import plain, position_named
from cases.importing.parts.bracketed import states_in

Cell = tuple[str, int]
"""Text, and over how many columns it spans."""

_THEME = re.compile(
    r"(?:th[eè]me|right or area|droit ou domaine|tema|derecho o (?:ámbito|esfera)|الموضوع|тема)\s*[:：]\s*"
    r"(?P<theme>.+)",
    re.IGNORECASE | re.DOTALL,
)
# fmt: off
_COLUMNS = {
    "states":         r"recommending|states?(?:/s|\(s\))?$|etats? (?:auteurs?|recommand)|"
                      r"estados? (?:que )?recom|الدول",
    "recommendation": r".*(?:recommendation|recommandation|recomendacion|рекомендаци|توصي|建议)",
    "position":       r".*(?:position|posicion|позици|موقف|立场)",
    "theme":          r".*(?:theme|thematique|tema|тем[аы]|موضوع|مواضيع|主题)",
    "sdg":            r".*(?:\bsdgs?|\bodds?\b|\bods\b|objectifs de dev|objetivos de des|цур|"
                      r"اهداف التنمي|可持续)",
}
"""How the header begins or names each column; cycles 2 and 3 have comments where cycle 4 has the SDGs."""
# fmt: on
_NAMED = {name: re.compile(pattern) for name, pattern in _COLUMNS.items()}
_LONGEST_NAME = 80
_NUMBER = re.compile(r"\s*\d{1,3}\.\d{1,3}\b")


@dataclass
class Item:
    """One row of the table: its number, its cells by what they hold, and the theme above it."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    theme: str = ""


def is_matrix(tables: list[list[list[Cell]]]) -> bool:
    """Whether one of the tables has the header, or its rows, where it has no header at all."""
    return any(columns_of(row) or _by_content(row) for table in tables for row in table[:3])


def items(tables: list[list[list[Cell]]]) -> Iterator[Item]:
    """A row "Theme: …" gives its theme to those below it, also in the tables that follow."""
    columns: dict[str, int] = {}
    theme, number = "", 0
    for table in tables:
        for row in table:
            number += 1
            across = _across(row)
            if found := columns_of(row):
                columns = found
            elif across:
                theme = _theme_of(across) or theme
            elif columns := columns or _by_content(row):
                cells = _cells(row, columns)
                if any(cells.values()):
                    yield Item(number, cells, theme)


def columns_of(row: list[Cell]) -> dict[str, int]:
    """Where each column begins, if the row is the header: "Recommendation …" and "Position …" stand in it."""
    found: dict[str, int] = {}
    for place, text in _placed(row):
        words = plain(text) if len(text) < _LONGEST_NAME and not _THEME.match(text) else ""
        named = next(
            (name for name, known in _NAMED.items() if known.match(words) and name not in found), None
        )
        if words and named:
            found[named] = place
    return found if {"recommendation", "position"} <= found.keys() else {}


def _by_content(row: list[Cell]) -> dict[str, int]:
    """The same of a table without a header, by a row of it: a numbered text, a position, maybe States."""
    found: dict[str, int] = {}
    for place, text in _placed(row):
        if _NUMBER.match(text):
            found.setdefault("recommendation", place)
        elif position_named(" ".join(text.split())):
            found.setdefault("position", place)
        elif text and states_in(f"({text})")[1]:
            found.setdefault("states", place)
    return found if {"recommendation", "position"} <= found.keys() else {}


def _placed(row: list[Cell]) -> Iterator[tuple[int, str]]:
    place = 0
    for text, span in row:
        yield place, text
        place += max(span, 1)


def _cells(row: list[Cell], columns: dict[str, int]) -> dict[str, str]:
    """The text at each column; nothing where the row ends before it."""
    texts = dict(_placed(row))
    return {name: texts.get(place, "") for name, place in columns.items()}


def _across(row: list[Cell]) -> str:
    """The only text of a row, which stands over all columns."""
    filled = {text for text, _span in row if text}
    whole = len(row) == 1 or (len(filled) == 1 and all(text for text, _span in row))
    return next(iter(filled), "") if whole or _is_a_theme(filled) else ""


def _is_a_theme(filled: set[str]) -> bool:
    return len(filled) == 1 and _THEME.fullmatch(next(iter(filled))) is not None


def _theme_of(text: str) -> str:
    match = _THEME.fullmatch(text)
    return " ".join(match["theme"].split()) if match else ""
