"""Objections to a report that circulates: where a department reads it, objects, and is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.pages.kept import keeps_typed
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.pages.told import who
from cases.people.models import Department, User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.policy import signed_in
from exports import objecting
from exports.agreeing.standing import Rewritten, rewritten_in
from exports.forms import ObjectionForm, SettlementForm
from exports.models import Objection, ObjectionEvent, Report
from exports.withholding import withheld_from
from workflow import may
from workflow.errors import Refused
from workflow.grants import Grants
from workflow.step import Step

TAKEN = ("accept", "answer", "withdraw")
"""Steps that have a page of their own; the first one is taken with the text."""
# fmt: off
DONE = {
    "accept":   gettext_lazy("The objection is accepted. The department is told."),
    "answer":   gettext_lazy("The objection is answered. The department is told."),
    "withdraw": gettext_lazy("The objection is withdrawn."),
}
# fmt: on


@dataclass(frozen=True)
class Shown:
    """An objection with what was written: the text and the answer, each with who and when; its buttons."""

    objection: Objection
    who: SafeString
    at: datetime
    text: str
    settled_by: SafeString | str
    answer: str
    steps: list[Step]


def objections_of(report: Report, user: User, grants: Grants) -> list[Shown]:
    """Those that the person may see, oldest first. A fixed number of queries, but for open ones."""
    events = ObjectionEvent.objects.select_related("by", "acting_for", "remark").order_by("number")
    seen = Objection.objects.visible_to(user).filter(report=report).order_by("pk")
    rows = seen.select_related("report").prefetch_related("department__wordings", Prefetch("events", events))
    return [_shown(row, user, grants) for row in rows]


@signed_in
@require_safe
def circulated(request: HttpRequest, reference: str) -> HttpResponse:
    """What circulates, for the departments concerned; afterwards only what they objected and the answers."""
    return _circulated(request, reference)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def make(request: HttpRequest, reference: str) -> HttpResponse:
    """Object: to the text at a heading, or to all of it."""
    shown = get_object_or_404(_read(person(request)), reference=reference)
    own = _own(person(request), shown)
    if not own:
        raise PermissionDenied(_("Only a department that leads a case of the report objects to it."))
    typed = request.POST if request.method == "POST" else None
    form = ObjectionForm(typed, initial={"anchor": request.GET.get("at", "")}, report=shown, departments=own)
    if request.method != "POST":
        return _objecting(request, shown, form, 200)
    if not form.is_valid():
        return _objecting(request, shown, form, 422)
    try:
        objecting.make_objection(shown, by=person(request), now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return _objecting(request, shown, form, STATUS.get(type(refused), 422), refusal=refused.sentence)
    messages.success(request, _("Your objection is made. The editor is told, and answers."))
    return redirect(reverse("report-circulated", args=[reference]) + "#objections")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def settle(request: HttpRequest, reference: str, number: int, name: str) -> HttpResponse:
    """Accept, answer or withdraw an objection."""
    seen = Objection.objects.visible_to(person(request)).select_related("report", "department")
    objection = get_object_or_404(seen, pk=number, report__reference=reference)
    if name not in TAKEN:
        raise Http404
    chosen = Objection.process.steps[name]
    if not chosen.role.held_for(grants_of(person(request)), objection):
        sentence = _("“%(step)s” is for the %(role)s.")
        raise PermissionDenied(sentence % {"step": chosen.label, "role": chosen.role.label})
    if request.method == "POST":
        return _settled(request, objection, chosen)
    refusal = _refusal(request, objection, chosen)
    form = None if refusal else SettlementForm(initial={"seen": objection.version}, step=chosen)
    return _settling(request, objection, chosen, form, refusal, 409 if refusal else 200)


def _settled(request: HttpRequest, objection: Objection, chosen: Step) -> HttpResponse:
    form = SettlementForm(request.POST, step=chosen)
    if not form.is_valid():
        return _settling(request, objection, chosen, form, "", 422)
    act = {"seen": form.cleaned_data["seen"], "comment": form.cleaned_data["reason"]}
    try:
        objecting.settle(objection, chosen.name, by=person(request), now=timezone.now(), **act)
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _settling(request, objection, chosen, form, refused.sentence, status)
    messages.success(request, DONE[chosen.name])
    national = grants_of(person(request)).national
    page = "report" if national else "report-circulated"
    return redirect(reverse(page, args=[objection.report.reference]) + "#objections")


def _shown(row: Objection, user: User, grants: Grants) -> Shown:
    made, *later = list(row.events.all())
    settled = later[-1] if later else None
    return Shown(
        objection=row,
        who=who(made),
        at=made.at,
        text=_remark(made),
        settled_by=who(settled) if settled else "",
        answer=_remark(settled) if settled else "",
        steps=_steps(row, user, grants),
    )


def _steps(row: Objection, user: User, grants: Grants) -> list[Step]:
    """Only an open one has steps left, and only then is anything asked."""
    found = may.available(row, user, now=timezone.now(), grants=grants)
    return [one.step for one in found if one.is_open]


def _remark(event: ObjectionEvent) -> str:
    remark = getattr(event, "remark", None)
    return remark.text if remark else ""


def _read(user: User) -> Any:
    """Reports of which this person may read the circulated text: those that circulate."""
    return Report.objects.visible_to(user).filter(state="circulation").select_related("circulation", "round")


def _own(user: User, report: Report) -> list[Department]:
    """The departments concerned for which this person may speak."""
    units = set(grants_of(user).units_with(LEAD_DEPARTMENT.codenames)) & report.concerned_ids()
    return list(Department.objects.filter(pk__in=units).with_names().order_by("code"))


def _circulated(request: HttpRequest, reference: str) -> HttpResponse:
    user = person(request)
    shown = _read(user).filter(reference=reference).first()
    own = _own(user, shown) if shown else []
    objections = _objections_at(reference, user)
    if shown is None and not objections:
        raise Http404
    report = shown or objections[0].objection.report
    context = {
        "report": report,
        "content": withheld_from(user, shown.circulation.content) if shown else None,
        "departments": own,
        "objections": objections,
        "rewritten": _rewritten(shown) if shown else {},
        "on_desk": bool(grants_of(user).national),
        "is_past": report.reply_on is not None and report.reply_on < timezone.localdate(),
    }
    return render(request, "exports/circulated.html", context)


def _rewritten(shown: Report) -> dict[int, Rewritten]:
    """Of what circulates: by passage, who has agreed to the editor's words so far."""
    found = rewritten_in(shown.agreements.all(), shown.circulation.content) if shown.circulation else []
    return {one.passage: one for one in found}


