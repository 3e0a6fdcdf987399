"""The word budget of a report: its bar, always in sight, and the page by heading and by department."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.pages.opened import person
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER
from cases.policy import requires
from exports.budget.counts import Budget, budget_of
from exports.budget.shares import loads_of, planned_words
from exports.content import Content
from exports.models import Report
from exports.pages.opened import report_for


def printed(shown: Report) -> Content:
    """Of a frozen report the edition, of any other the text as it would be printed now."""
    return shown.edition.content if shown.edition else shown.text


def budget_for(shown: Report) -> Budget | None:
    """None before the report has a type; one query more than the report's text."""
    kind = shown.type
    return budget_of(printed(shown), kind, planned_words(shown, kind)) if kind else None


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def words(request: HttpRequest, reference: str) -> HttpResponse:
    """How many words each heading and each department has, of how many."""
    user = person(request)
    shown = report_for(user, reference)
    budget = budget_for(shown)
    context: dict[str, Any] = {"report": shown, "budget": budget}
    if budget is not None:
        context["loads"] = loads_of(shown, budget, user)
    return render(request, "exports/words.html", context)
