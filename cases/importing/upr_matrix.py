"""The UN's thematic list of the recommendations of one review, a table in Word, of cycles 2, 3 and 4."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing import listed
from cases.importing.cells import Cells
from cases.importing.names import plain
from cases.importing.opening import Opened
from cases.importing.parts import sessions
from cases.importing.parts.bracketed import states_in
from cases.importing.parts.cells_of_the_un import values, without_markup
from cases.importing.parts.languages import language_of
from cases.importing.parts.matrix_table import Item, is_matrix, items
from cases.importing.parts.paragraphs import beginning_of
from cases.importing.parts.symbols import document, symbol_in, year_of_council
from cases.importing.rows import Entry, Line, Row
from cases.importing.terms import LISTS
from cases.un import Mechanism

_TITLE = re.compile(
    r"(?:\bUPR\b|\bEPU\b|Universal Periodic Review|Examen p[ée]riod\w+ universe?[l]?\w*)\s*"
    r"(?:of|de la|de las|de los|de l['’]|del|des|du|de|d['’]|[:–-])?\s*"
    r"(?P<state>[^\n(]{1,100}(?:\([^)\d]{1,80}\)[^\n(]{0,40})?)"
    r"\s*\(\s*(?P<cycle>\d)\w*\W{0,2}\s*(?:cycle|ciclo)(?:\W+(?P<session>\d{1,2})\w*[.º°]?\s+"
    r"(?:session|per[ií]odo de sesiones))?",
    re.IGNORECASE,
)
_WITHIN = 2_000
"""Signs of a paragraph in which a title is looked for."""
_SOURCE = re.compile(
    r"(?:^|(?<=[\s;.)]))(?:source of (?:the )?position|source de la position|fuente de la posici[oó]n|"
    r"مصدر الموقف|источник позиции)\b.*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_MARKED = re.compile(r"[<&\u00a0\u200b]")
_BLOCKS = {
    "affected persons": "affected",
    "groups of persons": "affected",
    "persons affected": "affected",
    "personnes affectees": "affected",
    "personnes concernees": "affected",
    "personnes touchees": "affected",
    "groupes de personnes": "affected",
    "personas afectadas": "affected",
    "personas concernidas": "affected",
    "grupos de personas": "affected",
    "الاشخاص المتاثرون": "affected",
    "فئات الاشخاص": "affected",
    "sdgs": "sdgs",
    "relevant sdgs": "sdgs",
    "odd": "sdgs",
    "odd pertinents": "sdgs",
    "objectifs de developpement durable": "sdgs",
    "ods": "sdgs",
    "objetivos de desarrollo sostenible": "sdgs",
    "اهداف التنمية المستدامة": "sdgs",
    "themes": "themes",
    "human rights themes": "themes",
    "themes des droits de l'homme": "themes",
    "temas": "themes",
    "temas de derechos humanos": "themes",
    "المواضيع": "themes",
}


class Review(NamedTuple):
    state: str = ""
    cycle: int | None = None
    session: int | None = None


class UprMatrix:
    """The document and the number in it are the key. A row "Theme: …" gives its theme to those below it."""

    name = "upr-matrix"
    label = gettext_lazy("UPR matrix of the UN (Word)")
    of_documents = True

    def recognises(self, opened: Opened) -> bool:
        return is_matrix(opened.tables)

    def rows(self, opened: Opened) -> Iterator[Row]:
        review = _review(_titles(opened))
        if review.state and not opened.wanted.takes([review.state]):
            return
        found = list(items(opened.tables))
        symbols = Counter(symbol for item in found if (symbol := _symbol(item.cells["recommendation"])))
        of_most = symbols.most_common(1)[0][0] if symbols else ""
        yield from _each_once(_row(item, review, of_most) for item in found)


def _titles(opened: Opened) -> Iterator[str]:
    """It stands in the page header, above the table, or in its first row."""
    yield from opened.texts
    for table in opened.tables:
        yield from (text for row in table[:2] for text, _span in row)


def _review(texts: Iterable[str]) -> Review:
    for text in texts:
        if match := _TITLE.search(text, 0, _WITHIN):
            session = sessions.session_in(match["session"] or "")
            return Review(match["state"].strip(" ,:–-"), int(match["cycle"]), session)
    return Review()


def _symbol(written: str) -> str:
    """The document of a recommendation, by its line "Source of position"; nothing where it has none."""
    source = _SOURCE.search(written)
    return document(symbol_in(source[0])) if source else ""


def _each_once(rows: Iterable[Row]) -> list[Row]:
    """A recommendation that stands again under each of its themes is one, with all that it has there."""
    kept: list[Row] = []
    first: dict[str, Row] = {}
    for row in rows:
        known = first.get(row.key) if row.key else None
        if known is not None and _is_that_again(row, known):
            _add_lists(known, row)
            continue
        first.setdefault(row.key, row)
        kept.append(row)
    return kept


def _add_lists(known: Row, row: Row) -> None:
    for name in LISTS:
        entries: tuple[Entry, ...] = getattr(known, name) + getattr(row, name)
        setattr(known, name, tuple(dict.fromkeys(entries)))


def _is_that_again(row: Row, known: Row) -> bool:
    same = (row.texts, row.position, row.problems) == (known.texts, known.position, known.problems)
    return same and not row.problems


def _row(item: Item, review: Review, of_most: str) -> Row:
    """``of_most`` is the document of the others, for a recommendation that names none."""
    cells = Cells(Line(item.number, item.cells))
    written = cells.text("recommendation")
    symbol = _symbol(written) or of_most
    named = symbol or f"{review.state}-{review.cycle or review.session or 0}"
    bare = _SOURCE.sub("", written)
    begins = beginning_of(without_markup(bare) if _MARKED.search(bare) else bare)
    text, states = states_in(begins.text)
    language = language_of(text)
    blocks = _blocks(cells.text("theme"), cells.text("sdg"))
    themes = [*filter(None, [item.theme]), *blocks["themes"]]
    session = review.session
    if not begins.code:
        cells.problems.append(_("The recommendation does not begin with its number."))
    return Row(
        line=item.number,
        key=f"{named[:70]} {begins.code}"[:120] if begins.code else "",
        mechanism=Mechanism.UPR.value,
        cycle=sessions.cycle_of(session) or review.cycle,
        session=session,
        symbol=symbol[:60],
        paragraph=begins.code[:40],
        year=sessions.year_of(session) or year_of_council(symbol),
        position=cells.position_of(cells.name("position")),
        texts={language: text} if text else {},
        recommending_states=states or _states(cells),
        themes=cells.listed("theme", themes, lambda name: listed.theme(name, language)),
        affected_persons=cells.listed(
            "theme", blocks["affected"], lambda name: listed.affected(name, language)
        ),
        sdg_targets=cells.listed("sdg", blocks["sdgs"], lambda name: listed.sdg(name, language)),
        language=language,
        problems=cells.problems,
    )


def _states(cells: Cells) -> tuple[Entry, ...]:
    """Those of a column of their own, where the text ends in none."""
    written = cells.text("states")
    found = states_in(f"({', '.join(written.splitlines())})")[1]
    return found or cells.listed("states", re.split(r"[\n;,|]", written), listed.state)


def _blocks(themes: str, sdgs: str) -> dict[str, tuple[str, ...]]:
    """What stands under "Affected persons:", "SDGs:" and so on; before any of them, themes."""
    found: dict[str, list[str]] = {"themes": [], "affected": [], "sdgs": sdgs.splitlines()}
    block = "themes"
    for line in themes.splitlines():
        named, colon, rest = line.partition(":")
        known = _BLOCKS.get(plain(named)) if colon else None
        block = known or block
        found[block].append(rest if known else line)
    return {name: values("\n".join(lines)) for name, lines in found.items()}
