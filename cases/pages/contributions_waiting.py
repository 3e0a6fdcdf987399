"""Contributions in My work: those asked of one's departments, and those delivered to the lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy

from cases.contributions.flow import DELIVERED
from cases.models import Case, Contribution
from cases.people.models import User
from workflow import may
from workflow.grants import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LISTED = 50
NAMES = ("answer__cases__recommendation__wordings",)


@dataclass(frozen=True)
class Row:
    """A contribution in a list: the first of its cases, and how many ``others`` the same answer is for."""

    contribution: Contribution
    case: Case
    others: int


@dataclass(frozen=True)
class Waiting:
    """``count`` of all; ``groups`` of the most pressing, each with its title."""

    count: int = 0
    late: int = 0
    groups: Sequence[tuple[StrOrPromise, list[Row]]] = field(default_factory=list)


LATE = gettext_lazy("Contributions: late")
THIS_WEEK = gettext_lazy("Contributions: this week")
LATER = gettext_lazy("Contributions: later")
TO_READ = gettext_lazy("Contributions delivered to you")


def contributions_waiting(user: User, grants: Grants, today: date) -> Waiting:
    """What waits for this person, in a fixed number of queries; two where nothing does."""
    mine = may.waiting(Contribution.process, grants) & ~Q(state=DELIVERED, agreed__isnull=False)
    found = Contribution.objects.visible_to(user).filter(mine)
    listed = found.for_lists().prefetch_related(*NAMES).order_by("due_on", "pk")[:LISTED]
    groups: dict[StrOrPromise, list[Row]] = {}
    rows = [row for row in map(_row, listed) if row]
    for row in rows:
        groups.setdefault(_group(row.contribution, today), []).append(row)
    shown = [(title, groups[title]) for title in (LATE, THIS_WEEK, LATER, TO_READ) if title in groups]
    return Waiting(found.count() if len(rows) == LISTED else len(rows), len(groups.get(LATE, [])), shown)


def _group(contribution: Contribution, today: date) -> StrOrPromise:
    if contribution.state == DELIVERED:
        return TO_READ
    if contribution.is_late(today):
        return LATE
    sunday = today + timedelta(days=6 - today.weekday())
    return THIS_WEEK if contribution.due_on and contribution.due_on <= sunday else LATER


def _row(contribution: Contribution) -> Row | None:
    cases: Iterable[Case] = contribution.told_cases()
    together = sorted(cases, key=lambda case: case.pk)
    return Row(contribution, together[0], len(together) - 1) if together else None
