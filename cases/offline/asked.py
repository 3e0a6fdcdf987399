"""Which answers a person may take along in a file, and what each asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.utils import translation

from cases.models import Answer, Case, ImplementationStatus, Version
from cases.models.access import texts_hidden_from
from cases.models.case_lists import CaseQuerySet
from cases.offline.marks import digest
from cases.people.models import User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.states import ASSIGNED, DRAFTING
from cases.un import Position

MOST = 100
"""Answers in one file: more than a department writes between two uploads."""
WRITTEN = (ASSIGNED, DRAFTING)
"""The states in which the department writes."""


@dataclass(frozen=True)
class Asked:
    """An answer with its cases, and the draft that stands, if any."""

    answer: Answer
    cases: list[Case]
    draft: Version | None

    @property
    def number(self) -> int:
        """Of the draft; 0 for none."""
        return self.draft.number if self.draft else 0

    @property
    def texts(self) -> tuple[str, str]:
        return self.draft.texts if self.draft else ("", "")

    @property
    def proposed(self) -> str:
        """What it proposes, as a mark says it: the key of a status, the place of a position, or ``0``."""
        first = self.cases[0]
        if self.answer.round.asks_position:
            return said_of_position(first.proposed_position)
        return str(first.proposed_status_id or 0)

    @property
    def references(self) -> list[str]:
        return [case.reference for case in self.cases]

    def locked(self, language: str) -> Iterator[tuple[Case, str]]:
        """What the UN says in each case, in that language or the next that has it, below its opening."""
        for case in self.cases:
            wording = case.recommendation.wording(language)
            opening = getattr(wording, "opening", "")
            yield case, f"{opening} {wording or ''}".strip()

    def digest(self, language: str) -> str:
        """Of all that is locked in the file."""
        texts = [f"{case.reference} {text}" for case, text in self.locked(language)]
        return digest(" ".join([*texts, self.answer.round.question]))

    def digests(self) -> set[str]:
        """The same in each language: a file may be of any."""
        return {self.digest(code) for code, _name in settings.LANGUAGES}


def said_of_position(position: str) -> str:
    """A position as a mark says it: its place among them, from 1; ``0`` for none."""
    return str(Position.values.index(position) + 1 if position else 0)


@dataclass(frozen=True)
class Scale:
    """What can be proposed: ``names`` in the language that is active, by what a mark says.

    ``by_name`` is the opposite, of the names in every language, in small letters.
    """

    names: dict[str, str]
    by_name: dict[str, str]


def scale_of(asks_position: bool) -> Scale:
    """Positions, or the national scale of implementation, which takes two queries."""
    rows: list[tuple[str, Any]]
    if asks_position:
        rows = [(said_of_position(value), label) for value, label in Position.choices]
    else:
        scale = ImplementationStatus.objects.prefetch_related("wordings").order_by("place")
        rows = [(str(status.pk), status) for status in scale]
    by_name: dict[str, str] = {}
    for code in settings.INTERFACE_LANGUAGES:
        with translation.override(code):
            by_name |= {str(name).strip().casefold(): key for key, name in rows}
    return Scale({key: str(name) for key, name in rows}, by_name)


def open_answers(user: User) -> list[Asked]:
    """What this person's departments write now, due first; of what is hidden from the person, nothing."""
    return _asked(_written_by(user), user)


def answers_among(keys: Iterable[int], user: User) -> dict[int, Asked]:
    """Those of these answers that the person writes now, by their keys."""
    return {one.answer.pk: one for one in _asked(_written_by(user).filter(answer__in=list(keys)), user)}


def _written_by(user: User) -> CaseQuerySet:
    own = grants_of(user).units_with(LEAD_DEPARTMENT.codenames)
    seen = Case.objects.visible_to(user).led_by(own).filter(state__in=WRITTEN, answer__isnull=False)
    return seen.exclude(texts_hidden_from(user))


def _asked(cases: CaseQuerySet, user: User) -> list[Asked]:
    read = cases.select_related("recommendation", "round", "lead", "answer__round", "answer__lead")
    rows = read.prefetch_related("recommendation__wordings", "lead__wordings")
    of_answer: dict[int, list[Case]] = defaultdict(list)
    for case in rows.order_by(F("due_on").asc(nulls_last=True), "recommendation__place", "pk"):
        of_answer[case.present_answer.pk].append(case)
    drafts = _drafts(of_answer, user)
    return [Asked(found[0].present_answer, found, drafts.get(pk)) for pk, found in of_answer.items()]


def _drafts(answers: Iterable[int], user: User) -> dict[int, Version]:
    last = Version.objects.drafts().filter(answer=OuterRef("answer")).order_by("-number").values("pk")[:1]
    seen = Version.objects.visible_to(user).filter(answer__in=list(answers), pk=Subquery(last))
    return {version.answer_id: version for version in seen.select_related("author")}
