"""The first page of the settings: where to find what, and what was changed last."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.pages.opened import person
from cases.pages.settings.history import latest_changes
from cases.people.roles import COORDINATOR, grants_of
from cases.people.settling import administers
from cases.policy import settles


@settles()
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user = person(request)
    context = {
        "coordinates": COORDINATOR.held(grants_of(user), None),
        "administers": administers(user),
        "history": latest_changes(),
    }
    return render(request, "cases/settings/index.html", context)
