"""What was answered before on the same matter, as far as a person reads it: the text to begin with.

First the same recommendation in an earlier round, then recommendations near to it (``alike.py``) that the
same department answered. Only approved texts; nothing of a case that is hidden from the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.models import (
    Case,
    CaseRound,
    Contribution,
    Evidence,
    FigureSource,
    FormerText,
    Round,
    Version,
    access,
)
from cases.models.figure_source import Key, dates_given
from cases.people.models import Department, User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.starting.alike import Asked, Nearness, words_of
from cases.states import APPROVED, SUBMITTED

READ = 150
"""So many answers of the department, the newest, are looked through for one that fits."""
NEAR_ENOUGH = 0.25
"""From here on (``alike.py``) an answer to another recommendation is offered."""
OFFERED = 3


@dataclass(frozen=True)
class Earlier:
    """An approved text, and the case that it answered; ``is_own``: one that is asked again now.

    ``contributors`` are the other departments that gave a part of it and stand today, ``given`` the as-of
    dates of its figures.
    """

    version: Version
    case: Case
    round: Round
    is_own: bool
    evidence: list[Evidence] = field(default_factory=list)
    contributors: list[Department] = field(default_factory=list)
    given: dict[Key, date] = field(default_factory=dict)


class EarlierTexts:
    """Those for some cases, fetched at once: as many queries for forty cases as for one."""

    def __init__(self, cases: Sequence[Case], user: User, today: date) -> None:
        self._cases = {case.pk: case for case in cases}
        self._own = list(_of_these(cases, user))
        self._others = [one for one in _of_department(user) if one[0].pk not in self._cases]
        self._asked = {case.pk: as_asked(case) for case in [*cases, *(one[0] for one in self._others)]}
        self._nearness = Nearness(self._asked.values())
        answers = {text.answer_id for _case, text, _round in [*self._own, *self._others]}
        versions = {text.pk for _case, text, _round in [*self._own, *self._others]}
        self._sources = _grouped(
            FigureSource.objects.filter(version__in=versions).with_evidence(), "version_id"
        )
        self._evidence = _grouped(Evidence.objects.visible_to(user).filter(answer__in=answers), "answer_id")
        self._contributors = _contributors(answers, user, today)
        self._former = _former([*cases, *(one[0] for one in self._others)])

    def of(self, cases: Sequence[Case]) -> list[Earlier]:
        """The texts for one answer to these cases, the best first: own before near, the newer before."""
        asks_position = cases[0].round is not None and cases[0].round.asks_position
        found: dict[int, Earlier] = {}
        for one in [*self._of_own(cases), *self._of_near(cases)]:
            if one.round.asks_position == asks_position:
                found.setdefault(one.version.pk, one)
        return list(found.values())[:OFFERED]

    def asked_then(self, earlier: Earlier) -> dict[str, str]:
        """What the UN asked when that text was written, by language: an import may have revised it since."""
        texts = {one.language: one.text for one in earlier.case.recommendation.wordings.all()}
        for one in reversed(self._former.get(earlier.case.recommendation_id, [])):
            if one.until > earlier.version.at:
                texts[one.language] = one.text
        return texts

    def nearest(self, earlier: Earlier, cases: Sequence[Case]) -> Case:
        """The one of these that asks most nearly what that text answered."""
        if earlier.is_own:
            return self._cases[earlier.case.pk]
        then = self._asked[earlier.case.pk]
        return max(cases, key=lambda case: self._nearness.between(self._asked[case.pk], then))

    def _of_own(self, cases: Sequence[Case]) -> Iterator[Earlier]:
        pks = {case.pk for case in cases}
        return (self._one(*row, is_own=True) for row in self._own if row[0].pk in pks)

    def _of_near(self, cases: Sequence[Case]) -> Iterator[Earlier]:
        near = []
        for place, row in enumerate(self._others):
            then = self._asked[row[0].pk]
            value = max(self._nearness.between(self._asked[case.pk], then) for case in cases)
            if value >= NEAR_ENOUGH:
                near.append((-value, place, row))
        return (
            self._one(*row, is_own=False) for _value, _place, row in sorted(near, key=lambda one: one[:2])
        )

    def _one(self, case: Case, text: Version, asked_in: Round, *, is_own: bool) -> Earlier:
        evidence = self._evidence.get(text.answer_id, [])
        contributors = self._contributors.get(text.answer_id, [])
        given = dates_given(self._sources.get(text.pk, []))
        return Earlier(text, case, asked_in, is_own, evidence, contributors, given)


def as_asked(case: Case) -> Asked:
    """The case as the rule looks at it: a restricted one never stands with another."""
    recommendation = case.recommendation
    return Asked(
        key=case.pk,
        within=(case.lead_id, case.round_id, case.pk if case.restricted else 0),
        themes=frozenset(term.pk for term in recommendation.themes.all()),
        words={one.language: words_of(one.text) for one in recommendation.wordings.all()},
    )


_Row = tuple[Case, Version, Round]


def _of_these(cases: Sequence[Case], user: User) -> Iterator[_Row]:
    """What was approved for them in earlier rounds: whoever has a case reads that, whoever answered then."""
    by_pk = {case.pk: case for case in cases}
    past = CaseRound.objects.filter(case__in=by_pk, answer__approved__isnull=False)
    read = past.exclude(access.texts_hidden_from(user)).select_related("round", "answer__approved")
    for one in read.order_by("-pk"):
        if one.answer is not None and one.answer.approved is not None:
            yield by_pk[one.case_id], one.answer.approved, one.round


def _of_department(user: User) -> Iterator[_Row]:
    """What the person's departments answered, in this round or a past one, the newest first."""
    own = grants_of(user).units_with(LEAD_DEPARTMENT.codenames)
    seen = Version.objects.visible_to(user).filter(answer__lead__in=own)
    texts = {"answer__lead__in": own, "answer__approved__in": seen.values("pk")}
    visible = Case.objects.visible_to(user)
    read = ("recommendation", "round", "answer__approved")
    shown = ("recommendation__wordings", "recommendation__themes")
    present = visible.filter(state__in=(APPROVED, SUBMITTED), **texts).select_related(*read)
    for case in present.prefetch_related(*shown).order_by("-pk")[:READ]:
        if case.answer is not None and case.answer.approved is not None and case.round is not None:
            yield case, case.answer.approved, case.round
    past = CaseRound.objects.filter(case__in=visible.values("pk"), **texts)
    rows = past.select_related("round", "answer__approved", "case__recommendation")
    for one in rows.prefetch_related(*(f"case__{name}" for name in shown)).order_by("-pk")[:READ]:
        if one.answer is not None and one.answer.approved is not None:
            yield one.case, one.answer.approved, one.round


def _grouped(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found


def _contributors(answers: Iterable[int], user: User, today: date) -> dict[int, list[Department]]:
    asked = Contribution.objects.visible_to(user).filter(answer__in=answers).exclude(state="withdrawn")
    asked = asked.select_related("department").prefetch_related("department__wordings")
    found: dict[int, dict[int, Department]] = {}
    for one in asked.order_by("pk"):
        if one.department.stands_on(today):
            found.setdefault(one.answer_id, {})[one.department_id] = one.department
    return {answer: list(each.values()) for answer, each in found.items()}


def _former(cases: Iterable[Case]) -> dict[int, list[FormerText]]:
    """By recommendation, the oldest first."""
    rows = FormerText.objects.filter(of__in={case.recommendation_id for case in cases}).order_by("until")
    found: dict[int, list[FormerText]] = {}
    for one in rows:
        found.setdefault(one.of_id, []).append(one)
    return found
