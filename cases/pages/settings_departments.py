"""All departments: since when, until when, how they were called, whom they followed and who followed them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages.opened import person
from cases.people.models import Department, Reorganisation
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.people.settling import settles as may_settle
from cases.policy import settles

READ = (
    "wordings",
    "former_names",
    "parent__wordings",
    "went_to__successor__wordings",
    "came_from__predecessor__wordings",
)
LATEST = 20


@settles(NATIONAL_VALIDATOR, EDITOR, OBSERVER)
@require_safe
def settings_departments(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    known = Department.objects.visible_to(person(request)).select_related("parent").prefetch_related(*READ)
    rows = sorted((_row(one, today) for one in known), key=lambda row: (row["ended"], row["name"].casefold()))
    acts = Reorganisation.objects.select_related("by").order_by("-at", "-pk")[:LATEST]
    context = {
        "rows": rows,
        "acts": acts,
        "may_change": COORDINATOR.held(grants_of(person(request)), None),
        "may_settle": may_settle(person(request)),
    }
    return render(request, "cases/settings_departments.html", context)


def _row(department: Department, today: date) -> dict[str, Any]:
    former = sorted(department.former_names.all(), key=lambda name: name.until, reverse=True)
    return {
        "department": department,
        "name": str(department),
        "ended": department.valid_until is not None and department.valid_until < today,
        "former": former,
        "before": [one.predecessor for one in department.came_from.all()],
        "after": [one.successor for one in department.went_to.all()],
    }
