"""More time: the form with which a department asks for it, and the steps on its request."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.blocking import reason_given
from cases.extensions import extending
from cases.models import Block, Case, Extension
from cases.pages.asked import TAKEN, Asked, open_request, requests_of
from cases.pages.due_fields import hint_at_day_off
from cases.pages.kept import keeps_typed
from cases.pages.opened import case_for, person
from cases.pages.step_form import StepForm
from cases.pages.steps import STATUS
from cases.people.days import today_of
from cases.people.roles import grants_of
from cases.policy import signed_in
from workflow import may
from workflow.errors import Refused
from workflow.step import Step

# fmt: off
DONE = {
    "ask":      gettext_lazy("%(case)s: you asked for more time. A coordinator is told, and decides."),
    "grant":    gettext_lazy("%(case)s: more time granted. The department is told of the new date."),
    "refuse":   gettext_lazy("%(case)s: more time refused. The department is told why."),
    "withdraw": gettext_lazy("%(case)s: you withdrew the request. The due date stays as it is."),
}
# fmt: on


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(person(request), reference)
    asked = Extension(answer=case.answer, lead=case.lead)
    return _answer(request, case, asked, Extension.process.steps["ask"])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def step(request: HttpRequest, reference: str, number: int, name: str) -> HttpResponse:
    case = case_for(person(request), reference)
    seen = Extension.objects.visible_to(person(request)).filter(answer=case.answer_id or 0)
    asked = get_object_or_404(seen, pk=number)
    if name not in TAKEN:
        raise Http404
    return _answer(request, case, asked, Extension.process.steps[name])


def _answer(request: HttpRequest, case: Case, asked: Extension, chosen: Step) -> HttpResponse:
    if not chosen.role.held_for(grants_of(person(request)), asked):
        sentence = _("“%(step)s” is for the %(role)s.")
        raise PermissionDenied(sentence % {"step": chosen.label, "role": chosen.role.label})
    if request.method == "POST":
        return _taken(request, case, asked, chosen)
    refusal = _refusal(request, asked, chosen)
    form = None if refusal else _form(request, case, asked, chosen)
    return _page(request, case, chosen, form, refusal, 409 if refusal else 200)


def _taken(request: HttpRequest, case: Case, asked: Extension, chosen: Step) -> HttpResponse:
    form = _form(request, case, asked, chosen)
    if not form.is_valid():
        return _page(request, case, chosen, form, "", 422)
    act: dict[str, Any] = {"by": person(request), "now": timezone.now()} | form.given()
    act["comment"] = form.cleaned_data.get("reason", "")
    try:
        if asked.pk is None:
            extending.ask_for_more_time(case, **act)
        else:
            extending.take_request_step(asked, chosen.name, seen=form.cleaned_data["seen"], **act)
    except Refused as refused:
        return _page(request, case, chosen, form, refused.sentence, STATUS.get(type(refused), 422))
    dated = form.given()
    hint_at_day_off(request, dated.get("wanted_on") or dated.get("granted_on"), asked.lead)
    messages.success(request, str(DONE[chosen.name]) % {"case": case.reference})
    return redirect("case", case.reference)


def _refusal(request: HttpRequest, asked: Extension, chosen: Step) -> str:
    """Why the step is not open; the role was seen to before."""
    openings = may.available(asked, person(request), now=timezone.now())
    found = next((one for one in openings if one.step == chosen), None)
    return str(found.refusal) if found else _("The request for more time is settled already.")


def _form(request: HttpRequest, case: Case, asked: Extension, chosen: Step) -> StepForm:
    initial = {"seen": asked.version, "granted_on": asked.wanted_on}
    if asked.pk is None and request.method != "POST":
        initial["reason"] = reason_given(case, Block.What.TIME, person(request))
    return StepForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        case=case,
        step=chosen,
        user=person(request),
        today=today_of(case.lead, timezone.now()),
    )


def _page(
    request: HttpRequest, case: Case, chosen: Step, form: StepForm | None, refusal: str, status: int
) -> HttpResponse:
    """Where it moved meanwhile the way goes to the case first; what was typed stays on the page."""
    asked = _asked(request, case)
    context = {
        "case": case,
        "step": chosen,
        "form": form if form is None or form.visible_fields() else None,
        "refusal": refusal,
        "seen": asked.request.version if asked else 0,
        "moved": status == 409,
        "asked": asked,
        "action": request.path,
    }
    return render(request, "cases/step.html", context, status=status)


def _asked(request: HttpRequest, case: Case) -> Asked | None:
    user = person(request)
    return open_request(case, requests_of(case, user), user, grants_of(user), timezone.now())
