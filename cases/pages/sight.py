"""Who sees a case for its own sake: the page on which it is restricted to persons named, and lent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.models import Case
from cases.models.access import loans, named
from cases.pages.forms import DayField, TextField
from cases.pages.kept import keeps_typed
from cases.pages.opened import case_for, person
from cases.pages.steps import STATUS, after_step
from cases.people.models import User
from cases.people.roles import COORDINATOR, EDITOR, IN_DEPARTMENT, OBSERVER, TRANSLATOR, VALIDATOR, grants_of
from cases.policy import signed_in
from workflow import may
from workflow.errors import Refused
from workflow.roles import InUnit, one_of

CONCERNED = one_of(
    InUnit(gettext_lazy("of the department"), tuple(IN_DEPARTMENT.values())),
    COORDINATOR,
    VALIDATOR,
    EDITOR,
    TRANSLATOR,
    OBSERVER,
    label=gettext_lazy("whose roles show the case"),
)
"""To name somebody else is of no use: being named gives no role."""


class ReasonForm(forms.Form):
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = TextField(
        label=gettext_lazy("Reason"),
        rows=3,
        error_messages={"required": gettext_lazy("Give a reason: those concerned will read it.")},
    )

    def given(self) -> dict[str, Any]:
        """What the step is given."""
        return {"comment": self.cleaned_data["reason"]}


class PersonForm(forms.Form):
    """Somebody, by the e-mail with which one signs in."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    person = forms.EmailField(
        label=gettext_lazy("E-mail of the person"),
        error_messages={"required": gettext_lazy("Say who, by the e-mail with which they sign in.")},
        widget=forms.EmailInput({"list": "concerned", "autocomplete": "off"}),
    )

    def clean_person(self) -> User:
        found = User.objects.filter(email__iexact=self.cleaned_data["person"]).first()
        if found is None:
            raise forms.ValidationError(_("Nobody signs in with this e-mail."))
        return found

    def given(self) -> dict[str, Any]:
        """What the step is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class LoanForm(PersonForm):
    """To whom, and until when."""

    last_day = DayField(
        label=gettext_lazy("Last day"), error_messages={"required": gettext_lazy("Say until which day.")}
    )


@dataclass(frozen=True)
class Way:
    """One step that is taken on this page: its form, and what is said when it was taken."""

    form: type[forms.Form]
    done: Any


WAYS = {
    "restrict": Way(
        ReasonForm,
        gettext_lazy("%(case)s is restricted. You alone are named in it: name who else should see it."),
    ),
    "lift_restriction": Way(ReasonForm, gettext_lazy("%(case)s is not restricted any more.")),
    "name_person": Way(PersonForm, gettext_lazy("%(person)s is named in %(case)s.")),
    "lend": Way(LoanForm, gettext_lazy("%(case)s is lent to %(person)s, who gets a mail.")),
    "end_loan": Way(PersonForm, gettext_lazy("The loan to %(person)s is over.")),
    "unname_person": Way(PersonForm, gettext_lazy("%(person)s is named in %(case)s no longer.")),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def sight(request: HttpRequest, reference: str) -> HttpResponse:
    """Takes the step that is sent as ``step``, with the fields of its form."""
    case = case_for(person(request), reference)
    if request.method != "POST":
        return _page(request, case)
    name = request.POST.get("step", "")
    if name not in WAYS:
        raise Http404
    form: Any = WAYS[name].form(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return _page(request, case, status=422, problems=form, **{name: form})
    act = {"by": person(request), "now": timezone.now(), "seen": form.cleaned_data["seen"]}
    try:
        actions.take_step(case, name, **act, **form.given())
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, case, status=status, refusal=refused.sentence, **{name: form})
    said = {"case": case.reference, "person": form.cleaned_data.get("person", "")}
    messages.success(request, str(WAYS[name].done) % said)
    seen = Case.objects.visible_to(person(request)).filter(pk=case.pk).exists()
    return redirect("case-sight", reference) if seen else after_step(request, case)


def _page(request: HttpRequest, case: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    """``more`` is what a refusal shows again: the sentence, and the form as it was filled in."""
    user = person(request)
    found = may.available(case, user, now=timezone.now(), grants=grants_of(user))
    steps = {one.step.name: one.step for one in found if one.is_open and one.step.name in WAYS}
    open_forms = {name: more.pop(name, None) or WAYS[name].form(auto_id=f"{name}_%s") for name in steps}
    context = {
        "case": case,
        "steps": steps,
        "forms": open_forms,
        "named": _people(case),
        "loans": list(loans().filter(content_object=case.pk).select_related("user").order_by("last_day")),
        "concerned": _concerned(case) if "name_person" in steps else [],
    }
    return render(request, "cases/sight.html", context | more, status=status)


def _people(case: Case) -> list[User]:
    rows = named().filter(content_object=case.pk, user__is_active=True).select_related("user")
    return [row.user for row in rows.order_by("user__name", "user")]


def _concerned(case: Case) -> list[User]:
    """Whom one may want to name: all whose roles would show them the case."""
    people = may.who_holds(CONCERNED, [case])[case.pk]
    return list(User.objects.filter(pk__in=people).order_by("name", "pk"))
