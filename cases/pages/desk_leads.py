"""Leads by theme group: the bodies that the file names are proposals, confirmed here group by group."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.models import Case
from cases.pages import desk_outcome
from cases.pages.desk_filters import lists_of
from cases.pages.desk_forms import DueForm, first_due_on
from cases.pages.desk_groups import OWN, assign_groups, groups_of
from cases.pages.due_fields import hint_at_day_off
from cases.pages.kept import keeps_typed
from cases.pages.opened import person
from cases.people.roles import COORDINATOR
from cases.policy import requires


@keeps_typed
@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def leads(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = DueForm(request.POST or None, today=today, initial={"due_on": first_due_on(today)})
    if request.method == "POST" and form.is_valid():
        dated, now = form.dated(), timezone.now()
        hint_at_day_off(request, dated.get("due_on"), None)
        outcome = assign_groups(request.POST, by=person(request), dated=dated, now=now)
        desk_outcome.keep(request, outcome or [desk_outcome.refusal(_("No lead was chosen."))])
        return redirect("desk-leads")
    return render(request, "cases/desk_leads.html", _page(request, form), status=422 if form.errors else 200)


def _page(request: HttpRequest, form: DueForm) -> dict[str, Any]:
    lists = lists_of(timezone.localdate())
    groups = groups_of(Case.objects.visible_to(person(request)))
    for group in groups:
        group.chosen = request.POST.get(f"lead-{group.key}", group.proposed)
    return {
        "form": form,
        "groups": groups,
        "cases": sum(len(group.cases) for group in groups),
        "departments": lists.leads(),
        "own": OWN,
        "outcome": desk_outcome.shown_once(request) if request.method == "GET" else None,
    }
