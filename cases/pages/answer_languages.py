"""The languages of an answer, for the page of its case."""

from __future__ import annotations

from typing import Any

from cases.models import Case, Translation
from cases.models.translation import source_of, standing_of
from cases.pages.narrative import Narrative
from cases.people.languages import own_name
from cases.translations.translating import languages_beside


def answer_languages(case: Case, narrative: Narrative) -> list[dict[str, Any]]:
    """The languages of the answer that this person reads, each with how its translation stands; one query."""
    answer, readable = case.answer, {version.pk for version in narrative.versions}
    source = source_of(answer) if answer is not None else None
    if answer is None or source is None or source.pk not in readable:
        return []
    kept = Translation.objects.filter(answer=answer, source__in=readable).order_by("number")
    latest = {one.language: one for one in kept.defer("full_text", "short_text")}
    return [
        {"code": code, "name": own_name(code), "standing": standing_of(latest.get(code), source)}
        for code in languages_beside(answer)
    ]
