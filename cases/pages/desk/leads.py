"""Leads by theme group: the bodies that the file names are proposals, confirmed here group by group."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import many
from cases.models import Case
from cases.pages.bulk import sent_form
from cases.pages.desk import results
from cases.pages.desk.forms import DueForm, first_due_on
from cases.pages.desk.groups import OWN, cases_as_text, choices_from, groups_of
from cases.pages.desk.lists import lists_of
from cases.pages.desk.views import forget_counts
from cases.pages.due_fields import hint_at_day_off
from cases.pages.kept import keeps_typed
from cases.pages.opened import person
from cases.people.roles import COORDINATOR
from cases.policy import requires

MOST_BOXES = 2500
"""With more groups and departments, contributors are asked from the Desk: the page would grow too heavy."""


@keeps_typed
@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def leads(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = DueForm(request.POST or None, today=today, initial={"due_on": first_due_on(today)})
    if request.method == "POST" and form.is_valid():
        return _assigned(request, form)
    return render(request, "cases/desk_leads.html", _page(request, form), status=422 if form.errors else 200)


def _assigned(request: HttpRequest, form: DueForm) -> HttpResponse:
    """All groups in one act: with what came of it here, or to its page where the worker has it."""
    choices = choices_from(request.POST, Case.objects.visible_to(person(request)))
    said = [results.remark(left) for left in choices.left_alone()]
    if not choices.rows:
        results.keep(request, said or [results.refusal(_("No lead was chosen."))])
        return redirect("desk-leads")
    hint_at_day_off(request, form.dated().get("due_on"), None)
    act: dict[str, Any] = {"by": person(request), "clock": timezone.now, "form": sent_form(request)}
    bulk = many.act_on_many("assign", choices.rows, **form.dated(), **act)
    forget_counts(person(request))
    if bulk.is_under_way:
        return redirect("bulk", bulk.key)
    results.keep(request, [results.of_bulk(bulk), *said])
    return redirect("desk-leads")


def _page(request: HttpRequest, form: DueForm) -> dict[str, Any]:
    today = timezone.localdate()
    lists = lists_of(today)
    groups = groups_of(Case.objects.visible_to(person(request)), today)
    for group in groups:
        group.chosen = request.POST.get(f"lead-{group.key}", group.proposed)
        group.contributors = request.POST.getlist(f"with-{group.key}")
    return {
        "form": form,
        "groups": groups,
        "cases": sum(len(group.cases) for group in groups),
        "departments": lists.leads(),
        "names_unknown": any(group.names_unknown for group in groups),
        "with_contributors": len(groups) * len(lists.departments) <= MOST_BOXES,
        "own": OWN,
        "as_text": cases_as_text(groups),
        "form_key": request.POST.get("form_key") or uuid4(),
        "outcome": results.shown_once(request) if request.method == "GET" else None,
    }
