"""My roles: what one holds in which department, what is lent and borrowed, and the form to lend a role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.pages.forms import DayField
from cases.pages.opened import person
from cases.people import delegating
from cases.people.day_words import day_in_words
from cases.people.handing_over import hand_overs_of
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, grants_of
from cases.policy import signed_in
from cases.validating import themes_of
from workflow.errors import Refused
from workflow.grants import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


LATEST = 10


@dataclass(frozen=True)
class Held:
    """One role in one department, held by right."""

    department: Department
    codename: str
    label: StrOrPromise

    @property
    def ended(self) -> bool:
        """Whether the department is dissolved: the role opens what was closed there, and no more."""
        last = self.department.valid_until
        return last is not None and last < timezone.localdate()

    @property
    def value(self) -> str:
        return f"{self.department.code}:{self.codename}"


class LendForm(forms.Form):
    """Which role, to whom, from when until when."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    to = forms.ModelChoiceField(
        label=gettext_lazy("To"),
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("Choose a colleague of your department.")},
    )
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, held: list[Held], user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.held = {one.value: one for one in held}
        roles: Any = self.fields["role"]
        roles.choices = [(one.value, f"{one.label}, {one.department}") for one in held]
        people: Any = self.fields["to"]
        people.queryset = _colleagues([one.department for one in held], user)
        people.to_field_name = "email"

    def lend(self, user: User, now: datetime) -> str:
        """Lend it, and say so in a sentence. Raises Refused."""
        given, one = self.cleaned_data, self.held[self.cleaned_data["role"]]
        days = {"first_day": given["first_day"], "last_day": given["last_day"], "now": now}
        delegating.lend(one.codename, unit=one.department, by=user, to=given["to"], **days)
        told = _("%(name)s acts for you from %(first)s to %(last)s: %(role)s, %(department)s.")
        first, last = (day_in_words(given[name]) for name in ("first_day", "last_day"))
        names = {"name": given["to"], "role": one.label, "department": one.department}
        return told % {"first": first, "last": last, **names}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_roles(request: HttpRequest) -> HttpResponse:
    """Lends with the form's fields; ends the delegation whose key is sent as ``end``."""
    user, today = person(request), timezone.localdate()
    grants = grants_of(user)
    held = held_by_right(grants)
    standing = [one for one in held if not one.ended]
    if request.method == "POST" and "end" in request.POST:
        return _ended(request, user, today)
    form = LendForm(request.POST if request.method == "POST" else None, held=standing, user=user)
    refusal = ""
    if request.method == "POST" and standing and form.is_valid():
        try:
            messages.success(request, form.lend(user, timezone.now()))
            return redirect("my-roles")
        except Refused as refused:
            refusal = refused.sentence
    status = 422 if request.method == "POST" else 200
    context = {
        "held": held,
        "national": [role_name(codename) for codename in sorted(grants.national)],
        "themes": list(themes_of(user)) if grants.by_topic else [],
        "may_hand_over": COORDINATOR.held(grants, None),
        "hand_overs": list(hand_overs_of(user)[:LATEST]),
        "form": form if standing else None,
        "refusal": refusal,
        "delegations": [_line(one, user) for one in delegating.delegations_of(user, today=today)],
    }
    return render(request, "cases/my_roles.html", context, status=status)


def held_by_right(grants: Grants) -> list[Held]:
    """The person's own roles in departments, by department."""
    departments = Department.objects.with_names().in_bulk(list(grants.by_unit))
    found = [
        Held(departments[unit_id], codename, role_name(codename))
        for unit_id in grants.by_unit
        for codename in sorted(grants.held_by_right(unit_id))
    ]
    return sorted(found, key=lambda one: (str(one.department).casefold(), one.codename))


def role_name(codename: str) -> StrOrPromise:
    """What people call a role that is held on a department."""
    return dict(Department._meta.permissions)[codename]


def _colleagues(departments: list[Department], user: User) -> Any:
    people = User.objects.none()
    for department in departments:
        people = people | delegating.colleagues(department, of=user)
    return people


def _line(delegation: Any, user: User) -> dict[str, Any]:
    lent = delegation.lender_id == user.pk
    return {"delegation": delegation, "lent": lent, "role": role_name(delegation.codename)}


def _ended(request: HttpRequest, user: User, today: date) -> HttpResponse:
    mine = delegating.delegations_of(user, today=today)
    delegation = get_object_or_404(mine, key=request.POST["end"])
    delegating.end(delegation, by=user, now=timezone.now())
    messages.success(request, _("Ended: from now on everybody acts for themselves."))
    return redirect("my-roles")
