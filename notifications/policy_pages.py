"""Settings > Reminders: the numbers of the ladder, what they would do, and how they were changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.pages.opened import person
from cases.pages.settings.history import history_of_site
from cases.pages.since_shown import renewed, say_both
from cases.people.roles import COORDINATOR, grants_of
from cases.policy import settles
from notifications import policy_settling as settling
from notifications.ahead.asked import AskedForm, shown
from notifications.policy import DEFAULTS, Policy, current
from notifications.policy_form import PolicyForm, standing
from workflow.errors import Refused


@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """``then`` names what is sent: save, look or defaults."""
    stands, seen = current(), settling.mark()
    if request.method != "POST":
        return _page(request, PolicyForm(stands=stands), seen=seen)
    then, seen = request.POST.get("then", ""), request.POST.get("seen", "")
    if then == "defaults":
        return _saved(request, PolicyForm(stands=stands), DEFAULTS, seen)
    form = PolicyForm(request.POST, stands=stands)
    if not form.is_valid():
        return _page(request, form, seen=seen, status=422)
    if then == "look":
        return _page(request, form, seen=seen, tried=form.policy())
    return _saved(request, form, form.policy(), seen)


def _saved(request: HttpRequest, form: PolicyForm, policy: Policy, seen: str) -> HttpResponse:
    try:
        changed = settling.save(policy, by=person(request), now=timezone.now(), seen=seen)
    except Refused as refused:
        again = _still_typed(request, form)
        return _page(request, again, seen=settling.mark(), refusal=refused.sentence, status=409)
    messages.success(request, _("Saved.") if changed else _("Nothing differs, so nothing was saved."))
    return redirect("settings-reminders")


def _still_typed(request: HttpRequest, form: PolicyForm) -> PolicyForm:
    """What was typed, on top of the numbers as they are now; those numbers, where nothing was."""
    stands = current()
    if not form.is_bound:
        return PolicyForm(stands=stands)
    data, both = renewed(request.POST, standing(asdict(stands)))
    again = PolicyForm(data, stands=stands)
    say_both(again, both)
    return again


def _page(
    request: HttpRequest, form: PolicyForm, *, seen: str, tried: Policy | None = None, refusal: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """``tried``: the numbers of which is shown what they would do."""
    now: datetime = timezone.now()
    asked = AskedForm(request.POST if tried else None, now=now)
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "seen": seen,
        "refusal": refusal,
        "is_default": current() == DEFAULTS,
        "history": history_of_site(settling.CHANGED, settling.PUT_BACK),
        "coordinates": COORDINATOR.held(grants_of(person(request)), None),
    }
    if tried is not None:
        context |= shown(asked, now, tried, person(request), 1) | {"tried": tried}
    return render(request, "notifications/ahead/settings.html", context, status=status)
