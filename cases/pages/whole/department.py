"""One department's page, for itself and for those who oversee it: how its cases stand, how old they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language_bidi, gettext_lazy
from django.views.decorators.http import require_safe

from cases.charts.bars import bar
from cases.models import Case, Summary
from cases.models.case_lists import late_at
from cases.overview.blocks import Number, counted_blocks
from cases.overview.counting import BANDS, counted, counted_by_age
from cases.pages.opened import person
from cases.pages.whole.loads import loads, restricted_and_named, seen_by
from cases.pages.words import loads_of
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, ESCALATION_CONTACT, LEAD_DEPARTMENT, grants_of
from cases.policy import signed_in
from workflow.grants import Grants
from workflow.roles import one_of

LISTED = 10
CONCERNED = one_of(LEAD_DEPARTMENT, ESCALATION_CONTACT, label=ESCALATION_CONTACT.label)
AGES = (
    gettext_lazy("up to 2 weeks"),
    gettext_lazy("2 to 4 weeks"),
    gettext_lazy("4 to 8 weeks"),
    gettext_lazy("8 to 12 weeks"),
    gettext_lazy("longer than 12 weeks"),
)


@signed_in
@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    now, user = timezone.now(), person(request)
    grants = grants_of(user)
    shown = get_object_or_404(Department.objects.visible_to(user).with_names(), code=code)
    is_concerned = bool(grants.national) or CONCERNED.held(grants, shown.pk)
    if shown.independent or not is_concerned:
        raise Http404
    kept = counted(now, "standings", "ages")
    found = loads(seen_by(user, kept["standings"], now), {shown.pk: shown}, now)
    context = {
        "department": shown,
        "load": found[0] if found else None,
        "ages": ages(_seen_ages(user, kept["ages"], shown, now)),
        "late": _late(user, shown, now),
        "loads": loads_of(shown.pk, user, grants),
        "counted_at": kept["standings"].made_at,
        "blocks": _blocks(user, shown, grants, now),
        "coordinates": COORDINATOR.held(grants, None),
        "oversees": bool(grants.national),
    }
    return render(request, "cases/department.html", context)


def _seen_ages(user: User, kept: Summary, shown: Department, now: datetime) -> list[list[Any]]:
    """Restricted cases count for those who are named in them only."""
    named = restricted_and_named(user).filter(lead=shown)
    open_to_all = [row for row in kept.data if row[1] == shown.pk and not row[2]]
    return [*open_to_all, *counted_by_age(named, now)]


def _late(user: User, shown: Department, now: datetime) -> list[Case]:
    """The first of them, the longest late first."""
    seen = Case.objects.visible_to(user).led_by([shown.pk]).filter(late_at(now))
    return list(seen.for_lists().order_by("due_on", "pk")[:LISTED])


def _blocks(user: User, shown: Department, grants: Grants, now: datetime) -> list[Number]:
    """What blocks its late cases; for itself and for coordinators."""
    if not (COORDINATOR.held(grants, None) or LEAD_DEPARTMENT.held(grants, shown.pk)):
        return []
    return counted_blocks(Case.objects.visible_to(user).led_by([shown.pk]).filter(late_at(now)))


def ages(rows: Sequence[Sequence[int]]) -> list[dict[str, Any]]:
    """How many cases are open for how long, each with its bar; rows as :func:`counted_by_age` has them."""
    counts = [sum(row[3 + place] for row in rows) for place in range(len(BANDS) + 1)]
    most = max(counts)
    return [
        {"label": label, "count": count, "bar": bar(count, most, mirrored=get_language_bidi())}
        for label, count in zip(AGES, counts, strict=True)
    ]
