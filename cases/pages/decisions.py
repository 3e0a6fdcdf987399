"""Recording what the government decided in a round of positions, and fetching the document of a decision."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import Outcome
from cases.models import Case, Decision, Round
from cases.pages.desk import results
from cases.pages.desk.forms import in_order
from cases.pages.evidence import attached
from cases.pages.kept import keeps_typed
from cases.pages.opened import case_for, person
from cases.pages.round_forms import DecisionForm
from cases.people.roles import COORDINATOR
from cases.policy import requires, signed_in
from cases.rounds import positions as recording
from cases.states import APPROVED
from cases.un import Position
from workflow.errors import Refused

PER_PAGE = 100


@keeps_typed
@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def positions(request: HttpRequest, code: str) -> HttpResponse:
    """The approved proposals of a round; one decision records the positions on those that are chosen."""
    of_round = get_object_or_404(Round, code=code, kind=Round.Kind.POSITIONS)
    today = timezone.localdate()
    form = DecisionForm(request.POST or None, request.FILES or None, today=today)
    if request.method == "POST" and form.is_valid():
        chosen = _chosen(request, of_round)
        if not chosen:
            form.add_error(None, _("Choose the position on at least one case."))
        else:
            return _record(request, of_round, form, chosen)
    return _page(request, of_round, form)


@signed_in
@require_safe
def document(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """The document by which the position on this case was decided, as an attachment."""
    case = case_for(person(request), reference)
    decision = get_object_or_404(Decision, pk=pk, positions__case=case)
    if not decision.file:
        raise Http404
    return attached(decision, decision.document)


def _record(
    request: HttpRequest, of_round: Round, form: DecisionForm, chosen: list[tuple[Case, str]]
) -> HttpResponse:
    try:
        outcomes = recording.record_positions(
            chosen, of_round=of_round, by=person(request), now=timezone.now(), **form.cleaned_data
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, of_round, form)
    results.keep(request, [_in_words(outcomes)])
    return redirect("round-positions", of_round.code)


def _in_words(outcomes: list[Outcome]) -> dict[str, Any]:
    refused = [(one.case.reference, one.refusal) for one in outcomes if one.refusal]
    done = len(outcomes) - len(refused)
    recorded = ngettext("%(count)d position is recorded.", "%(count)d positions are recorded.", done)
    were_not = ngettext("%(count)d is not:", "%(count)d are not:", len(refused)) % {"count": len(refused)}
    sentences = [recorded % {"count": done}, *([were_not] if refused else [])]
    return {"title": "", "done": done, "sentences": sentences, "refused": refused}


def _chosen(request: HttpRequest, of_round: Round) -> list[tuple[Case, str]]:
    """The cases for which a position was chosen, with it."""
    sent = {name.removeprefix("position-"): value for name, value in request.POST.items() if value}
    named = [name for name in sent if f"position-{name}" in request.POST]
    cases = Case.objects.visible_to(person(request)).filter(round=of_round)
    found = cases.filter(recommendation__reference__in=named).select_related("recommendation")
    return [(case, str(sent[case.reference])) for case in found.order_by("pk")]


def _page(request: HttpRequest, of_round: Round, form: DecisionForm) -> HttpResponse:
    approved = Case.objects.visible_to(person(request)).filter(round=of_round, state=APPROVED)
    waiting = recording.to_decide(approved)
    named = request.GET.get("case", "")
    listed = approved if request.GET.get("all") else waiting
    if named:
        listed = approved.filter(recommendation__reference=named)
    page = Paginator(in_order(listed).for_lists(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": of_round,
        "form": form,
        "page": page,
        "rows": [{"case": case, "choice": _choice(request, case)} for case in page],
        "positions": Position.choices,
        "waiting": waiting.count(),
        "approved": approved.count(),
        "named": named,
        "outcome": results.shown_once(request) if request.method != "POST" else None,
    }
    return render(request, "cases/round_positions.html", context, status=422 if form.errors else 200)


def _choice(request: HttpRequest, case: Case) -> str:
    """What was chosen, or what is proposed where nothing is decided yet."""
    proposed = "" if case.recommendation.position_decided else case.proposed_position
    return str(request.POST.get(f"position-{case.reference}", proposed))
