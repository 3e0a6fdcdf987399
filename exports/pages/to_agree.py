"""A department reads what the editor made of its answers, and agrees: to all in one click, or to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases.pages.kept import keeps_typed, posted_from
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.models import User
from cases.people.roles import HEAD_OR_FOCAL_POINT, grants_of
from cases.policy import signed_in
from cases.prose_notes import joined
from exports.agreeing import answering
from exports.agreeing.guards import IN_WORK
from exports.agreement_flow import AGREED, ASKED, DECLINED
from exports.models import Agreement
from exports.pages.agreement_forms import DeclineForm
from exports.pages.passage_shown import Compared, compared
from workflow.errors import Refused

MOST = 200
"""Agreements on one page; the others follow once these are answered."""
DONE = {
    "agree": gettext_lazy("You agreed. The editor is told."),
    "decline": gettext_lazy("You did not agree. The editor is told why."),
}


@dataclass(frozen=True)
class Asked:
    """An agreement with the department's approved words and the editor's. ``answers``: this person may.

    ``others``: the paragraph answers for other departments too, whose words are marked as added.
    """

    agreement: Agreement
    approved: str
    language: str
    changes: Compared | None
    others: bool
    answers: bool

    @property
    def said(self) -> Any:
        """The last event: who asked, agreed or declined, and when."""
        *_before, last = self.agreement.events.all()
        return last


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def to_agree(request: HttpRequest, reference: str) -> HttpResponse:
    """All that a department is asked about in one report; what is sent agrees to all that was shown."""
    rows = _seen(person(request)).filter(report__reference=reference)
    if not rows.exists():
        raise Http404
    if request.method != "POST":
        return _list(request, rows)
    chosen = _chosen(request)
    agreements = list(rows.filter(pk__in=chosen).in_order())
    if not agreements:
        return _list(request, rows, status=422, refusal=_("Nothing is left to agree to on this page."))
    try:
        seen = [chosen[one.pk] for one in agreements]
        answering.agree(agreements, seen=seen, by=person(request), now=timezone.now())
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _list(request, rows, status=status, refusal=refused.sentence)
    sentence = ngettext(
        "You agreed to %(count)d paragraph. The editor is told.",
        "You agreed to %(count)d paragraphs. The editor is told.",
        len(agreements),
    )
    messages.success(request, sentence % {"count": len(agreements)})
    return redirect("report-to-agree", reference)


@signed_in
@require_safe
def agreement(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One of them, with the form to decline it."""
    return _one(request, _opened(request, reference, number))


@signed_in
@posted_from("agreement", "reference", "number")
@keeps_typed
def answer(request: HttpRequest, reference: str, number: int, name: str) -> HttpResponse:
    """Agree to one, or decline it with a reason."""
    row = _opened(request, reference, number)
    if name not in DONE:
        raise Http404
    if not HEAD_OR_FOCAL_POINT.held_for(grants_of(person(request)), row):
        sentence = _("“%(step)s” is for the %(role)s.")
        step = Agreement.process.steps[name]
        raise PermissionDenied(sentence % {"step": step.label, "role": step.role.label})
    form = DeclineForm(request.POST)
    if name == "decline" and not form.is_valid():
        return _one(request, row, form=form, status=422)
    try:
        if name == "decline":
            answering.decline(row, by=person(request), now=timezone.now(), **form.cleaned_data)
        else:
            seen = whole_number(request.POST.get("seen", "")) or 0
            answering.agree([row], seen=[seen], by=person(request), now=timezone.now())
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        row = _opened(request, reference, number)
        return _one(
            request, row, form=form if name == "decline" else None, status=status, refusal=refused.sentence
        )
    messages.success(request, DONE[name])
    return redirect("report-to-agree", reference)


def asked_of(user: User, rows: list[Agreement]) -> list[Asked]:
    """A fixed number of queries, however many; ``rows`` as :func:`_seen` reads them."""
    units = HEAD_OR_FOCAL_POINT.units(grants_of(user))
    return [_asked(row, units) for row in rows]


def _asked(row: Agreement, units: set[int]) -> Asked:
    tells = sorted(row.text.passage.tells.all(), key=lambda one: (one.place, one.pk))
    own = [one for one in tells if one.answer.lead_id == row.department_id]
    approved = joined(one.version.short_text for one in own)
    in_work = row.report.state in IN_WORK
    return Asked(
        agreement=row,
        approved=approved,
        language=own[0].version.language if own else row.text.language,
        changes=compared(approved, row.text.text),
        others=len(own) < len(tells),
        answers=in_work and row.department_id in units and row.state in (ASKED, AGREED, DECLINED),
    )


def _seen(user: User) -> Any:
    """Those of other departments' answers are never read: only the own text stands beside the new one."""
    rows = Agreement.objects.visible_to(user).select_related("report", "text__passage", "text__by")
    read = ("department__wordings", "text__passage__tells__version", "text__passage__tells__answer")
    return rows.prefetch_related(*read).with_answers()


def _opened(request: HttpRequest, reference: str, number: int) -> Agreement:
    found: Agreement = get_object_or_404(_seen(person(request)), pk=number, report__reference=reference)
    return found


def _chosen(request: HttpRequest) -> dict[int, int]:
    """Agreements by id, each with the version that was shown."""
    pairs = (one.partition(":") for one in request.POST.getlist("agreement")[:MOST])
    numbers = ((whole_number(pk), whole_number(version)) for pk, _colon, version in pairs)
    return {pk: version for pk, version in numbers if pk is not None and version is not None}


def _list(request: HttpRequest, rows: Any, *, status: int = 200, refusal: str = "") -> HttpResponse:
    """What waits comes first; what was answered follows."""
    waiting = list(rows.filter(state=ASKED).in_order()[:MOST])
    answered = list(rows.filter(state__in=(AGREED, DECLINED)).order_by("-pk")[:MOST])
    asked = asked_of(person(request), waiting)
    context = {
        "report": (waiting or answered)[0].report if waiting or answered else rows[0].report,
        "waiting": asked,
        "answered": asked_of(person(request), answered),
        "open": [one for one in asked if one.answers],
        "is_cut": len(waiting) == MOST,
        "most": MOST,
        "refusal": refusal,
        "on_desk": bool(grants_of(person(request)).national),
    }
    return render(request, "exports/to_agree.html", context, status=status)


def _one(
    request: HttpRequest,
    row: Agreement,
    *,
    form: DeclineForm | None = None,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    (one,) = asked_of(person(request), [row])
    context = {
        "report": row.report,
        "one": one,
        "form": form or (DeclineForm() if one.answers and row.state != DECLINED else None),
        "refusal": refusal,
        "on_desk": bool(grants_of(person(request)).national),
    }
    return render(request, "exports/agreement_one.html", context, status=status)
