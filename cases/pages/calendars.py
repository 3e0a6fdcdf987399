"""Calendars: which days are off and at what hours one works; a change shows which due dates it would move."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import calendar_changes
from cases.pages.calendar_change import ChangeForm
from cases.pages.calendar_forms import CHANGES, NewForm
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.settings.history import history_of, history_of_all
from cases.people.calendars import departments_of
from cases.people.models import Calendar, SettingsChange
from cases.people.roles import COORDINATOR
from cases.policy import requires
from workflow.errors import Refused

MOVE, LEAVE = "move", "leave"


@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """All calendars, and the form for another one."""
    form = NewForm(request.POST or None, calendar=Calendar(), by=person(request))
    if request.method == "POST" and form.is_valid():
        return _changed(request, form, "calendars")
    known = list(Calendar.objects.order_by("pk"))
    default = Calendar.default()
    rows = [{"calendar": one, "departments": departments_of(one).count()} for one in known[:LISTED]]
    history = history_of_all(SettingsChange.About.CALENDAR)
    context = {"rows": rows, "default": default, "form": form, "history": history}
    return render(request, "cases/calendars.html", context, status=422 if form.errors else 200)


@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """One calendar with a year of its holidays; ``change`` names the form that was sent."""
    shown = get_object_or_404(Calendar.objects.with_days(), code=code)
    sent = request.POST.get("change", "")
    if request.method != "POST":
        return _page(request, shown)
    if sent not in CHANGES:
        raise Http404
    form = CHANGES[sent](request.POST, request.FILES, calendar=shown, by=person(request))
    if form.is_valid():
        return _changed(request, form, "calendar", code)
    return _page(request, shown, {sent: form}, problems=form, status=422)


LISTED = 50


def _changed(request: HttpRequest, form: ChangeForm, page: str, *names: str) -> HttpResponse:
    """Saved where nothing else would change; else shown, until it is said what becomes of the dates."""
    moves = calendar_changes.preview(form.make, by=person(request))
    decided = request.POST.get("dates", "")
    if decided not in (MOVE, LEAVE) and (moves or form.shows_days):
        return _preview(request, form, moves)
    act: dict[str, Any] = {"by": person(request), "now": timezone.now(), "reason": form.said()}
    seen = request.POST.get("seen") or calendar_changes.digest([])
    try:
        moved = calendar_changes.make(form.make, seen=seen, moving=decided == MOVE, **act)
    except Refused as refused:
        return _preview(request, form, moves, refused.sentence)
    messages.success(request, f"{form.said()} {_told(len(moved), decided)}")
    return redirect(page, *names)


def _told(moved: int, decided: str) -> str:
    if not moved:
        return _("No due date moves.")
    words = (
        _("Due dates moved: %(count)d.") if decided == MOVE else _("Due dates left as they are: %(count)d.")
    )
    return words % {"count": moved}


def _preview(request: HttpRequest, form: ChangeForm, moves: list[Any], refusal: str = "") -> HttpResponse:
    context = {
        "form_said": form.said(),
        "moves": moves,
        "carried": form.carried(),
        "seen": calendar_changes.digest(moves),
        "compared": getattr(form, "compared", None),
        "refusal": refusal,
        "back": request.path,
    }
    return render(request, "cases/calendar_preview.html", context, status=409 if refusal else 200)


def _page(
    request: HttpRequest, shown: Calendar, bound: dict[str, ChangeForm] | None = None, *,
    problems: ChangeForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    year = _year(request)
    by = person(request)
    blank = {
        "package": {"initial": {"year": year}},
    }
    forms = {
        name.replace("-", "_"): CHANGES[name](calendar=shown, by=by, **blank.get(name, {}))
        for name in ("calendar", "add", "hours", "package", "file")
    } | (bound or {})
    of_year = [one for one in shown.holidays.all() if one.on.year == year]
    context = {
        "calendar": shown,
        "year": year,
        "holidays": sorted(of_year, key=lambda one: (one.on, one.pk)),
        "estimated": sum(one.estimated for one in of_year),
        "hours": shown.special_hours.order_by("-first_day"),
        "departments": departments_of(shown).with_names(),
        "forms": forms,
        "problems": problems,
        "history": history_of(SettingsChange.About.CALENDAR, shown.pk),
    }
    return render(request, "cases/calendar.html", context, status=status)


def _year(request: HttpRequest) -> int:
    asked = whole_number(request.GET.get("year", ""), most=2100)
    return asked if asked is not None and asked >= 2000 else timezone.localdate().year
