"""Departments: how many cases each leads at which standing, how many are late, and how late the worst is.

Each number opens those cases. One department has a page of its own, for itself too: ``department.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.models.case_lists import late_at
from cases.overview.blocks import counted_blocks
from cases.overview.counting import counted
from cases.pages.opened import person
from cases.pages.whole.loads import COLUMNS, Load, by_lateness, by_name, loads, seen_by
from cases.people.days import today_of
from cases.people.models import Department
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LATEST, BY_NAME, MOST = "late", "name", "all"
# fmt: off
ORDERS: dict[str, tuple[StrOrPromise, Callable[[Load], Any]]] = {
    LATEST:  (gettext_lazy("The latest first"),     by_lateness),
    BY_NAME: (gettext_lazy("By name"),              lambda load: by_name(load.department)),
    MOST:    (gettext_lazy("The most cases first"), lambda load: (-load.total, by_name(load.department))),
}
# fmt: on


@requires(COORDINATOR, NATIONAL_VALIDATOR, EDITOR, OBSERVER)
@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    now, user = timezone.now(), person(request)
    kept = counted(now, "standings")["standings"]
    rows = seen_by(user, kept, now)
    known = Department.objects.visible_to(user).with_names().in_bulk()
    order = request.GET.get("sort", "")
    chosen = order if order in ORDERS else LATEST
    found = sorted(loads(rows, known, now), key=ORDERS[chosen][1])
    context = {
        "columns": COLUMNS,
        "loads": found,
        "orders": [(name, label, name == chosen) for name, (label, _key) in ORDERS.items()],
        **_others(known, {load.department.pk for load in found}, now),
        "late": sum(load.late for load in found),
        "late_departments": sum(1 for load in found if load.late),
        "without_lead": sum(row.count for row in rows if row.standing == "to-assign"),
        "counted_at": kept.made_at,
        "coordinates": (coordinates := COORDINATOR.held(grants_of(user), None)),
        "blocks": counted_blocks(Case.objects.visible_to(user).filter(late_at(now))) if coordinates else [],
    }
    name_the_wholes(known)
    return render(request, "cases/departments.html", context)


def name_the_wholes(known: dict[int, Department]) -> None:
    """Each part finds the department that it is part of among those that were read, names and all."""
    for one in known.values():
        if one.parent_id in known:
            one.parent = known[one.parent_id]


def _others(known: dict[int, Department], busy: set[int], now: datetime) -> dict[str, list[Department]]:
    """Those that have no place in the table: which lead no case, and which are invited only."""
    idle = [one for pk, one in known.items() if pk not in busy and one.stands_on(today_of(one, now))]
    return {
        "idle": sorted((one for one in idle if not one.independent), key=by_name),
        "invited": sorted((one for one in idle if one.independent), key=by_name),
    }
