"""The answers to write, as the page proposes them: their cases, what was said before, what of it is old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cases.ageing import Check, old_figures
from cases.difference import difference
from cases.models import Case, Term, Version
from cases.people.models import Department, User
from cases.starting.alike import Asked, Nearness, shared_words, together
from cases.starting.beginning import to_begin
from cases.starting.earlier import Earlier, EarlierTexts, as_asked

MANY = 120
"""So many cases stand on the page, those due first: enough for three rounds of forty."""


@dataclass(frozen=True)
class Before:
    """A text given before, what of it is to be checked, and what is asked otherwise now.

    ``fits``: it is in the language in which the round is answered, so that the answer may begin with it.
    """

    earlier: Earlier
    checks: list[Check]
    fits: bool
    changed: SafeString
    asked_by: Case


@dataclass(frozen=True)
class Proposal:
    """One answer to write: its cases, why they stand together, the texts to begin with, the best first."""

    cases: list[Case]
    themes: list[Term] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    before: list[Before] = field(default_factory=list)
    is_drafted: bool = False

    @property
    def first(self) -> Case:
        return self.cases[0]

    @property
    def contributors(self) -> list[Department]:
        """Who gave a part of any of these texts; the lead of today is none of them."""
        found = {one.pk: one for text in self.before for one in text.earlier.contributors}
        return [one for pk, one in found.items() if pk != self.first.lead_id]


def proposals_for(user: User, now: datetime) -> list[Proposal]:
    """The answers that this person's department has to begin, due first. As many queries for any number."""
    cases = _waiting(user)
    if not cases:
        return []
    asked = {case.pk: as_asked(case) for case in cases}
    nearness = Nearness(asked.values())
    texts = EarlierTexts(cases, user, timezone.localdate(now))
    drafted = set(
        Version.objects.drafts()
        .filter(answer__in={case.answer_id for case in cases})
        .values_list("answer", flat=True)
    )
    return [
        _proposal(group, asked, nearness, texts, drafted, now) for group in _groups(cases, asked, nearness)
    ]


def texts_for(cases: Sequence[Case], user: User, now: datetime) -> dict[int, Version]:
    """The texts with which one answer to these cases may begin, by their ids."""
    found = EarlierTexts(cases, user, timezone.localdate(now)).of(cases)
    return {one.version.pk: one.version for one in found}


def _waiting(user: User) -> list[Case]:
    rows: Any = (
        to_begin(user)
        .for_lists()
        .select_related("recommendation", "round", "lead", "status", "proposed_status", "answer")
        .prefetch_related("recommendation__themes__wordings")
    )
    return list(rows.order_by("due_on", "recommendation__place", "pk")[:MANY])


def _groups(cases: Sequence[Case], asked: dict[int, Asked], nearness: Nearness) -> list[list[Case]]:
    """Those answered together already stay so; the first of each stands for them."""
    companies: dict[int, list[Case]] = {}
    for case in cases:
        companies.setdefault(case.answer_id or -case.pk, []).append(case)
    by_first = {company[0].pk: company for company in companies.values()}
    found = together([asked[pk] for pk in by_first], nearness)
    return [[case for one in group for case in by_first[one.key]] for group in found]


def _proposal(
    cases: list[Case],
    asked: dict[int, Asked],
    nearness: Nearness,
    texts: EarlierTexts,
    drafted: set[int],
    now: datetime,
) -> Proposal:
    group = [asked[case.pk] for case in cases]
    language = (get_language() or "").split("-")[0]
    is_drafted = any(case.answer_id in drafted for case in cases)
    return Proposal(
        cases=cases,
        themes=_themes(cases),
        words=shared_words(group, nearness, language) if len(cases) > 1 else [],
        before=[] if is_drafted else [_before(one, cases, texts, now) for one in texts.of(cases)],
        is_drafted=is_drafted,
    )


def _themes(cases: Sequence[Case]) -> list[Term]:
    """Those that most of the cases have, the most frequent first."""
    found = {term.pk: term for case in cases for term in case.recommendation.themes.all()}
    number = {
        pk: sum(pk in {term.pk for term in case.recommendation.themes.all()} for case in cases)
        for pk in found
    }
    most = [pk for pk in found if 2 * number[pk] >= len(cases)]
    return [found[pk] for pk in sorted(most, key=lambda pk: (-number[pk], pk))[:2]]


def _before(one: Earlier, cases: Sequence[Case], texts: EarlierTexts, now: datetime) -> Before:
    today, text = timezone.localdate(now), one.version
    nearest = texts.nearest(one, cases)
    said = f"{text.short_text}\n{text.full_text}"
    return Before(
        earlier=one,
        checks=old_figures(
            said, one.evidence, written_on=timezone.localdate(text.at), today=today, given=one.given
        ),
        fits=nearest.round is not None and text.language == nearest.round.language,
        changed=_changed(texts.asked_then(one), nearest),
        asked_by=nearest,
    )


def _changed(then: dict[str, str], case: Case) -> SafeString:
    """How the UN text differs, in the reader's language where both have it; empty where it does not."""
    now = {one.language: one.text for one in case.recommendation.wordings.all()}
    wanted = case.recommendation.wording()
    languages = [wanted.language] if wanted else []
    both = next((code for code in [*languages, *now] if code in then and code in now), None)
    if both is None or then[both] == now[both]:
        return SafeString()
    return difference(then[both], now[both])
