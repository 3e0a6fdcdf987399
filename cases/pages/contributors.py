"""Whom the lead asks to contribute to a case: asked several at once, withdrawn at once, asked again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.actions import Outcome
from cases.contributions import contributing
from cases.models import Case, Contribution
from cases.pages.contribution_forms import ContributorsForm, WithdrawForm
from cases.pages.kept import keeps_typed
from cases.pages.opened import case_for, person
from cases.people.models import Department
from cases.policy import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def contributors(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks with the form's fields; ``act`` in what is sent is ``withdraw`` or ``again`` for the others."""
    case = case_for(person(request), reference)
    if not contributing.may_ask(case, person(request)):
        raise PermissionDenied(_("Only the lead department or a coordinator asks for a contribution."))
    if request.method != "POST":
        return _page(request, case)
    act = {"withdraw": _withdraw, "again": _ask_again}.get(request.POST.get("act", ""), _ask)
    return act(request, case)


def _ask(request: HttpRequest, case: Case) -> HttpResponse:
    form = _form(case, request.POST)
    if not form.is_valid():
        return _page(request, case, status=422, form=form, problems=form)
    given = form.given()
    asked = given.pop("departments")
    outcomes = _each(request, case, asked, **given)
    if all(one.refusal for one in outcomes):
        refusal = " ".join(dict.fromkeys(one.refusal for one in outcomes))
        return _page(request, case, status=422, form=form, refusal=refusal)
    return _told(request, case, outcomes)


def _ask_again(request: HttpRequest, case: Case) -> HttpResponse:
    """Those of the last round, with the date that is sent; nothing else is chosen anew."""
    former = contributing.contributed_before(case)
    form = _form(case, request.POST, [one.department.code for one in former])
    if not form.is_valid():
        return _page(request, case, status=422, form=form, problems=form)
    outcomes = [
        outcome
        for one in former
        for outcome in _each(
            request, case, [one.department], due_on=form.cleaned_data["due_on"], must_agree=one.must_agree
        )
    ]
    return _told(request, case, outcomes)


def _withdraw(request: HttpRequest, case: Case) -> HttpResponse:
    form = WithdrawForm(request.POST, departments=_asked(case))
    if not form.is_valid():
        return _page(request, case, status=422, withdraw=form, problems=form)
    (outcome,) = contributing.withdraw_each(
        [case],
        department=form.chosen(),
        by=person(request),
        now=timezone.now(),
        comment=form.cleaned_data["reason"],
    )
    if outcome.refusal:
        return _page(request, case, status=422, withdraw=form, refusal=outcome.refusal)
    messages.success(request, _("%(case)s: withdrawn. Those concerned are told.") % {"case": case.reference})
    return redirect("case", case.reference)


def _each(request: HttpRequest, case: Case, departments: list[Department], **given: Any) -> list[Outcome]:
    act = {"by": person(request), "now": timezone.now(), **given}
    return [outcome for one in departments for outcome in contributing.ask_each([case], [one], **act)]


def _told(request: HttpRequest, case: Case, outcomes: list[Outcome]) -> HttpResponse:
    done = sum(not one.refusal for one in outcomes)
    if done:
        asked = ngettext("%(count)d department is asked.", "%(count)d departments are asked.", done)
        messages.success(request, f"{case.reference}: {asked % {'count': done}}")
    for refusal in dict.fromkeys(one.refusal for one in outcomes if one.refusal):
        messages.error(request, f"{case.reference}: {refusal}")
    return redirect("case", case.reference)


def _page(request: HttpRequest, case: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    asked = _asked(case)
    context = {
        "case": case,
        "form": _form(case),
        "withdraw": WithdrawForm(departments=asked) if asked else None,
    }
    return render(request, "cases/contributors.html", context | more, status=status)


def _form(case: Case, data: Any = None, chosen: list[str] | None = None) -> ContributorsForm:
    today = timezone.localdate()
    standing = Department.objects.standing_on(today).exclude(pk=case.lead_id or 0).with_names()
    departments = sorted(standing, key=lambda one: str(one).casefold())
    if data is not None and chosen is not None:
        data = data.copy()
        data.setlist("departments", chosen)
    initial = {"due_on": contributing.due_before(case, today)}
    return ContributorsForm(data, departments=departments, today=today, initial=initial)


def _asked(case: Case) -> list[Department]:
    """Those with an open contribution to the case, by name."""
    found = Contribution.objects.filter(answer=case.answer_id or 0).open().for_lists()
    return sorted((one.department for one in found), key=lambda one: str(one).casefold())
