"""Recommendations as rows of our own layout, so that the list that goes out can be imported again.

Everything that the layout takes is in it: ``generic.py`` reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cases.importing.cells import MARKED
from cases.importing.columns import COLUMNS
from cases.importing.generic import HEADING, OPENING, TEXT, WITHIN
from cases.importing.terms import LISTS
from cases.models import Recommendation, Term
from cases.sheets import Cell

SHOWN = ("wordings", "lead_proposals", "themes__parent", *LISTS)
"""What :func:`rows_of` reads of recommendations."""
_BEFORE_TEXTS = [column for column in COLUMNS if not column.startswith(TEXT)]


def header(languages: Sequence[str]) -> list[Cell]:
    texts = [f"{kind}{language}" for kind in (TEXT, OPENING, HEADING) for language in languages]
    return [*_BEFORE_TEXTS, *texts]


def rows_of(recommendations: Iterable[Recommendation], languages: Sequence[str]) -> Iterator[list[Cell]]:
    """A row for each, its texts in these languages."""
    for one in recommendations:
        said = _said(one)
        texts = {wording.language: wording for wording in one.wordings.all()}
        cells: list[Cell] = [said[column] for column in _BEFORE_TEXTS]
        for name in ("text", "opening", "heading"):
            cells += [getattr(texts.get(language), name, "") for language in languages]
        yield [_guarded(cell) for cell in cells]


def _said(one: Recommendation) -> dict[str, Cell]:
    named = [proposal.named for proposal in one.lead_proposals.all() if proposal.by_id is None]
    return {
        "key": one.source_key if one.source == "generic" else one.reference,
        "mechanism": one.mechanism,
        "cycle": one.cycle,
        "session": one.session,
        "symbol": one.symbol,
        "paragraph": one.paragraph,
        "date": one.adopted_on or one.year,
        "position": getattr(one, one.position_column).replace("-", " "),
        "status_in_source": one.status_in_source,
        "responsible_bodies": " | ".join(named),
        **{name: " | ".join(sorted(map(_name, getattr(one, name).all()))) for name in LISTS},
    }


def _name(term: Term) -> str:
    within = term.parent if term.vocabulary == Term.Vocabulary.THEME else None
    return f"{within.code}{WITHIN}{term.code}" if within else term.code


def _guarded(cell: Cell) -> Cell:
    """A text that begins as one that was marked as text gets one mark more, which the import takes off."""
    return f"'{cell}" if isinstance(cell, str) and MARKED.match(cell) else cell
