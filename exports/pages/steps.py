"""A step of a report: the form that its needs ask for, the taking of it, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.pages.kept import keeps_typed, posted_from
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.models import User
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires
from exports import actions
from exports.agreeing.asking import withdraw_overtaken
from exports.models import Edition, Report
from exports.pages.opened import report_for
from exports.pages.outline import place_of
from exports.pages.reports import report_page
from exports.pages.standing import ELSEWHERE, done_by
from exports.pages.told import DONE
from exports.step_forms import ReportStepForm
from workflow import may, undoing
from workflow.errors import Refused
from workflow.models import Event
from workflow.step import Step

RECORDS: dict[str, Callable[..., Event]] = {"adopt": actions.adopt, "submit": actions.submit}
"""Steps that record what happened elsewhere, with the file that says so."""


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def step(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    shown, chosen = report_for(person(request), reference), _step_named(name)
    if not chosen.role.held_for(grants_of(person(request)), shown):
        sentence = _("“%(step)s” is for the %(role)s.")
        raise PermissionDenied(sentence % {"step": chosen.label, "role": chosen.role.label})
    if request.method == "POST":
        return _taken(request, shown, chosen)
    if refusal := _refusal(request, shown, chosen):
        return _page(request, shown, chosen, None, refusal, 409)
    return _page(request, shown, chosen, _form(request, shown, chosen), "", 200)


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@posted_from("report", "reference")
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    """Take back the last step in force. ``seen`` in the form is the version at which it was offered."""
    shown, version = report_for(person(request), reference), request.POST.get("seen", "")
    by, now = person(request), timezone.now()
    try:
        with transaction.atomic():
            [gone] = undoing.undo(shown, by=by, now=now, seen=whole_number(version) or 0)
            withdraw_overtaken(shown, by=by, now=now)
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return report_page(request, shown, status=status, refusal=refused.sentence)
    undone = shown.events.select_related("case").get(number=gone.data["undoes"])
    messages.success(request, _("Taken back, and nobody was told: %(what)s") % {"what": done_by(undone)})
    if at := request.POST.get("at", ""):
        return redirect(place_of(reference, at=at))
    return redirect("report", reference)


def _taken(request: HttpRequest, shown: Report, chosen: Step) -> HttpResponse:
    form = _form(request, shown, chosen)
    if not form.is_valid():
        return _page(request, shown, chosen, form, "", 422)
    act: dict[str, Any] = {"by": person(request), "now": timezone.now(), **form.given()}
    try:
        if chosen.name in RECORDS:
            event = RECORDS[chosen.name](shown, **act)
        else:
            event = actions.take_report_step(shown, chosen.name, **act)
    except Refused as refused:
        shown = report_for(person(request), shown.reference)
        return _page(request, shown, chosen, form, refused.sentence, STATUS.get(type(refused), 422))
    messages.success(request, _said(event))
    return redirect("report", shown.reference)


def _said(event: Event) -> str:
    done = str(DONE[event.step])
    if event.step != "submit":
        return done
    count = event.data["noted"]["cases"]
    return f"{done} {ngettext('%d case became submitted.', '%d cases became submitted.', count) % count}"


def _refusal(request: HttpRequest, shown: Report, chosen: Step) -> str:
    """Why the step is not open; the role was seen to before."""
    openings = may.available(shown, person(request), now=timezone.now())
    found = next((one for one in openings if one.step == chosen), None)
    if found is not None:
        return str(found.refusal)
    sentence = _("The report stands at “%(state)s” now, where this step is not possible.")
    return sentence % {"state": shown.standing}


def _form(request: HttpRequest, shown: Report, chosen: Step) -> ReportStepForm:
    """``text`` is the hash of the text that the person read: the page of the report says it."""
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    read = request.GET.get("text") or shown.text_hash if chosen.name == "freeze" else ""
    lacking = shown.gaps() if chosen.name == "freeze" else []
    initial = {"seen": shown.version, "text": read, "kind": shown.kind, "round": shown.round_id}
    return ReportStepForm(*typed, initial=initial, step=chosen, lacking=lacking, today=timezone.localdate())


def _page(
    request: HttpRequest, shown: Report, chosen: Step, form: ReportStepForm | None, refusal: str, status: int
) -> HttpResponse:
    """``seen`` is the present version again: who reads the refusal has been told of the change."""
    if form is not None and status == 409 and not form.visible_fields():
        form = None
    context = {"report": shown, "step": chosen, "form": form, "refusal": refusal, "seen": shown.version}
    context |= {"lacking": form.lacking if form else [], "moved": status == 409}
    context["waits_for_leads"] = bool(refusal) and chosen.name == "freeze" and bool(shown.not_agreed())
    if shown.edition and chosen.name == "submit":
        context |= _submitted_with(shown.edition, person(request))
    return render(request, "exports/step.html", context, status=status)


def _submitted_with(edition: Edition, user: User) -> dict[str, Any]:
    """How many cases the submission takes with it, and which it leaves as they are."""
    cases = {case.reference for case in edition.cases_as_printed(user)}
    return {"taken": len(cases), "left_out": sorted(edition.references - cases)}


def _step_named(name: str) -> Step:
    found = Report.process.steps.get(name)
    if found is None or name in ELSEWHERE:
        raise Http404
    return found
