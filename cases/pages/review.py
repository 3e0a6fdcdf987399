"""Review: what was sent against what stood before (``reviewed.py``), and the validator's decision on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.flow import VALIDATION
from cases.models import Case
from cases.pages import told
from cases.pages.case import case_page
from cases.pages.due_fields import hint_at_day_off
from cases.pages.forms import EditsForm
from cases.pages.kept import keeps_typed, typed_texts
from cases.pages.opened import case_for, person
from cases.pages.reviewed import next_after, queue_of, shown_for
from cases.pages.step_form import StepForm
from cases.pages.steps import STATUS, after_step
from cases.people.days import today_of
from cases.people.roles import VALIDATOR, grants_of
from cases.policy import requires
from workflow.errors import Refused
from workflow.may import why_not_allowed
from workflow.models import Event

Onward = Callable[[HttpRequest, Case], HttpResponse]


@requires(VALIDATOR)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def review(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(person(request), reference)
    if refusal := why_not_allowed(case.process.steps["approve"], grants_of(person(request)), case):
        raise PermissionDenied(refusal)
    decide = DECISIONS.get(request.POST.get("decision", ""))
    if request.method == "POST" and decide is not None:
        return decide(request, case)
    return _page(request, case)


def _approve(request: HttpRequest, case: Case) -> HttpResponse:
    form = _step_form(request, case, "approve", request.POST)
    return _decided(request, case, form, lambda: _take(request, case, "approve", form), after_step)


def _approve_and_next(request: HttpRequest, case: Case) -> HttpResponse:
    user = person(request)
    following = next_after(queue_of(user, grants_of(user)), case.reference)
    form = _step_form(request, case, "approve", request.POST)

    def onward(request: HttpRequest, case: Case) -> HttpResponse:
        return redirect("review", following) if following else redirect("my-work")

    return _decided(request, case, form, lambda: _take(request, case, "approve", form), onward)


def _return(request: HttpRequest, case: Case) -> HttpResponse:
    form = _step_form(request, case, "return_to_department", request.POST)
    taken = lambda: _take(request, case, "return_to_department", form)  # noqa: E731
    return _decided(request, case, form, taken, after_step, return_form=form)


def _propose_edits(request: HttpRequest, case: Case) -> HttpResponse:
    form = EditsForm(request.POST)

    def taken() -> list[Event]:
        return actions.propose_edits(case, by=person(request), now=timezone.now(), **form.cleaned_data)

    return _decided(request, case, form, taken, after_step, edits_form=form)


DECISIONS: dict[str, Callable[[HttpRequest, Case], HttpResponse]] = {
    "approve": _approve,
    "approve-and-next": _approve_and_next,
    "return": _return,
    "propose-edits": _propose_edits,
}


def _decided(
    request: HttpRequest,
    case: Case,
    form: Any,
    take: Callable[[], list[Event]],
    onward: Onward,
    **typed: Any,
) -> HttpResponse:
    """Take the step where the form holds together; else show the page again with what was typed."""
    if not form.is_valid():
        return _page(request, case, status=422, problems=form, **typed)
    try:
        events = take()
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, case, status=status, refusal=refused.sentence, **typed)
    messages.success(request, f"{case.reference}: {told.taken(case, events)}")
    if isinstance(form, StepForm):
        hint_at_day_off(request, form.given().get("due_on"), case.lead)
    return onward(request, case)


def _take(request: HttpRequest, case: Case, step: str, form: StepForm) -> list[Event]:
    given = {
        "comment": form.cleaned_data.get("reason", ""),
        "seen": form.cleaned_data["seen"],
        **form.given(),
    }
    return actions.take_step(case, step, by=person(request), now=timezone.now(), **given)


def _page(request: HttpRequest, case: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    if case.state != VALIDATION or case.present_answer.sent_id is None:
        return _elsewhere(request, case, status, more.get("refusal", ""))
    shown = shown_for(case, person(request), request.GET.get("against", ""))
    sent = shown["sent"]
    forms = {
        "return_form": _step_form(request, case, "return_to_department", None),
        "edits_form": EditsForm(initial={"full_text": sent.full_text, "short_text": sent.short_text}),
    }
    return render(request, "cases/review.html", shown | forms | more, status=status)


def _elsewhere(request: HttpRequest, case: Case, status: int, refusal: str) -> HttpResponse:
    """The case went on meanwhile: its own page says where it stands, and shows what was typed."""
    if request.method == "POST":
        refusal = refusal or _("This case is not with the validators now.")
        return case_page(request, case, status=status, refusal=refusal, unsaved=typed_texts(request))
    messages.warning(request, _("This case is not with the validators now."))
    return redirect("case", case.reference)


def _step_form(request: HttpRequest, case: Case, step: str, data: Any) -> StepForm:
    return StepForm(
        data,
        case=case,
        step=case.process.steps[step],
        user=person(request),
        today=today_of(case.lead, timezone.now()),
    )
