"""People: everybody with roles in words, last sign-in and standing; found by name, role or department."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.models import TermUserPermission
from cases.pages.settings.roles import role_label, roles_said
from cases.people.models import (
    Department,
    DepartmentGroupPermission,
    DepartmentUserPermission,
    Invitation,
    User,
)
from cases.people.roles import IN_DEPARTMENT, NATIONAL
from cases.policy import settles

PER_PAGE = 50
ACTIVE, OFF, INVITED, NEVER = "active", "off", "invited", "never"


class Filter(forms.Form):
    """What narrows the list down; whatever cannot be read narrows nothing."""

    q = forms.CharField(label=gettext_lazy("Name or e-mail"), max_length=200, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Department"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("Any"),
    )
    standing = forms.ChoiceField(
        label=gettext_lazy("Standing"),
        required=False,
        choices=[
            ("", gettext_lazy("All who are active")),
            (INVITED, gettext_lazy("Invited, not yet come")),
            (NEVER, gettext_lazy("Never signed in")),
            (OFF, gettext_lazy("Switched off")),
        ],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="people_%s")
        fields: Any = self.fields
        names = [(role, capfirst(str(role_label(role)))) for role in (*NATIONAL, *IN_DEPARTMENT)]
        fields["role"].choices = [("", gettext_lazy("Any")), *names]
        fields["department"].queryset = Department.objects.with_names().order_by("code")

    def found(self) -> Any:
        self.is_valid()
        asked, now = self.cleaned_data, timezone.now()
        invited = Invitation.objects.open_at(now).filter(person=OuterRef("pk"))
        people = User.objects.annotate(invited=Exists(invited)).order_by("name", "pk")
        people = people.filter(is_active=asked.get("standing") != OFF)
        if asked.get("standing") == INVITED:
            people = people.filter(invited=True)
        if asked.get("standing") == NEVER:
            people = people.filter(last_login__isnull=True)
        if words := asked.get("q"):
            people = people.filter(Q(name__icontains=words) | Q(email__icontains=words))
        if asked.get("role") or asked.get("department"):
            people = people.filter(_holding(asked.get("role") or "", asked.get("department")))
        return people


@settles()
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = Filter(request.GET)
    page = Paginator(form.found(), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    said = roles_said([one.pk for one in shown])
    context = {
        "form": form,
        "page": page,
        "rows": [{"person": one, "roles": said[one.pk]} for one in shown],
        "narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "cases/settings/people.html", context)


def _holding(role: str, department: Department | None) -> Q:
    """Who holds the role, in the department if one is named; without a role, any there."""
    if role in NATIONAL and department is None:
        held = {"groups__permissions__codename": NATIONAL[role]}
        themes = TermUserPermission.objects.filter(permission__codename=NATIONAL[role]).values("user")
        return Q(pk__in=User.objects.filter(**held).values("pk")) | Q(pk__in=themes)
    wanted: dict[str, Any] = {"permission__codename": (IN_DEPARTMENT | NATIONAL)[role]} if role else {}
    wanted |= {"content_object": department} if department else {}
    by_group = DepartmentGroupPermission.objects.filter(**wanted).values("group__user")
    direct = DepartmentUserPermission.objects.filter(**wanted).values("user")
    return Q(pk__in=by_group) | Q(pk__in=direct)
