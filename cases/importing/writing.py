"""Writes what a comparison found: new recommendations with their cases, and what is revised in known ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from cases.importing import bodies
from cases.importing.batches import BATCH, batches
from cases.importing.before import former_text
from cases.importing.change import FIELDS, Change, texts_in
from cases.importing.references import free_reference, reference_of
from cases.importing.rows import Row
from cases.importing.terms import LISTS, Terms, tie
from cases.models import Case, FormerText, Recommendation, RecommendationText, Round
from cases.searching import index

Progress = Callable[[int, int], None]
"""Told how many of how many new recommendations are written."""


def add(
    new: list[tuple[Row, int]],
    source: str,
    *,
    terms: Terms,
    known: bodies.Known,
    asked_in: Round,
    on_progress: Progress,
) -> list[Recommendation]:
    """The new recommendations, each with its case in the round ``asked_in``."""
    added: list[Recommendation] = []
    taken = set(Recommendation.objects.values_list("reference", flat=True))
    for batch in batches(new):
        made = Recommendation.objects.bulk_create(
            [_recommendation(row, place, source, taken) for row, place in batch]
        )
        pairs = [(one, row) for one, (row, _place) in zip(made, batch, strict=True)]
        _write_texts(pairs)
        index.refresh(one.pk for one in made)
        tie(pairs, terms)
        bodies.propose(pairs, known)
        Case.objects.bulk_create([Case(recommendation=one, round=asked_in) for one in made])
        added += made
        on_progress(len(added), len(new))
    return added


def _recommendation(row: Row, place: int, source: str, taken: set[str]) -> Recommendation:
    reference = free_reference(reference_of(row), taken)
    values = {column: getattr(row, name) for column, (name, _label) in FIELDS.items()}
    return Recommendation(reference=reference, source=source, source_key=row.key, place=place, **values)


def _write_texts(pairs: list[tuple[Recommendation, Row]]) -> None:
    RecommendationText.objects.bulk_create(
        [_text(one, row, language) for one, row in pairs for language in row.texts],
        batch_size=BATCH,
    )


def revise(changed: list[Change], *, terms: Terms, known: bodies.Known, now: datetime) -> None:
    """Known recommendations say what their rows say; the texts that stood are kept as former ones."""
    for change in changed:
        for column in change.fields:
            setattr(change.recommendation, change.column_of(column), getattr(change.row, FIELDS[column][0]))
    of_fields = [change.recommendation for change in changed if change.fields]
    Recommendation.objects.bulk_update(of_fields, [*FIELDS, "position_in_source"], batch_size=100)
    _keep_former_texts(changed, now)
    _revise_texts(changed)
    index.refresh(change.recommendation.pk for change in changed)
    _revise_lists(changed, terms)
    bodies.propose_anew([(one.recommendation, one.row) for one in changed if one.bodies], known)


def _keep_former_texts(changed: list[Change], now: datetime) -> None:
    FormerText.objects.bulk_create(
        [
            former_text(former, now)
            for one in changed
            for former in one.recommendation.wordings.all()
            if former.language in one.languages
        ],
        batch_size=BATCH,
    )


def _revise_texts(changed: list[Change]) -> None:
    RecommendationText.objects.bulk_create(
        [_text(one.recommendation, one.row, language) for one in changed for language in one.languages],
        update_conflicts=True,
        unique_fields=["of", "language"],
        update_fields=["text", "opening", "heading"],
        batch_size=BATCH,
    )


def _revise_lists(changed: list[Change], terms: Terms) -> None:
    for attribute in LISTS:
        concerned = [change for change in changed if attribute in change.lists]
        through = getattr(Recommendation, attribute).through
        through.objects.filter(recommendation__in=[one.recommendation.pk for one in concerned]).delete()
    tie([(one.recommendation, _only(one.row, one.lists)) for one in changed if one.lists], terms)


def _only(row: Row, lists: tuple[str, ...]) -> Row:
    """The row with those lists only that are to be written anew."""
    kept = Row(row.line, row.key)
    for attribute in lists:
        setattr(kept, attribute, getattr(row, attribute))
    return kept


def _text(one: Recommendation, row: Row, language: str) -> RecommendationText:
    heading, opening, text = texts_in(row, language)
    return RecommendationText(of=one, language=language, text=text, opening=opening, heading=heading)
