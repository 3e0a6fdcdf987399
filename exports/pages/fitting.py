"""Fitting the limit: what is beyond its share, and what can go: long passages, detail, what is said twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.pages.opened import person
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER
from cases.policy import requires
from cases.rounds.words import KEPT
from exports.budget.detail import annex_is_free, movable
from exports.budget.long import Long, even_share, long_passages
from exports.budget.shares import loads_of, shares_of_answers
from exports.budget.twice import said_twice
from exports.content import Content
from exports.kinds import Kind
from exports.models import Report
from exports.pages.budget import budget_for, printed
from exports.pages.opened import report_for

LONG_SHOWN = 50
DETAIL_SHOWN = 50


@dataclass(frozen=True)
class LongRow:
    """A passage beyond its share, with the departments that lead it."""

    long: Long
    leads: list[Department]


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def fitting(request: HttpRequest, reference: str) -> HttpResponse:
    """What is over, and what to do about it. The same queries, however many passages there are."""
    user = person(request)
    return fitting_page(request, report_for(user, reference))


def fitting_page(
    request: HttpRequest, shown: Report, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    user, kind, budget = person(request), shown.type, budget_for(shown)
    context: dict[str, Any] = {"report": shown, "budget": budget, "refusal": refusal}
    if kind is not None and budget is not None:
        loads = [one for one in loads_of(shown, budget, user) if one.excess]
        context |= {
            "parts": budget.by_excess,
            "loads": sorted(loads, key=lambda one: -one.excess),
            **_long(shown, kind, printed(shown), user),
            **_detail(kind, printed(shown)),
            "twice": said_twice(printed(shown)),
        }
    return render(request, "exports/fitting.html", context, status=status)


def _long(shown: Report, kind: Kind, content: Content, user: User) -> dict[str, Any]:
    share = even_share(content, kind.limit, KEPT)
    found = long_passages(content, shares_of_answers(shown, user), share=share)
    first = found[:LONG_SHOWN]
    codes = {code for one in first for code in one.departments}
    named = {one.code: one for one in Department.objects.with_names().filter(code__in=codes)}
    return {
        "long": [LongRow(one, [named[code] for code in one.departments if code in named]) for one in first],
        "long_count": len(found),
        "long_words": sum(one.excess for one in found),
    }


def _detail(kind: Kind, content: Content) -> dict[str, Any]:
    found = movable(content, kind)
    return {
        "detail": found[:DETAIL_SHOWN],
        "detail_more": max(len(found) - DETAIL_SHOWN, 0),
        "annex_is_free": annex_is_free(content, kind),
    }
