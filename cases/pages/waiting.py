"""What waits for a person, and where else the cases of a department stand, at a cost that does not grow.

Each list is a stretch of an index: it reads as many rows as it shows, and counts stop early.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cases.models import Case, CaseEvent, access
from cases.models.case_lists import CaseQuerySet
from cases.pages.desk.standings import STANDING, Standing
from cases.people.days import local_day
from cases.people.models import Department, User
from cases.people.roles import LEAD_DEPARTMENT, VALIDATOR
from cases.states import AGREEMENT, CLOSED, RECEIVED, SIGN_OFF, VALIDATION, WITH_DEPARTMENT
from workflow import may
from workflow.grants import Grants
from workflow.roles import NO_ROW

DAY = timedelta(days=1)
MANY, SOME = 500, 100
"""A list ends at the first; where only a number is shown, nobody counts further than the second."""

LATE, HANDED_BACK, TO_DECIDE, THIS_WEEK, LATER = range(5)
"""The groups, in the order in which they are shown."""

BACK = ("hand_back", "decline")
"""Steps by which a case comes back to the coordinators."""

Stretch = tuple[int, QuerySet[Case]]
"""A group, and the cases of it that one index has in their order."""


@dataclass
class Waiting:
    """The cases that wait for one person, the most pressing first: what a paginator takes for a list.

    ``sizes`` are those of its stretches, in their order.
    """

    now: datetime
    owed: Owed
    stretches: list[Stretch]
    sizes: list[int]
    to_sign: int = 0
    """Of all these, those that wait for a signature, or to agree to edits."""

    @classmethod
    def of(cls, user: User, grants: Grants, now: datetime) -> Waiting:
        owed = Owed(user, grants)
        mine = by_date(Case.objects.visible_to(user).waiting_for(user))
        stretches = _stretches(mine, owed, now)
        signing = by_date(owed.cases(SIGN_OFF, AGREEMENT))
        *sizes, to_sign = counts(user, [*(rows for _group, rows in stretches), signing], MANY)
        return cls(now, owed, stretches, sizes, to_sign)

    def by_group(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for (group, _rows), size in zip(self.stretches, self.sizes, strict=True):
            found[group] = found.get(group, 0) + size
        return found

    def count(self) -> int:
        return sum(self.sizes)

    def __getitem__(self, wanted: slice) -> list[tuple[int, Case]]:
        """Each with its group; one query, and those for what its rows show."""
        rows = Case.objects.filter(reduce(or_, self._parts(wanted), NO_ROW)).for_lists()
        return sorted(((_group_of(case, self.now), case) for case in rows), key=_place)

    def _parts(self, wanted: slice) -> Iterator[Q]:
        """What the page takes of each stretch."""
        begun = 0
        for (_group, rows), size in zip(self.stretches, self.sizes, strict=True):
            first, last = max(wanted.start - begun, 0), min(wanted.stop - begun, size)
            if first < last:
                yield access.among(rows.values("pk")[first:last])
            begun += size


def _group_of(case: Case, now: datetime) -> int:
    """A paused case is none of the late ones, nor due this week."""
    if case.state in (RECEIVED, VALIDATION):
        return HANDED_BACK if case.state == RECEIVED else TO_DECIDE
    if case.is_late(now):
        return LATE
    is_later = case.paused_on is not None or case.due_on is None or case.due_on > _sunday(now)
    return LATER if is_later else THIS_WEEK


def _place(one: tuple[int, Case]) -> tuple[int, bool, date, int]:
    group, case = one
    return group, case.paused_on is not None, case.due_on or date.max, case.pk


def _sunday(now: datetime) -> date:
    today = timezone.localdate(now)
    return today + timedelta(days=6 - today.weekday())


class _Counted(Subquery):
    """In the order of an index, or PostgreSQL reads the table until it has met so many."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet[Any, Any], limit: int) -> None:
        super().__init__(rows.values("pk")[:limit])


def counts(user: User, lists: Iterable[QuerySet[Any, Any]], limit: int) -> list[int]:
    """How many each has, up to ``limit``, in one query; ``user`` is only the row that they stand beside."""
    counted = [_Counted(rows, limit) for rows in lists]
    return list(User.objects.filter(pk=user.pk).values_list(*counted).get())


def said(count: int, limit: int) -> str:
    """A count up to ``limit``, as people read it."""
    return f"{limit}+" if count >= limit else str(count)


def by_date(cases: Any) -> Any:
    """The sooner due first, those without a date last: the order of the indexes of Case."""
    return cases.order_by(F("due_on").asc(nulls_last=True), "pk")


