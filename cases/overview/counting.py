"""Counts all cases, for pages that show how the whole stands, so that no page waits for a million of them.

The worker counts once a minute and keeps what it found (``Summary``); pages read that and say how old it is.
Where no worker has counted for long, the page counts for itself. Nothing is kept while somebody acts: no step
waits for a counter. Every list below goes through JSON, so it holds lists, numbers and texts only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import TruncDate

from cases.models import Case, CaseEvent, Summary
from cases.models.case_lists import CaseQuerySet, late_at
from cases.states import APPROVED, CLOSED, SUBMITTED, VALIDATION, WITH_DEPARTMENT

APPROVING = ("approve", "agree")
"""Steps by which an answer that is owed becomes approved; there is an index of their events."""
WEEKS = 12
"""How far back approvals are counted."""
BANDS = (14, 28, 56, 84)
"""Days up to which an open case belongs to one band of age after the other; the last band has no end."""


@dataclass(frozen=True)
class Counter:
    """``every``: how often the worker counts; ``good_for``: how old it may be before a page counts itself."""

    count: Callable[[datetime], list[Any]]
    every: timedelta
    good_for: timedelta


def standings(now: datetime) -> list[list[Any]]:
    return counted_by_standing(Case.objects.all(), now)


def counted_by_standing(cases: CaseQuerySet, now: datetime) -> list[list[Any]]:
    """By round, lead, state, returned and restricted: how many, how many late, the earliest late due date.

    Closed cases are left out. Two queries.
    """
    late = late_at(now)
    grouped = cases.exclude(state=CLOSED).order_by()
    rows = grouped.values_list("round", "lead", "state", "returned", "restricted").annotate(
        count=Count("pk"), late=Count("pk", filter=late), oldest=Min("due_on", filter=late)
    )
    return [[*row[:-1], row[-1].isoformat() if row[-1] else ""] for row in rows]


def approvals(now: datetime) -> list[list[Any]]:
    """By round and day, how many answers were approved that are approved still."""
    later = CaseEvent.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"), step__in=APPROVING)
    stand = CaseEvent.objects.filter(
        step__in=APPROVING,
        at__gte=now - timedelta(weeks=WEEKS, days=7),
        case__state__in=(APPROVED, SUBMITTED),
        case__lead__independent=False,
    ).exclude(Exists(later))
    rows = stand.annotate(on=TruncDate("at")).order_by().values_list("case__round", "on")
    return [[number, day.isoformat(), count] for number, day, count in rows.annotate(count=Count("pk"))]


def ages(now: datetime) -> list[list[Any]]:
    return counted_by_age(Case.objects.all(), now)


def counted_by_age(cases: CaseQuerySet, now: datetime) -> list[list[Any]]:
    """By round, lead and restricted: how many open ones were asked how long ago, a number for each band."""
    aged = cases.filter(state__in=(*WITH_DEPARTMENT, VALIDATION), lead__independent=False)
    bands = {f"band{place}": Count("pk", filter=where) for place, where in enumerate(_bands(now))}
    rows = aged.order_by().values_list("round", "lead", "restricted").annotate(**bands)
    return [list(row) for row in rows]


def _bands(now: datetime) -> Iterable[Q]:
    edges = [now - timedelta(days=days) for days in BANDS]
    yield Q(asked_at__gte=edges[0])
    for newer, older in pairwise(edges):
        yield Q(asked_at__lt=newer, asked_at__gte=older)
    yield Q(asked_at__lt=edges[-1])


MINUTE, QUARTER = timedelta(minutes=1), timedelta(minutes=15)
COUNTERS = {
    "standings": Counter(standings, MINUTE, timedelta(minutes=10)),
    "approvals": Counter(approvals, MINUTE, timedelta(minutes=10)),
    "ages": Counter(ages, QUARTER, timedelta(hours=2)),
}
"""Ages change by the day: four times an hour will do."""


def count_what_is_due(now: datetime) -> list[str]:
    """Count what was not counted for a while, and keep it; returns the names. Twice at once does no harm."""
    kept = dict(Summary.objects.values_list("name", "made_at"))
    slack = timedelta(seconds=5)
    due = [
        name for name, one in COUNTERS.items() if name not in kept or now - kept[name] >= one.every - slack
    ]
    for name in due:
        Summary.objects.update_or_create(
            name=name, defaults={"made_at": now, "data": COUNTERS[name].count(now)}
        )
    return due


def counted(now: datetime, *names: str) -> dict[str, Summary]:
    """By their names: as the worker kept them, or counted now where one is missing or too old. One query."""
    kept = {one.name: one for one in Summary.objects.filter(name__in=names)}
    return {name: _fresh(kept.get(name), name, now) for name in names}


def _fresh(kept: Summary | None, name: str, now: datetime) -> Summary:
    if kept is not None and now - kept.made_at < COUNTERS[name].good_for:
        return kept
    return Summary(name=name, made_at=now, data=COUNTERS[name].count(now))
