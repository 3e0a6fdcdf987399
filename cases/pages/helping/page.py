"""Help: the guides, those of one's own roles first; every page leads to the part that concerns it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.pages.helping.for_all import STANDINGS, WHAT_IF
from cases.pages.helping.guide import Guide
from cases.pages.helping.of_departments import OF_DEPARTMENTS
from cases.pages.helping.of_the_nation import OF_THE_NATION
from cases.people.roles import grants_of
from cases.people.settling import administers
from cases.policy import public

GUIDES = (*OF_DEPARTMENTS, *OF_THE_NATION)
# fmt: off
ABOUT: dict[str, str] = {
    "review":               "validator",
    "blocked":              "focal-point",
    "contribution":         "contributor",
    "contributors":         "focal-point",
    "more-time":            "focal-point",
    "sheet":                "away",
    "account":              "away",
    "my-roles":             "away",
    "hand-over":            "away",
    "reports":              "editor",
    "report":               "editor",
    "report-edit":          "editor",
    "desk":                 "coordinator",
    "desk-leads":           "coordinator",
    "rounds":               "coordinator",
    "round":                "coordinator",
    "round-new":            "coordinator",
    "reorganise":           "coordinator",
    "departments":          "coordinator",
    "escalations":          "coordinator",
    "escalation-agenda":    "coordinator",
    "settings":             "administrator",
    "people":               "administrator",
    "person":               "administrator",
    "settings-departments": "administrator",
    "translations":         "translator",
    "translation":          "translator",
    "settings-department":  "administrator",
    "webhooks":             "administrator",
    "webhook":              "administrator",
    "settings-words":       "coordinator",
    "settings-themes":      "coordinator",
    "settings-theme":       "coordinator",
    "settings-look":        "coordinator",
    "account_login":        "what-if",
}
"""The part that concerns a page, by the name of its address; other pages lead to the first of one's own."""
# fmt: on


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    own = own_guides(request.user)
    context = {
        "own": own,
        "others": [guide for guide in GUIDES if guide not in own],
        "standings": STANDINGS,
        "what_if": WHAT_IF,
    }
    return render(request, "cases/help.html", context)


def own_guides(user: Any) -> list[Guide]:
    """Those of the roles that the person holds, by right or lent; one query."""
    if not user.is_authenticated:
        return []
    grants = grants_of(user)
    held = grants.national.union(*grants.by_unit.values(), *grants.by_topic.values())
    return [
        guide
        for guide in GUIDES
        if held & set(guide.held) or (guide.code == "administrator" and administers(user))
    ]


def help_for(request: HttpRequest) -> str:
    """The address of the part that concerns this page."""
    match = getattr(request, "resolver_match", None)
    part = ABOUT.get(match.url_name or "" if match else "", "")
    return reverse("help") + (f"#{part}" if part else "")