class Owed:
    """What waits for this person in its own departments, each condition said once.

    Who leads a case sees it (``visible_to``), and whom it waits for is known beforehand by state. Said twice,
    as by ``visible_to(…).waiting_for(…)``, PostgreSQL takes the same for another condition, expects far
    too few rows, and sorts them all instead of reading an index in its order.
    """

    def __init__(self, user: User, grants: Grants) -> None:
        self.own = grants.units_with(LEAD_DEPARTMENT.codenames)
        self._seen = Case.objects.not_hidden_from(user)
        self.units_waiting = may.units_waiting(Case.process, grants)
        self._states: dict[frozenset[int], list[str]] = {}
        for state, units in self.units_waiting.items():
            if state in WITH_DEPARTMENT and (led := units & set(self.own)):
                self._states.setdefault(frozenset(led), []).append(state)

    def cases(self, *states: str) -> CaseQuerySet:
        """Those in any of ``states``."""
        return self.until({None: self.own}, lambda day: {}, *states)

    def until(
        self,
        days: Mapping[Any, Iterable[int]],
        bounds: Callable[[Any], dict[str, Any]],
        *states: str,
    ) -> CaseQuerySet:
        """As :meth:`cases`, within the ``bounds`` of the day that it is in each department."""
        found = [
            Q(lead__in=sorted(led.intersection(there)), state__in=among_them, **bounds(day))
            for led, waiting in self._states.items()
            for day, there in days.items()
            if led.intersection(there) and (among_them := [one for one in waiting if one in states])
        ]
        return self._seen.filter(reduce(or_, found, NO_ROW))


def _stretches(mine: Any, owed: Owed, now: datetime) -> list[Stretch]:
    """Of what waits to be assigned, only what was handed back. Late is what is late where it is owed."""
    sunday, days = _sunday(now), _days(owed.own, now)

    def running(bounds: Callable[[Any], dict[str, Any]]) -> Any:
        return by_date(owed.until(days, lambda day: {"paused_on": None, **bounds(day)}, *WITH_DEPARTMENT))

    handed_back = CaseEvent.objects.filter(case=OuterRef("pk"), number=OuterRef("version"), step__in=BACK)
    return [
        (LATE, running(lambda day: {"due_on__lt": day})),
        (HANDED_BACK, mine.filter(Exists(handed_back), state=RECEIVED)),
        (TO_DECIDE, mine.filter(state=VALIDATION)),
        (THIS_WEEK, running(lambda day: {"due_on__gte": day, "due_on__lte": sunday})),
        (LATER, running(lambda day: {"due_on__gte": max(day, sunday + DAY)})),
        (LATER, running(lambda day: {"due_on": None})),
        (LATER, by_date(owed.cases(*WITH_DEPARTMENT).filter(paused_on__isnull=False))),
    ]


def _days(own: list[int], now: datetime) -> dict[date, list[int]]:
    """The departments by the day that it is there: mostly one day, and so one stretch of an index."""
    found: dict[date, list[int]] = {}
    for pk, zone in Department.objects.filter(pk__in=own).order_by("pk").values_list("pk", "time_zone"):
        found.setdefault(local_day(zone, now), []).append(pk)
    return found


class Elsewhere:
    """Of the own departments' cases, those on which somebody else acts, or nobody any more."""

    def __init__(self, user: User, grants: Grants, owed: Owed) -> None:
        self._user = user
        self._seen = Case.objects.visible_to(user)
        self._own = set(owed.own)
        self._waiting = owed.units_waiting
        self._by_theme = may.waiting(Case.process, grants) if VALIDATOR.topics(grants) else None

    def at(self, standing: Standing) -> CaseQuerySet:
        found = self._seen.filter(standing.cases).filter(self._states(standing.states))
        return found.exclude(self._by_theme) if self._by_theme else found

    def counts(self) -> dict[str, int]:
        """How many stand where, by the code of the standing; none is left out."""
        sizes = counts(self._user, [self.at(one).order_by("due_on") for one in STANDING.values()], SOME)
        return dict(zip(STANDING, sizes, strict=True))

    def _states(self, states: Sequence[str]) -> Q:
        """The departments are taken apart beforehand: an index has no stretch for what is not so."""
        return reduce(or_, (Q(state=state, lead__in=self._others(state)) for state in states), NO_ROW)

    def _others(self, state: str) -> list[int]:
        if state in (RECEIVED, CLOSED):
            return []
        return sorted(self._own - self._waiting.get(state, set()))
