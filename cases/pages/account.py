"""My account: name, language, who acts for me while I am away, password, sessions, and what is kept of me."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.handing_over import open_work
from cases.pages.forms import DayField
from cases.pages.kept import keeps_typed
from cases.pages.my_roles import held_by_right, role_name
from cases.pages.opened import person
from cases.people import delegating, handing_over, own_account
from cases.people.day_words import day_in_words
from cases.people.handing_over import Plan
from cases.people.languages import interface_languages
from cases.people.models import Department, User
from cases.people.roles import grants_of, holders
from cases.policy import signed_in
from workflow.errors import Refused


class OwnForm(forms.Form):
    """Name and language."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, initial={"name": user.name, "language": user.language})
        known: Any = self.fields["language"]
        known.choices = [
            ("", gettext_lazy("That of my department, or of the country")),
            *interface_languages(),
        ]


class AwayForm(forms.Form):
    """From when until when somebody acts for me in one department, and who."""

    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(label=gettext_lazy("Last day"))
    to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who acts for me"),
        to_field_name="email",
        empty_label=gettext_lazy("Choose a colleague"),
        error_messages={"required": gettext_lazy("Choose who acts for you.")},
    )

    def __init__(self, data: Any, *, user: User, unit: Department) -> None:
        colleagues = delegating.colleagues(unit, of=user)
        super().__init__(
            data, auto_id=f"away-{unit.pk}-%s", initial={"to": _only_alternate(unit, colleagues)}
        )
        self.unit = unit
        fields: Any = self.fields
        fields["to"].queryset = colleagues


def _only_alternate(unit: Department, colleagues: QuerySet[User]) -> User | None:
    """Whom one names first: the alternate, where there is one."""
    alternates = list(colleagues.filter(pk__in=holders(unit.pk, "stand_in"))[:2])
    return alternates[0] if len(alternates) == 1 else None


@keeps_typed
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """``then`` names the form that is sent."""
    if request.method != "POST":
        return _page(request)
    act = ACTS.get(request.POST.get("then", ""))
    if act is None:
        raise Http404
    return act(request)


def _own(request: HttpRequest) -> HttpResponse:
    form = OwnForm(request.POST, user=person(request))
    if not form.is_valid():
        return _page(request, own=form, status=422)
    if own_account.change_own(person(request), form.cleaned_data, now=timezone.now()):
        messages.success(request, _("Saved."))
    return redirect("account")


def _away(request: HttpRequest) -> HttpResponse:
    """All roles in the department are lent for these days; it can be ended early."""
    user = person(request)
    unit = next((one for one in _units(user) if one.code == request.POST.get("unit")), None)
    if unit is None:
        raise Http404
    form = AwayForm(request.POST, user=user, unit=unit)
    if not form.is_valid():
        return _page(request, away=form, status=422)
    given = form.cleaned_data
    plan = Plan(unit, user, given["to"], (given["first_day"], given["last_day"]))
    now, cases = timezone.now(), open_work(user, unit, reader=user).select_related("recommendation")
    references = [case.reference for case in cases]
    seen = handing_over.digest(plan, references, today=timezone.localdate(now))
    try:
        handing_over.hand_over(plan, references, seen=seen, by=user, now=now)
    except Refused as refused:
        return _page(request, away=form, refusal=refused.sentence, status=409)
    said = {
        "name": given["to"],
        "first": day_in_words(given["first_day"]),
        "last": day_in_words(given["last_day"]),
    }
    messages.success(request, _("%(name)s acts for you from %(first)s to %(last)s.") % said)
    return redirect("account")


def _end(request: HttpRequest) -> HttpResponse:
    mine = delegating.delegations_of(person(request), today=timezone.localdate())
    delegation = mine.filter(key=request.POST.get("key", "")).first()
    if delegation is None:
        raise Http404
    delegating.end(delegation, by=person(request), now=timezone.now())
    messages.success(request, _("Ended: from now on everybody acts for themselves."))
    return redirect("account")


def _sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """This browser goes on; all others are asked to sign in again."""
    user = own_account.end_sessions(person(request), now=timezone.now())
    update_session_auth_hash(request, user)
    messages.success(request, _("Every other browser is signed out. This one goes on."))
    return redirect("account")


ACTS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "own": _own,
    "away": _away,
    "end": _end,
    "sign-out": _sign_out_everywhere,
}


def _page(
    request: HttpRequest, *, own: OwnForm | None = None, away: AwayForm | None = None, refusal: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    user, today = person(request), timezone.localdate()
    lent = delegating.delegations_of(user, today=today).filter(lender=user)
    context = {
        "own": own or OwnForm(None, user=user),
        "away": [
            away if away and away.unit == unit else AwayForm(None, user=user, unit=unit)
            for unit in _units(user)
        ],
        "lent": [{"one": one, "role": role_name(one.codename)} for one in lent],
        "problems": own or away,
        "refusal": refusal,
    }
    return render(request, "cases/account.html", context, status=status)


def _units(user: User) -> list[Department]:
    """The departments in which the person holds a role that may be lent."""
    held = {one.department.pk: one.department for one in held_by_right(grants_of(user)) if not one.ended}
    return list(held.values())
