"""The approved answers of a round, and the cases that each answers, in the order of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch

from cases.models import Answer, Case, CaseRound, ImplementationStatus, Term, Translation, Version
from cases.models.case_lists import CaseQuerySet
from cases.people.models import Department
from cases.states import APPROVED, SUBMITTED
from cases.un import Mechanism

IN_REPORT = (APPROVED, SUBMITTED)
"""The states of a case whose narrative is printed."""

_MECHANISMS = {code: place for place, code in enumerate(Mechanism.values)}


@dataclass
class Numbered:
    """A case with its running number in Annex I; ``then``: how it stood, if it left the report's round."""

    number: int
    case: Case
    then: CaseRound | None

    @property
    def answer(self) -> Answer | None:
        return self.then.answer if self.then else self.case.answer

    @property
    def lead(self) -> Department | None:
        if self.then:
            return self.then.answer.lead if self.then.answer else None
        return self.case.lead

    @property
    def status(self) -> ImplementationStatus | None:
        return self.then.status if self.then else self.case.status

    @property
    def state(self) -> str:
        return self.then.state if self.then else self.case.state

    @property
    def theme(self) -> Term | None:
        return next(iter(self.case.recommendation.themes.all()), None)


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
    shown = ("lead", "status", "answer__lead", "answer__approved")
    worded = ("status__wordings", "answer__lead__wordings")
    left = CaseRound.objects.filter(round=round_id).select_related("status", *shown[2:])
    read = cases.asked_in(round_id).select_related("recommendation", *shown)
    rows = read.prefetch_related(
        "recommendation__wordings",
        Prefetch("recommendation__themes", Term.objects.order_by("pk")),
        "recommendation__themes__wordings",
        "lead__wordings",
        "status__wordings",
        Prefetch("past_rounds", left.prefetch_related(*worded), to_attr="then"),
    )
    in_order = enumerate(sorted(rows, key=_place), start=1)
    return [Numbered(number, case, next(iter(case.then), None)) for number, case in in_order]


def _place(case: Case) -> tuple[int, int, str, int, str]:
    one = case.recommendation
    return _MECHANISMS.get(one.mechanism, 99), one.year, one.symbol, one.place, one.reference


def narratives(rows: Iterable[Numbered]) -> list[Told]:
    told: dict[int, Told] = {}
    for row in rows:
        answer = row.answer
        if answer is None or answer.approved is None or row.state not in IN_REPORT:
            continue
        told.setdefault(answer.pk, Told(answer, answer.approved)).cases.append(row)
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
