"""Handing over a person's work: to whom, for how long; a preview of what goes; then one act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.handing_over import open_work
from cases.pages.forms import DayField
from cases.pages.my_roles import role_name
from cases.pages.opened import person
from cases.people import delegating, handing_over
from cases.people.carrying import held_in
from cases.people.handing_over import Plan
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, grants_of
from cases.policy import signed_in
from workflow.errors import Conflict, Refused
from workflow.grants import Grants

FOR_DAYS, FOR_GOOD = "days", "good"


class HandOverForm(forms.Form):
    """Whose work in which department, to whom, for some days or for good."""

    whose = forms.ChoiceField(label=gettext_lazy("Whose work"))
    to = forms.ModelChoiceField(
        label=gettext_lazy("To"),
        queryset=User.objects.none(),
        to_field_name="email",
        empty_label=gettext_lazy("Choose a person"),
        error_messages={"required": gettext_lazy("Choose who takes it over.")},
    )
    how = forms.ChoiceField(
        label=gettext_lazy("For how long"),
        choices=[
            (FOR_DAYS, gettext_lazy("For some days: the roles are lent, and come back by themselves")),
            (FOR_GOOD, gettext_lazy("For good: the roles go from the one to the other")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say for how long.")},
    )
    first_day = DayField(label=gettext_lazy("First day"), required=False)
    last_day = DayField(label=gettext_lazy("Last day"), required=False)
    switch_off = forms.BooleanField(
        label=gettext_lazy("Switch the account off: this person leaves"), required=False
    )

    def __init__(self, data: Any, *, user: User, grants: Grants, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.offered = _offered(user, grants)
        fields: Any = self.fields
        fields["whose"].choices = [
            (value, f"{one.user}, {unit}") for value, (one, unit) in self.offered.items()
        ]
        coordinates = COORDINATOR.held(grants, None)
        fields["to"].queryset = _takers(user, self.offered, coordinates)
        if not coordinates:
            del fields["switch_off"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("how") == FOR_DAYS:
            for name, sentence in (
                ("first_day", _("Give the first day.")),
                ("last_day", _("Give the last day.")),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return given

    def plan(self) -> Plan:
        given = self.cleaned_data
        one, unit = self.offered[given["whose"]]
        days = (given["first_day"], given["last_day"]) if given["how"] == FOR_DAYS else None
        return Plan(unit, one.user, given["to"], days, bool(given.get("switch_off")) and days is None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """``then`` says what is sent: to be shown what goes, to go back to the form, or to do it."""
    user = person(request)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        user=user,
        grants=grants_of(user),
        initial={"whose": request.GET.get("whose", ""), "how": FOR_DAYS},
    )
    if request.method != "POST" or request.POST.get("then") == "change":
        return _filled_in(request, form)
    if not form.is_valid():
        return _filled_in(request, form, status=422)
    plan = form.plan()
    if refusal := handing_over.why_not(plan, by=user, now=timezone.now()):
        return _filled_in(request, form, str(refusal), 422)
    return (
        _done(request, form, plan) if request.POST.get("then") == "confirm" else _preview(request, form, plan)
    )


def _done(request: HttpRequest, form: HandOverForm, plan: Plan) -> HttpResponse:
    user = person(request)
    open_cases = _references(plan, user)
    try:
        handing_over.hand_over(
            plan, open_cases, seen=request.POST.get("seen", ""), by=user, now=timezone.now()
        )
    except Conflict as changed:
        return _preview(request, form, plan, changed.sentence, 409)
    except Refused as refused:
        return _preview(request, form, plan, refused.sentence, 422)
    messages.success(
        request,
        _("Handed over: the work of %(leaver)s is with %(to)s.") % {"leaver": plan.leaver, "to": plan.to},
    )
    return redirect("my-roles")


def _filled_in(
    request: HttpRequest, form: HandOverForm, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "refusal": refusal}
    return render(request, "cases/hand_over.html", context, status=status)


def _preview(
    request: HttpRequest, form: HandOverForm, plan: Plan, refusal: str = "", status: int = 200
) -> HttpResponse:
    today, user = timezone.localdate(), person(request)
    cases = list(open_work(plan.leaver, plan.unit, reader=user).for_lists().order_by("due_on", "pk"))
    references = [case.reference for case in cases]
    lent = handing_over.lent_by(plan, today) if plan.days is None else []
    context = {
        "plan": plan,
        "roles": [role_name(codename) for codename in plan.roles],
        "cases": cases,
        "lent": [{"one": one, "role": role_name(one.codename)} for one in lent],
        "hidden": [(bound.html_name, bound.value()) for bound in form if bound.value()],
        "seen": handing_over.digest(plan, references, today=today),
        "refusal": refusal,
    }
    return render(request, "cases/hand_over_preview.html", context, status=status)


def _references(plan: Plan, reader: User) -> list[str]:
    cases = open_work(plan.leaver, plan.unit, reader=reader).select_related("recommendation")
    return [case.reference for case in cases]


def _offered(user: User, grants: Grants) -> dict[str, Any]:
    """Whose work this person may hand over, each with the department: the own, then by name."""
    units = Department.objects.standing_on(timezone.localdate()).with_names()
    if not COORDINATOR.held(grants, None):
        units = units.filter(pk__in=list(grants.by_unit))
    known = {unit.pk: unit for unit in units}
    found = {
        f"{one.user.pk}-{one.department_id}": (one, known[one.department_id])
        for one in held_in(list(known))
        if may_be_handed(user, one, grants)
    }
    return dict(
        sorted(found.items(), key=lambda row: (row[1][0].user != user, str(row[1][0].user).casefold()))
    )


def may_be_handed(user: User, held: Any, grants: Grants) -> bool:
    """As :func:`handing_over.may_hand_over`, of many with the grants at hand."""
    heads = "sign_off" in grants.held_by_right(held.department_id)
    return held.user == user or heads or COORDINATOR.held(grants, None)


def _takers(user: User, offered: dict[str, Any], coordinates: bool) -> Any:
    """Who may take it over: colleagues of these departments; for a coordinator anybody who is active."""
    if coordinates:
        return User.objects.filter(is_active=True).order_by("name", "pk")
    people = User.objects.none()
    for unit in {unit.pk: unit for _one, unit in offered.values()}.values():
        people = people | delegating.colleagues(unit, of=User())
    return people.order_by("name", "pk")
