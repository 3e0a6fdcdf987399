"""One person: who it is, roles, invitation, and what was changed; each act asks the rules of settling.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.handing_over import open_work
from cases.pages.kept import keeps_typed
from cases.pages.opened import person as reader_of
from cases.pages.settings.history import history_of
from cases.pages.settings.person_forms import NewPersonForm, PersonForm, RoleForm, ThemesForm
from cases.pages.settings.roles import roles_said
from cases.people import inviting, settling
from cases.people.carrying import held_in
from cases.people.models import Department, SettingsChange, User
from cases.people.roles import COORDINATOR, IN_DEPARTMENT, NATIONAL, grants_of
from cases.policy import settles
from cases.validating import settle_themes
from workflow.errors import Refused

SHOWN = 20
"""Of what is open, as many are named before somebody is switched off."""


@keeps_typed
@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Opens an account; the invitation goes out once the roles are given, on the page that opens then."""
    form = NewPersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = settling.add_person(**form.cleaned_data, by=reader_of(request), now=timezone.now())
        except Refused as refused:
            form.add_error("email", refused.sentence)
        else:
            messages.success(request, _("The account is open. Give the roles, then send the invitation."))
            return redirect("person", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/settings/person_new.html", {"form": form}, status=status)


@keeps_typed
@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """``then`` names the act that is sent."""
    shown = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return _page(request, shown)
    act = ACTS.get(request.POST.get("then", ""))
    if act is None:
        raise Http404
    try:
        return act(request, shown)
    except Refused as refused:
        return _page(request, get_object_or_404(User, pk=pk), refusal=refused.sentence, status=409)


@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what is open and who else is there; then switches off."""
    shown, by = get_object_or_404(User, pk=pk, is_active=True), reader_of(request)
    refusal = settling.why_not_switch_off(shown, by=by)
    if request.method == "POST" and not refusal:
        settling.switch_off(shown, by=by, now=timezone.now())
        messages.success(
            request, _("%(name)s does not sign in any more. Nothing was deleted.") % {"name": shown}
        )
        return redirect("person", pk)
    context = {
        "person": shown,
        "refusal": refusal,
        "left": _left(shown, by),
        "may_hand_over": COORDINATOR.held(grants_of(by), None),
    }
    return render(request, "cases/settings/person_off.html", context, status=409 if refusal else 200)


def _changed(request: HttpRequest, shown: User) -> HttpResponse:
    by = reader_of(request)
    form = PersonForm(request.POST, person=shown, by=by)
    if not form.is_valid():
        return _page(request, shown, form=form, status=422)
    if settling.change_person(shown, form.cleaned_data, by=by, now=timezone.now()):
        messages.success(request, _("Saved."))
    return redirect("person", shown.pk)


def _given(request: HttpRequest, shown: User) -> HttpResponse:
    by = reader_of(request)
    form = RoleForm(request.POST, by=by)
    if not form.is_valid():
        return _page(request, shown, role_form=form, status=422)
    given = form.cleaned_data
    settling.give(shown, given["role"], given["department"], by=by, now=timezone.now())
    messages.success(request, _("The role is given; it counts from now on."))
    return redirect("person", shown.pk)


def _taken(request: HttpRequest, shown: User) -> HttpResponse:
    role, code = request.POST.get("role", ""), request.POST.get("department", "")
    department = get_object_or_404(Department, code=code) if code else None
    if role not in (IN_DEPARTMENT if department else NATIONAL):
        raise Http404
    settling.take(shown, role, department, by=reader_of(request), now=timezone.now())
    messages.success(request, _("The role is taken; it counts no more."))
    return redirect("person", shown.pk)


def _themes(request: HttpRequest, shown: User) -> HttpResponse:
    form = ThemesForm(request.POST, person=shown)
    if not form.is_valid():
        return _page(request, shown, themes_form=form, status=422)
    settle_themes(shown, form.cleaned_data["themes"], by=reader_of(request), now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("person", shown.pk)


def _invited(request: HttpRequest, shown: User) -> HttpResponse:
    inviting.invite(shown, by=reader_of(request), now=timezone.now())
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": shown.email})
    return redirect("person", shown.pk)


def _taken_back(request: HttpRequest, shown: User) -> HttpResponse:
    inviting.take_back(shown, by=reader_of(request), now=timezone.now())
    messages.success(request, _("The link that was sent works no more."))
    return redirect("person", shown.pk)


def _brought_back(request: HttpRequest, shown: User) -> HttpResponse:
    settling.bring_back(shown, by=reader_of(request), now=timezone.now())
    messages.success(request, _("%(name)s may sign in again, with the roles of before.") % {"name": shown})
    return redirect("person", shown.pk)


ACTS: dict[str, Callable[[HttpRequest, User], HttpResponse]] = {
    "change": _changed,
    "give": _given,
    "take": _taken,
    "themes": _themes,
    "invite": _invited,
    "take-back": _taken_back,
    "bring-back": _brought_back,
}


def _page(
    request: HttpRequest, shown: User, *, form: PersonForm | None = None, role_form: RoleForm | None = None,
    themes_form: ThemesForm | None = None, refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    by, now = reader_of(request), timezone.now()
    roles = roles_said([shown.pk])[shown.pk]
    context: dict[str, Any] = {
        "person": shown,
        "roles": [one for one in roles if one.theme is None],
        "themes": [one.theme for one in roles if one.theme],
        "form": form or PersonForm(None, person=shown, by=by),
        "role_form": role_form or RoleForm(None, by=by),
        "themes_form": themes_form or ThemesForm(None, person=shown),
        "problems": next((one for one in (form, role_form, themes_form) if one), None),
        "why_not": settling.why_not_touch(shown, by=by),
        "why_not_invite": inviting.why_not_invite(shown, by=by),
        "invitation": shown.invitations.order_by("-at", "-pk").first(),
        "now": now,
        "is_self": shown == by,
        "history": history_of(SettingsChange.About.PERSON, shown.pk),
        "refusal": refusal,
    }
    return render(request, "cases/settings/person.html", context, status=status)


def _left(shown: User, by: User) -> list[dict[str, Any]]:
    """By department: what is open, and who else holds a role there."""
    units = [one.department for one in roles_said([shown.pk])[shown.pk] if one.department]
    known = {unit.pk: unit for unit in units}
    others: dict[int, set[str]] = {}
    for held in held_in(list(known)):
        if held.user != shown:
            others.setdefault(held.department_id, set()).add(held.user.name)
    return [
        {
            "department": unit,
            "cases": open_work(shown, unit, reader=by).for_lists().order_by("due_on", "pk")[:SHOWN],
            "count": open_work(shown, unit, reader=by).count(),
            "others": sorted(others.get(unit.pk, ())),
        }
        for unit in known.values()
    ]
