"""A step of a case: the form that its needs ask for, and the taking of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.alike.offering import Offer, offers_for
from cases.blocking import reason_given
from cases.models import Block, Case
from cases.pages import told
from cases.pages.due_fields import hint_at_day_off
from cases.pages.kept import keeps_typed
from cases.pages.opened import case_for, person
from cases.pages.openings import ELSEWHERE, IN_REVIEW
from cases.pages.step_form import StepForm
from cases.people.days import today_of
from cases.people.models import User
from cases.people.roles import COORDINATOR, grants_of
from cases.policy import signed_in
from workflow.errors import Conflict, NotAllowed, Refused, WrongState
from workflow.step import Step

STATUS: dict[type[Refused], int] = {NotAllowed: 403, WrongState: 409, Conflict: 409}
"""What HTTP calls each refusal; all others are 422."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def step(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    case = case_for(person(request), reference)
    chosen = _step_named(name)
    if name in IN_REVIEW:
        return redirect("review", reference)
    if request.method == "POST":
        return _taken(request, case, chosen)
    _ask_for_role(case, chosen, person(request))
    if case.state not in chosen.sources:
        sentence = _("The case stands at “%(state)s” now, where this step is not possible.")
        return _page(request, case, chosen, None, sentence % {"state": case.standing}, 409)
    return _page(request, case, chosen, _form(request, case, chosen), "", 200)


def after_step(request: HttpRequest, case: Case) -> HttpResponse:
    """Back to the case; or to my work, where the step took it out of sight."""
    if Case.objects.visible_to(person(request)).filter(pk=case.pk).exists():
        return redirect("case", case.reference)
    return redirect("my-work")


def _taken(request: HttpRequest, case: Case, chosen: Step) -> HttpResponse:
    form = _form(request, case, chosen)
    if not form.is_valid():
        return _page(request, case, chosen, form, "", 422)
    reason, seen = form.cleaned_data.get("reason", ""), form.cleaned_data["seen"]
    try:
        events = actions.take_step(
            case,
            chosen.name,
            by=person(request),
            now=timezone.now(),
            comment=reason,
            seen=seen,
            **form.given(),
        )
    except Refused as refused:
        return _page(request, case, chosen, form, refused.sentence, STATUS.get(type(refused), 422))
    messages.success(request, f"{case.reference}: {told.taken(case, events)}")
    hint_at_day_off(request, form.given().get("due_on"), case.lead)
    return after_step(request, case)


def _form(request: HttpRequest, case: Case, chosen: Step) -> StepForm:
    initial: dict[str, Any] = {"seen": case.version}
    if chosen.name == "hand_back" and request.method != "POST":
        initial["reason"] = reason_given(case, Block.What.NOT_OURS, person(request))
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
    """``seen`` is the present version again: who reads the refusal has been told of the change.

    Where the case ``moved`` meanwhile the way goes to the case first; what was typed stays on the page.
    """
    moved = status == 409
    if moved and form is not None and not form.visible_fields():
        form = None
    context = {"case": case, "step": chosen, "form": form, "refusal": refusal, "seen": case.version}
    if form is not None and "lead" in form.fields:
        context["similar"] = offers = _offered(case, person(request))
        form.offer([one.department for one in offers])
    context |= {"moved": moved, "action": reverse("case-step", args=[case.reference, chosen.name])}
    return render(request, "cases/step.html", context, status=status)


def _offered(case: Case, user: User) -> list[Offer]:
    """Who answered similar texts, for a coordinator, who sees who leads and contributes to what."""
    if not COORDINATOR.held(grants_of(user), None):
        return []
    offers = offers_for({case.pk: [case]}, Case.objects.visible_to(user), timezone.localdate())
    return offers.get(case.pk, [])


def _step_named(name: str) -> Step:
    found = Case.process.steps.get(name)
    if found is None or name in ELSEWHERE:
        raise Http404
    return found


def _ask_for_role(case: Case, chosen: Step, user: User) -> None:
    if not chosen.role.held_for(grants_of(user), case):
        sentence = _("“%(step)s” is for the %(role)s.")
        raise PermissionDenied(sentence % {"step": chosen.label, "role": chosen.role.label})
