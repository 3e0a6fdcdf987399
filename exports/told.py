"""The approved answers of a round, and the cases that each answers, in the order of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from cases.models import (
    Answer,
    Case,
    CaseRound,
    ImplementationStatus,
    Recommendation,
    Term,
    Translation,
    Version,
)
from cases.models.case_lists import CaseQuerySet
from cases.models.recommendation import RecommendationText
from cases.people.models import Department
from cases.states import APPROVED, SUBMITTED
from cases.un import Mechanism

IN_REPORT = (APPROVED, SUBMITTED)
"""The states of a case whose narrative is printed."""

_MECHANISMS = {code: place for place, code in enumerate(Mechanism.values)}


@dataclass
class Numbered:
    """A case with its running number in Annex I, and how it stands, or stood when it left the report's round.

    ``asked`` are the wordings of its recommendation. Departments, statuses and themes are the same objects
    in all rows.
    """

    number: int
    case: Case
    state: str
    answer: Answer | None
    lead: Department | None
    status: ImplementationStatus | None
    theme: Term | None
    asked: list[RecommendationText]


@dataclass
class Told:
    """One narrative with the cases that it answers, in the order of the annex."""

    answer: Answer
    version: Version
    cases: list[Numbered] = field(default_factory=list)
    translation: Translation | None = None
    numbered_by: Translation | None = None

    def translated(self, revised: Mapping[tuple[int, str], Translation], language: str) -> Translation | None:
        """The one of ``revised`` that is in ``language``; none where the answer itself is."""
        return None if self.version.language == language else revised.get((self.version.pk, language))

    @property
    def in_original(self) -> Version | Translation:
        """As it stands in the report's original language, whose paragraphs bear the numbers."""
        return self.numbered_by or self.version

    @property
    def printed(self) -> Version | Translation:
        return self.translation or self.version

    @property
    def mechanism(self) -> str:
        return self.cases[0].case.recommendation.mechanism

    @property
    def references(self) -> list[str]:
        return [one.case.reference for one in self.cases]


def in_annex_order(cases: CaseQuerySet, round_id: int | None) -> list[Numbered]:
    """By mechanism, year, document and place in it. Mechanisms in the UN's order, not the alphabet's."""
    left = CaseRound.objects.filter(round=round_id).select_related("answer")
    read = cases.asked_in(round_id).select_related("recommendation", "answer")
    rows = read.prefetch_related(
        Prefetch("recommendation__wordings", to_attr="asked"), Prefetch("past_rounds", left, to_attr="then")
    )
    in_order = sorted(rows, key=_place)
    named = _named(in_order)
    return [_numbered(number, case, named) for number, case in enumerate(in_order, start=1)]


@dataclass(frozen=True)
class _Named:
    """What many cases share: by id, the first theme of each by that of its recommendation."""

    departments: dict[int, Department]
    statuses: dict[int, ImplementationStatus]
    themes: dict[int, Term]


def _named(cases: Sequence[Case]) -> _Named:
    asked = [one.recommendation_id for one in cases]
    links = Recommendation.themes.through.objects.filter(recommendation__in=asked).order_by("-term")
    about = list(links.select_related("term"))
    terms = {one.term_id: one.term for one in about}
    prefetch_related_objects(list(terms.values()), "wordings")
    return _Named(
        departments=Department.objects.with_names().in_bulk(),
        statuses=ImplementationStatus.objects.prefetch_related("wordings").in_bulk(),
        themes={one.recommendation_id: terms[one.term_id] for one in about},
    )


def _numbered(number: int, case: Any, named: _Named) -> Numbered:
    then: CaseRound | None = next(iter(case.then), None)
    stood = then or case
    answer = stood.answer
    lead = (answer.lead_id if answer else None) if then else case.lead_id
    return Numbered(
        number=number,
        case=case,
        state=stood.state,
        answer=answer,
        lead=named.departments[lead] if lead else None,
        status=named.statuses[stood.status_id] if stood.status_id else None,
        theme=named.themes.get(case.recommendation_id),
        asked=case.recommendation.asked,
    )


def _place(case: Case) -> tuple[int, int, str, int, str]:
    one = case.recommendation
    return _MECHANISMS.get(one.mechanism, 99), one.year, one.symbol, one.place, one.reference


def narratives(rows: Iterable[Numbered]) -> list[Told]:
    """What is approved of the answers to these cases, by theme; one query."""
    answered = [(row, row.answer) for row in rows if row.answer and row.state in IN_REPORT]
    approved = Version.objects.filter(pk__in={one.approved_id for _row, one in answered if one.approved_id})
    versions = approved.in_bulk()
    told: dict[int, Told] = {}
    for row, answer in answered:
        if version := versions.get(answer.approved_id or 0):
            told.setdefault(answer.pk, Told(answer, version)).cases.append(row)
    return _by_theme(told.values())


def _by_theme(told: Iterable[Told]) -> list[Told]:
    """Themes in the order in which the annex first names them, so that every language has the same one."""
    ordered = sorted(told, key=lambda one: one.cases[0].number)
    first_named: dict[int | None, int] = {}
    for one in ordered:
        first_named.setdefault(theme_id(one), len(first_named))
    first_named[None] = len(first_named) + 1
    return sorted(ordered, key=lambda one: first_named[theme_id(one)])


def in_language(told: list[Told], language: str, *, original: str) -> list[Told]:
    """Each with its newest revised translation of what was approved, where it is in another language.

    And with the text of the report's ``original`` language, whose paragraphs bear the numbers.
    """
    wanted = {language, original}
    others = [one for one in told if {one.version.language} != wanted]
    if not others:
        return told
    kept = Translation.objects.revised().filter(source__in=[one.version for one in others])
    revised = {
        (one.source_id, one.language): one for one in kept.filter(language__in=wanted).order_by("number")
    }
    for one in others:
        one.translation = one.translated(revised, language)
        one.numbered_by = one.translated(revised, original)
    return told


def theme_id(one: Told) -> int | None:
    theme = one.cases[0].theme
    return theme.pk if theme else None
