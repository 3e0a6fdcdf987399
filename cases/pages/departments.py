"""Departments: how many cases each leads at which standing, how many are late, and how late the worst is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.models.case_lists import CaseQuerySet, late_at
from cases.pages.desk.standings import STANDING
from cases.pages.opened import person
from cases.people.days import today_of
from cases.people.models import Department
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER
from cases.policy import requires

COLUMNS = [one for one in STANDING.values() if one.code not in ("to-assign", "closed")]


@dataclass(frozen=True)
class Load:
    """One department's cases: ``counts`` as COLUMNS stand, and how many days its worst case is late."""

    department: Department
    counts: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    late: int = 0
    days_late: int = 0


@requires(COORDINATOR, NATIONAL_VALIDATOR, EDITOR, OBSERVER)
@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    cases = Case.objects.visible_to(person(request))
    known = Department.objects.visible_to(person(request)).with_names().in_bulk()
    loads = _loads(cases, known, now)
    busy = {load.department.pk for load in loads}
    idle = [one for pk, one in known.items() if pk not in busy and _stands(one, today_of(one, now))]
    invited = [one for one in idle if one.independent]
    context = {
        "columns": COLUMNS,
        "loads": loads,
        "idle": sorted((one for one in idle if not one.independent), key=_by_name),
        "invited": sorted(invited, key=_by_name),
        "late": sum(load.late for load in loads),
        "without_lead": cases.filter(STANDING["to-assign"].cases).count(),
    }
    return render(request, "cases/departments.html", context)


def _loads(cases: CaseQuerySet, known: dict[int, Department], now: datetime) -> list[Load]:
    """Two queries, whatever the number of departments; the latest first, then by name.

    Independent bodies owe no answer: they have no place here.
    """
    late = late_at(now)
    counts = {one.code.replace("-", "_"): Count("pk", filter=one.cases) for one in COLUMNS}
    rows = (
        cases.filter(lead__independent=False)
        .exclude(STANDING["closed"].cases)
        .values("lead")
        .annotate(
            total=Count("pk"),
            late=Count("pk", filter=late),
            oldest=Min("due_on", filter=late),
            **counts,
        )
    )
    loads = [_load(known[row["lead"]], dict(row), now) for row in rows]
    return sorted(loads, key=lambda load: (-load.late, -load.days_late, str(load.department).casefold()))


def _load(department: Department, row: dict[str, Any], now: datetime) -> Load:
    counts = [{"code": one.code, "count": row[one.code.replace("-", "_")]} for one in COLUMNS]
    days = (today_of(department, now) - row["oldest"]).days if row["oldest"] else 0
    return Load(department, counts, row["total"], row["late"], days)


def _by_name(department: Department) -> str:
    return str(department).casefold()


def _stands(department: Department, today: date) -> bool:
    begun = department.valid_from is None or department.valid_from <= today
    return begun and (department.valid_until is None or department.valid_until >= today)
