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
    said = [results.remark(left)] if (left := choices.left_alone()) else []
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
    lists = lists_of(timezone.localdate())
    groups = groups_of(Case.objects.visible_to(person(request)))
    names = dict(lists.leads())
    for group in groups:
        group.theme_lead = names.get(group.of_theme, "")
        offered = group.of_theme if group.theme_lead else group.proposed
        group.chosen = request.POST.get(f"lead-{group.key}", offered)
    return {
        "form": form,
        "groups": groups,
        "cases": sum(len(group.cases) for group in groups),
        "departments": lists.leads(),
        "own": OWN,
        "as_text": cases_as_text(groups),
        "form_key": request.POST.get("form_key") or uuid4(),
        "outcome": results.shown_once(request) if request.method == "GET" else None,
    }