def _objections_at(reference: str, user: User) -> list[Shown]:
    report = Report.objects.filter(reference=reference).first()
    return objections_of(report, user, grants_of(user)) if report else []


def _objecting(
    request: HttpRequest, shown: Report, form: ObjectionForm, status: int, *, refusal: str = ""
) -> HttpResponse:
    context = {"report": shown, "form": form, "refusal": refusal}
    return render(request, "exports/object.html", context, status=status)


def _settling(
    request: HttpRequest,
    objection: Objection,
    chosen: Step,
    form: SettlementForm | None,
    refusal: str,
    status: int,
) -> HttpResponse:
    made = objection.events.select_related("by", "acting_for", "remark").order_by("number")[0]
    context = {
        "report": objection.report,
        "objection": objection,
        "step": chosen,
        "form": form,
        "refusal": refusal,
        "seen": objection.version,
        "who": who(made),
        "at": made.at,
        "text": _remark(made),
        "back": "report" if grants_of(person(request)).national else "report-circulated",
    }
    return render(request, "exports/settle.html", context, status=status)


def _refusal(request: HttpRequest, objection: Objection, chosen: Step) -> str:
    openings = may.available(objection, person(request), now=timezone.now())
    found = next((one for one in openings if one.step == chosen), None)
    return str(found.refusal) if found else _("The objection is settled already.")
