"""How recommendations stood before an import revised them: kept with the import as JSON, and put back.

``undoing.py`` says when that may be.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cases.importing.batches import BATCH
from cases.importing.change import FIELDS, Change
from cases.importing.plain_rows import plain_value
from cases.importing.terms import LISTS
from cases.models import (
    Brought,
    FormerText,
    KnownAs,
    LeadProposal,
    Recommendation,
    RecommendationText,
)
from cases.searching import index


def before_of(change: Change) -> dict[str, Any]:
    """How a recommendation stands that is about to be revised, as JSON: only what the change touches."""
    one = change.recommendation
    texts = {wording.language: wording for wording in one.wordings.all()}
    return {
        "fields": {
            (column := change.column_of(name)): plain_value(getattr(one, column)) for name in change.fields
        },
        "texts": {code: _text(texts.get(code)) for code in change.languages},
        "lists": {name: [term.pk for term in getattr(one, name).all()] for name in change.lists},
        "bodies": [[at.named, at.department_id] for at in one.lead_proposals.all() if at.by_id is None]
        if change.bodies
        else None,
    }


def put_back(rows: list[Brought], *, now: datetime) -> None:
    """The recommendations that an import revised are as they were before it; its texts become former ones."""
    _fields_back(rows)
    _texts_back(rows, now)
    _lists_back(rows)
    _bodies_back(rows)
    KnownAs.objects.filter(
        pk__in=[row.before["known_as"] for row in rows if "known_as" in row.before]
    ).delete()
    index.refresh(row.recommendation_id for row in rows)


def _fields_back(rows: list[Brought]) -> None:
    concerned = [row.recommendation for row in rows if row.before.get("fields")]
    for row in rows:
        for column, value in row.before.get("fields", {}).items():
            is_day = column == "adopted_on" and value
            setattr(row.recommendation, column, date.fromisoformat(value) if is_day else value)
    Recommendation.objects.bulk_update(concerned, [*FIELDS, "position_in_source"], batch_size=100)


def _texts_back(rows: list[Brought], now: datetime) -> None:
    """What the import had written is kept as a former text, so that nothing that was shown is forgotten."""
    wanted = {
        (row.recommendation_id, code): text
        for row in rows
        for code, text in row.before.get("texts", {}).items()
    }
    standing = RecommendationText.objects.filter(of__in={pk for pk, _code in wanted})
    former = [one for one in standing if (one.of_id, one.language) in wanted]
    FormerText.objects.bulk_create([former_text(one, now) for one in former], batch_size=BATCH)
    added = [one.pk for one in former if wanted[one.of_id, one.language] is None]
    RecommendationText.objects.filter(pk__in=added).delete()
    for one in former:
        text = wanted[one.of_id, one.language] or {}
        for name, value in text.items():
            setattr(one, name, value)
    back = [one for one in former if wanted[one.of_id, one.language] is not None]
    RecommendationText.objects.bulk_update(back, ["text", "opening", "heading"], batch_size=BATCH)


def former_text(one: RecommendationText, now: datetime) -> FormerText:
    """The text as it stands until ``now``."""
    texts = {"text": one.text, "opening": one.opening, "heading": one.heading}
    return FormerText(of_id=one.of_id, language=one.language, until=now, **texts)


def _lists_back(rows: list[Brought]) -> None:
    for name in LISTS:
        through = getattr(Recommendation, name).through
        concerned = {
            row.recommendation_id: row.before["lists"][name]
            for row in rows
            if name in row.before.get("lists", {})
        }
        through.objects.filter(recommendation__in=concerned).delete()
        through.objects.bulk_create(
            [
                through(recommendation_id=pk, term_id=term)
                for pk, terms in concerned.items()
                for term in terms
            ],
            batch_size=BATCH,
        )


def _bodies_back(rows: list[Brought]) -> None:
    concerned = {
        row.recommendation_id: row.before["bodies"] for row in rows if row.before.get("bodies") is not None
    }
    LeadProposal.objects.filter(recommendation__in=concerned, by=None).delete()
    taken = set(
        LeadProposal.objects.filter(recommendation__in=concerned).values_list("recommendation_id", "named")
    )
    LeadProposal.objects.bulk_create(
        [
            LeadProposal(recommendation_id=pk, named=named, department_id=department)
            for pk, bodies in concerned.items()
            for named, department in bodies
            if (pk, named) not in taken
        ],
        batch_size=BATCH,
    )


def _text(wording: RecommendationText | None) -> dict[str, str] | None:
    if wording is None:
        return None
    return {"text": wording.text, "opening": wording.opening, "heading": wording.heading}
