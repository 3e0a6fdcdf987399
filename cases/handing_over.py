"""What is open of a person's work in a department, and what the department answered before on its themes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from cases.models import Case, CaseRound, Version
from cases.models.case_lists import CaseQuerySet
from cases.people.models import Department, User
from cases.states import APPROVED, CLOSED, RECEIVED, SUBMITTED

DONE = (RECEIVED, APPROVED, SUBMITTED, CLOSED)
"""States in which nothing of a case is open for its department."""


def open_work(person: User, unit: Department, *, reader: User) -> CaseQuerySet:
    """Cases under way of the department that wait for the person by role, or that the person drafted.

    Only what ``reader`` may see of them.
    """
    drafted = Version.objects.filter(author=person, answer__lead=unit).values("answer")
    waiting = Case.objects.waiting_for(person).filter(lead=unit).values("pk")
    under_way = Case.objects.visible_to(reader).filter(lead=unit).exclude(state__in=DONE)
    return under_way.filter(Q(pk__in=waiting) | Q(answer__in=drafted))


def answered_before(unit: Department, themes: Iterable[int], *, reader: User) -> Any:
    """Cases on these themes that the department, or one it followed, answered in this round or a past one."""
    units = Q(pk=unit.pk) | Q(went_to__successor=unit)
    led = Department.objects.filter(units).values("pk")
    past = CaseRound.objects.filter(answer__lead__in=led, answer__approved__isnull=False).values("case")
    approved = Q(
        answer__lead__in=led, answer__approved__isnull=False, state__in=(APPROVED, SUBMITTED, CLOSED)
    )
    seen = Case.objects.visible_to(reader).filter(recommendation__themes__in=list(themes))
    return seen.filter(approved | Q(pk__in=past)).distinct()
