"""What a mail tells under one rule, as it is read once for all languages: the first rows, and beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F

from cases.models import Case, Contribution
from cases.people.models import User
from cases.telling import Rule, ToldOfItself
from workflow.process import process_named


@dataclass(frozen=True)
class Note:
    """What ``by`` wrote with a reminder."""

    by: User
    text: str


@dataclass(frozen=True)
class Called:
    """By whom somebody was mentioned, each once; by reference of a case, what began the first such talk."""

    by: list[str] = field(default_factory=list)
    talks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """``ids`` of cases, or of rows of the rule's process; empty for the overview of a week.

    ``contributions`` are those that are told of, by case: their dates are given, not those of the answers.
    ``others`` are the names of those who are told the same.
    """

    rule: Rule
    ids: Collection[int]
    contributions: Mapping[int, Contribution] = field(default_factory=dict)
    notes: Sequence[Note] = ()
    called: Called = field(default_factory=Called)
    others: Sequence[str] = ()

    @property
    def model(self) -> Any:
        return process_named(self.rule.process).model

    @property
    def is_of_cases(self) -> bool:
        return not issubclass(self.model, ToldOfItself)


@dataclass(frozen=True)
class Shown:
    """``rows`` are the first of what is told, the most pressing first; ``due_on`` is the earliest date."""

    told: Told
    rows: Sequence[Any]
    due_on: date | None


def shown_of(told: Sequence[Told], most: int) -> list[Shown]:
    """Each with its first ``most`` rows. The cases of all are read together, in a fixed number of queries.

    Which of them the recipient may see was settled before (``holding.py``).
    """
    of_cases = [one for one in told if one.is_of_cases]
    dates = _dates(set().union(*(one.ids for one in of_cases)))
    first = {id(one): [pk for pk in dates if pk in one.ids][:most] for one in of_cases}
    cases = cases_for_lines(set().union(*first.values()))
    return [
        Shown(one, [cases[pk] for pk in first[id(one)]], _earliest(one, dates))
        if one.is_of_cases
        else Shown(one, _rows(one, most), None)
        for one in told
    ]


def _dates(case_ids: Collection[int]) -> dict[int, date | None]:
    """When each is due, the most urgent first."""
    place = (F("due_on").asc(nulls_last=True), "recommendation__symbol", "recommendation__place", "pk")
    found = Case.objects.filter(pk__in=case_ids) if case_ids else Case.objects.none()
    return dict(found.order_by(*place).values_list("pk", "due_on"))


def cases_for_lines(ids: Iterable[int]) -> dict[int, Case]:
    """With all that a line of a mail says of them (``lines.py``), in a fixed number of queries."""
    read = Case.objects.select_related("recommendation", "round__plan", "lead")
    return read.prefetch_related("recommendation__wordings", "lead__wordings").in_bulk(list(ids))


def _rows(told: Told, most: int) -> list[Any]:
    return list(told.model._base_manager.filter(pk__in=told.ids).order_by("pk")[:most])


def _earliest(told: Told, dates: Mapping[int, date | None]) -> date | None:
    given: Iterable[date | None] = (dates[pk] for pk in told.ids if pk in dates)
    if told.contributions:
        given = (one.due_on for one in told.contributions.values())
    return min((day for day in given if day), default=None)


def by_key(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """What belongs to each key, in its order."""
    found: dict[str, list[Any]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return found
