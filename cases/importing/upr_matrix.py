"""The UN's thematic list of the recommendations of one review, a table in Word, of cycles 2, 3 and 4."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing import listed
from cases.importing.cells import Cells
from cases.importing.names import plain
from cases.importing.opening import Opened
from cases.importing.parts import sessions
from cases.importing.parts.bracketed import states_in
from cases.importing.parts.cells_of_the_un import values
from cases.importing.parts.languages import language_of
from cases.importing.parts.paragraphs import beginning_of
from cases.importing.parts.symbols import document, symbol_in, year_of_council
from cases.importing.rows import Line, Row
from cases.un import Mechanism

Cell = tuple[str, int]

# fmt: off
_TITLE = re.compile(
    r"(?:UPR of|(?:EPU|examen périodique universel|examen periódico universal)\s+"
    r"(?:de l['’]|d['’]|(?:du|des|de la|del|de)\s))\s*(?P<state>[^()]+?)\s*"
    r"\((?P<cycle>\d)\w*\s+(?:cycle|ciclo)(?:\W+(?P<session>\d{1,2})\w*\s+(?:session|per[ií]odo))?",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"^[ \t]*(?:source of (?:the )?position|source de la position|fuente de la posici[oó]n|مصدر الموقف)\b.*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_THEME = re.compile(r"(?:theme|thème|tema|الموضوع)\s*:\s*(?P<theme>.+)", re.IGNORECASE | re.DOTALL)
_BLOCKS = {
    "affected": (
        "affected persons", "groups of persons", "persons affected", "personnes concernees",
        "personnes touchees", "groupes de personnes", "personas afectadas", "personas concernidas",
        "grupos de personas", "الاشخاص المتاثرون", "فئات الاشخاص",
    ),
    "sdgs": (
        "sdgs", "relevant sdgs", "odd", "odds", "odd pertinents", "objectifs de developpement durable", "ods",
        "objetivos de desarrollo sostenible", "اهداف التنمية المستدامة",
    ),
    "themes": (
        "themes", "human rights themes", "themes des droits de l'homme", "temas", "temas de derechos humanos",
        "المواضيع",
    ),
}
_NAMED = {name: block for block, names in _BLOCKS.items() for name in names}
_COLUMNS = {
    "recommendation": ("recommendation", "recommandation", "recomendacion", "التوصي"),
    "position": ("position", "posicion", "موقف"),
    "theme": ("theme", "tema", "مواضيع"),
    "sdg": ("sdg", "odd ", "objectifs de developpement", "ods ", "objetivos de desarrollo", "اهداف"),
}
"""Words by which the header names each column, in English, French, Spanish and Arabic; cycles 2 and 3 have
comments where cycle 4 has the SDGs."""
# fmt: on
_LONGEST_NAME = 80
_LONGEST_TITLE = 500


class Review(NamedTuple):
    state: str = ""
    cycle: int | None = None
    session: int | None = None


@dataclass
class _Item:
    """One row of the table: cells by what they hold, and what was found about the review."""

    number: int
    cells: dict[str, str]
    theme: str
    review: Review


class UprMatrix:
    """The document and the number in it are the key. A row "Theme: …" gives its theme to those below it."""

    name = "upr-matrix"
    label = gettext_lazy("UPR matrix of the UN (Word)")
    of_documents = True

    def recognises(self, opened: Opened) -> bool:
        return any(_columns(row) for table in opened.tables for row in table[:3])

    def rows(self, opened: Opened) -> Iterator[Row]:
        review = _review(opened.texts)
        if review.state and not opened.wanted.takes([review.state]):
            return
        items = list(_items(opened.tables, review))
        symbols = Counter(symbol for item in items if (symbol := _symbol(item.cells["recommendation"])))
        of_most = symbols.most_common(1)[0][0] if symbols else ""
        for item in items:
            yield _row(item, of_most)


def _items(tables: list[list[list[Cell]]], review: Review) -> Iterator[_Item]:
    columns: dict[str, int] = {}
    theme, number = "", 0
    for table in tables:
        for row in table:
            number += 1
            texts = [text for text, _span in row]
            if found := _columns(row):
                columns = found
            elif match := _theme_of(texts):
                theme = match
            elif columns and any(texts) and max(columns.values()) < len(texts):
                cells = {name: texts[place] for name, place in columns.items()}
                yield _Item(number, cells, theme, review)


def _columns(row: list[Cell]) -> dict[str, int]:
    """Where each column is, if the row is the header: "Recommendation …" and "Position …" stand in it."""
    found: dict[str, int] = {}
    for place, (text, _span) in enumerate(row):
        words = f"{plain(text)} " if len(text) < _LONGEST_NAME and not _THEME.match(text) else ""
        named = next(
            (one for one, names in _COLUMNS.items() if one not in found and _has(names, words)), None
        )
        if named:
            found[named] = place
    return found if {"recommendation", "position"} <= set(found) and len(row) > 2 else {}


def _has(names: tuple[str, ...], words: str) -> bool:
    return any(name in words for name in names)


def _theme_of(texts: list[str]) -> str:
    filled = [text for text in texts if text]
    match = _THEME.fullmatch(filled[0]) if len(set(filled)) == 1 else None
    return " ".join(match["theme"].split()) if match else ""


def _review(texts: list[str]) -> Review:
    for text in texts:
        if match := _TITLE.search(text[:_LONGEST_TITLE]):
            session = sessions.session_in(match["session"] or "")
            return Review(match["state"].strip(), int(match["cycle"]), session)
    return Review()


def _symbol(written: str) -> str:
    """The document of a recommendation, by its line "Source of position"; nothing where it has none."""
    source = _SOURCE.search(written)
    return document(symbol_in(source[0])) if source else ""


def _row(item: _Item, of_most: str) -> Row:
    """``of_most`` is the document of the others, for a recommendation that names none."""
    cells = Cells(Line(item.number, item.cells))
    written = cells.text("recommendation")
    symbol = _symbol(written) or of_most
    named = symbol or f"{item.review.state}-{item.review.cycle or item.review.session or 0}"
    begins = beginning_of(_SOURCE.sub("", written))
    text, states = states_in(begins.text)
    language = language_of(text)
    blocks = _blocks(cells.text("theme"), cells.text("sdg"))
    themes = [*filter(None, [item.theme]), *blocks["themes"]]
    session = item.review.session
    if not begins.code:
        cells.problems.append(_("The recommendation does not begin with its number."))
    return Row(
        line=item.number,
        key=f"{named[:70]} {begins.code}"[:120] if begins.code else "",
        mechanism=Mechanism.UPR.value,
        cycle=sessions.cycle_of(session) or item.review.cycle,
        session=session,
        symbol=symbol[:60],
        paragraph=begins.code[:40],
        year=sessions.year_of(session) or year_of_council(symbol),
        position=cells.position_of(cells.name("position")),
        texts={language: text} if text else {},
        recommending_states=states,
        themes=cells.listed("theme", themes, lambda name: listed.theme(name, language)),
        affected_persons=cells.listed(
            "theme", blocks["affected"], lambda name: listed.affected(name, language)
        ),
        sdg_targets=cells.listed("sdg", blocks["sdgs"], lambda name: listed.sdg(name, language)),
        language=language,
        problems=cells.problems,
    )


def _blocks(themes: str, sdgs: str) -> dict[str, tuple[str, ...]]:
    """What stands under "Affected persons:", "SDGs:" and so on; before any of them, themes."""
    found: dict[str, list[str]] = {"themes": [], "affected": [], "sdgs": sdgs.splitlines()}
    block = "themes"
    for line in themes.splitlines():
        named, colon, rest = line.partition(":")
        known = _NAMED.get(plain(named)) if colon else None
        block = known or block
        found[block].append(rest if known else line)
    return {name: values("\n".join(lines)) for name, lines in found.items()}
