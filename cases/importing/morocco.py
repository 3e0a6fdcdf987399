"""The layout of Morocco's recommendations: one CSV, French and Arabic, paragraph codes such as R144.12."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing import listed
from cases.importing.cells import LONGEST_NAME, LONGEST_STATUS, Cells
from cases.importing.names import mechanism_named, plain
from cases.importing.opening import Opened
from cases.importing.rows import Entry, Line, Row
from cases.un import Mechanism

_CYCLE = re.compile(r"\d+")
_PARAGRAPH = re.compile(r"R?\s*(\d+(?:\.\d+)*)", re.IGNORECASE)
_ITEM = re.compile(r"P\s*(\d+)", re.IGNORECASE)
_WHOLE_CODE = re.compile(r"(?:P\d+)*R?\d+(?:\.\d+)*(?:P\d+)*", re.IGNORECASE)


class Morocco:
    """One row per recommendation; ``id`` is the key. Its words for statuses are none of our scale."""

    name = "morocco"
    label = gettext_lazy("Morocco’s list (CSV)")
    columns = frozenset({"id", "code", "text_fr", "mechanism", "treaty_body", "year"})

    def recognises(self, opened: Opened) -> bool:
        return opened.has(self.columns)

    def rows(self, opened: Opened) -> Iterator[Row]:
        return map(_row, opened.lines())


def _row(line: Line) -> Row:
    cells = _Cells(line)
    year = cells.number("year", highest=2100)
    return Row(
        line=line.number,
        key=cells.name("id", 120),
        mechanism=_mechanism(cells),
        cycle=_cycle(cells),
        paragraph=paragraph_of(cells.name("code", 40)),
        year=year,
        status=cells.name("status_fr", LONGEST_STATUS),
        texts={language: text for language in ("fr", "ar") if (text := cells.text(f"text_{language}"))},
        recommending_states=cells.entries("recommending_state", "fr", listed.state),
        themes=_themes(cells),
        bodies=cells.names("responsible_bodies"),
        language="fr",
        problems=cells.problems,
    )


class _Cells(Cells):
    """Cells of this source, in which the word null stands for nothing."""

    def text(self, column: str, longest: int = 20_000) -> str:
        found = super().text(column, longest)
        return "" if found.lower() == "null" else found


def paragraph_of(code: str) -> str:
    """The paragraph of a code: R144.12 is 144.12, R15P4 is 15.4, R24P1P2P3 is 24.1-2-3; else the code."""
    bare = code.replace(" ", "")
    if re.fullmatch(r"P\d+", bare, re.IGNORECASE):
        return bare[1:]
    if not _WHOLE_CODE.fullmatch(bare):
        return code
    items = _ITEM.findall(bare)
    paragraph = _PARAGRAPH.search(_ITEM.sub("", bare))
    if paragraph is None:
        return code
    return ".".join(filter(None, [paragraph[1], "-".join(items)]))


def _mechanism(cells: Cells) -> str:
    named = plain(cells.name("mechanism"))
    if named == "organes de traites":
        return cells.mechanism("treaty_body")
    if named.startswith("procedures speciales"):
        return Mechanism.SP.value
    found = mechanism_named(named)
    return found or cells.mechanism("mechanism")


def _cycle(cells: Cells) -> int | None:
    written = cells.name("upr_cycle")
    number = _CYCLE.search(written)
    if number and len(number[0]) < 3:
        return int(number[0])
    if written:
        cells.problems.append(_("“upr_cycle” begins with no number: %(raw)s.") % {"raw": written[:80]})
    return None


def _themes(cells: Cells) -> tuple[Entry, ...]:
    """The theme, and the sub-theme as a part of it; either may be missing."""
    whole = _entry(cells, "axis")
    part = _entry(cells, "sub_axis", whole)
    return tuple(entry for entry in (whole, part) if entry)


def _entry(cells: Cells, column: str, part_of: Entry | None = None) -> Entry | None:
    named = [(language, cells.name(f"{column}_{language}", LONGEST_NAME)) for language in ("fr", "ar")]
    names = tuple((language, name) for language, name in named if name)
    return Entry(names, part_of) if names else None
