"""What was counted (``cases/overview/counting.py``), as pages show it: by department, and for a whole round.

A department's numbers hold what the reader may see: its unrestricted cases, and of restricted ones those in
which the reader is named. The numbers of a whole round hold every case, or they would be wrong; nothing in
them says which. Independent bodies owe no answer, so no number here speaks of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from cases.models import Case, Summary
from cases.models.access import among, opened_to
from cases.models.case_lists import CaseQuerySet
from cases.overview.counting import counted_by_standing
from cases.pages.desk.standings import STANDING, Standing
from cases.people.calendars import CalendarsOf
from cases.people.models import Department, User
from cases.states import APPROVED, DRAFTING, RECEIVED, SUBMITTED, VALIDATION

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLUMNS: list[Standing] = [one for one in STANDING.values() if one.code not in ("to-assign", "closed")]
"""The columns of the heat map."""


@dataclass(frozen=True)
class Row:
    """Cases that are alike. ``oldest`` is the earliest due date of those that are late, empty for none."""

    round: int | None
    lead: int | None
    state: str
    returned: bool
    restricted: bool
    count: int
    late: int
    oldest: str

    @property
    def standing(self) -> str:
        """The code of the standing, as addresses write it."""
        return "returned" if self.returned and self.state == DRAFTING else _CODES[self.state]


_CODES = {state: one.code for one in STANDING.values() if one.code != "returned" for state in one.states}


@dataclass(frozen=True)
class Cell:
    """A number of the heat map; ``shade``: 0 for none, else 1 to 4 by the largest of the table."""

    code: str
    label: StrOrPromise
    count: int
    shade: int


@dataclass(frozen=True)
class Load:
    """One department's cases by standing; its worst case is late by ``days_late`` working days."""

    department: Department
    counts: Mapping[str, int]
    total: int
    late: int
    oldest: date | None
    days_late: int
    most: int = 0

    @property
    def approved(self) -> int:
        return self.counts.get("approved", 0) + self.counts.get("submitted", 0)

    @property
    def with_validator(self) -> int:
        return self.counts.get("with-validator", 0)

    @property
    def open(self) -> int:
        """What the department still owes."""
        return self.total - self.approved - self.with_validator

    @property
    def cells(self) -> list[Cell]:
        found = ((one, self.counts.get(one.code, 0)) for one in COLUMNS)
        return [Cell(one.code, one.label, count, shade(count, self.most)) for one, count in found]


@dataclass(frozen=True)
class Totals:
    """The answers of a round that are owed, by where they stand."""

    asked: int
    approved: int
    with_validator: int
    with_department: int
    without_lead: int
    late: int

    @property
    def left(self) -> int:
        return self.asked - self.approved


def shade(count: int, most: int) -> int:
    return 0 if not count else min(4, 1 + 4 * (count - 1) // max(most, 1))


def seen_by(user: User, kept: Summary, now: datetime) -> list[Row]:
    """What the reader may count; of restricted cases those that name the reader, counted now."""
    named = restricted_and_named(user)
    rows = [Row(*row) for row in kept.data]
    return [
        *(row for row in rows if not row.restricted),
        *(Row(*row) for row in counted_by_standing(named, now)),
    ]


def restricted_and_named(user: User) -> CaseQuerySet:
    """Found by the few rows that name the person: to look for restricted cases reads a million of them."""
    return Case.objects.visible_to(user).filter(among(opened_to(user)), restricted=True)


def loads(rows: Iterable[Row], known: Mapping[int, Department], now: datetime) -> list[Load]:
    """A load for each department that leads a case and owes it; the latest first, then by name."""
    of_lead: dict[int, list[Row]] = {}
    for row in rows:
        department = known.get(row.lead or 0)
        if department is not None and not department.independent:
            of_lead.setdefault(department.pk, []).append(row)
    working = CalendarsOf(known.values())
    found = [_load(known[pk], theirs, working, now) for pk, theirs in of_lead.items()]
    most = max((max(one.counts.values()) for one in found), default=0)
    return sorted((replace(one, most=most) for one in found), key=by_lateness)


def _load(department: Department, rows: list[Row], working: CalendarsOf, now: datetime) -> Load:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.standing] = counts.get(row.standing, 0) + row.count
    oldest = min((date.fromisoformat(row.oldest) for row in rows if row.oldest), default=None)
    return Load(
        department=department,
        counts=counts,
        total=sum(counts.values()),
        late=sum(row.late for row in rows),
        oldest=oldest,
        days_late=working.days_late(department, oldest, now),
    )


def totals(kept: Summary, round_id: int, independent: set[int]) -> Totals:
    """Of every case of a round, restricted ones too."""
    rows = [Row(*row) for row in kept.data if row[0] == round_id and row[1] not in independent]

    def at(*states: str) -> int:
        return sum(row.count for row in rows if row.state in states)

    asked, approved = sum(row.count for row in rows), at(APPROVED, SUBMITTED)
    with_validator, without_lead = at(VALIDATION), at(RECEIVED)
    return Totals(
        asked=asked,
        approved=approved,
        with_validator=with_validator,
        with_department=asked - approved - with_validator - without_lead,
        without_lead=without_lead,
        late=sum(row.late for row in rows),
    )


def by_lateness(load: Load) -> tuple[int, int, str]:
    return -load.late, -load.days_late, by_name(load.department)


def by_name(department: Department) -> str:
    return str(department).casefold()
