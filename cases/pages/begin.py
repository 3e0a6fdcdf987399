"""The half-hour start: newly assigned cases as a dozen answers to write, each begun by one press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.contributions.contributing import due_before
from cases.in_a_row import in_a_row
from cases.models import Case, CaseEvent, access
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.models import Department, User
from cases.policy import signed_in
from cases.starting import beginning
from cases.starting.proposing import MANY, Proposal, proposals_for, texts_for
from workflow import undoing
from workflow.errors import Refused

LISTED = 12
"""Acts just done that are listed."""


@dataclass(frozen=True)
class Begun:
    """An answer begun some minutes ago: its cases, and until when it can be taken back."""

    cases: list[Case]
    version: int
    until: datetime

    @property
    def reference(self) -> str:
        return self.cases[0].reference


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    user, now = person(request), timezone.now()
    cases = _chosen(request, user)
    try:
        text = _text(request, cases, user, now)
        beginning.begin(cases, text=text, by=user, now=now)
    except Refused as refused:
        return _page(request, refusal=refused.sentence, status=STATUS.get(type(refused), 422))
    _say(request, cases)
    _ask(request, cases, user, now)
    return redirect("begin")


@signed_in
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    user, seen = person(request), request.POST.get("seen", "")
    visible = Case.objects.visible_to(user).select_related("recommendation", "answer")
    case = visible.filter(recommendation__reference=request.POST.get("case", "")).first()
    if case is None:
        return _page(request, refusal=_("This case is not among those that you see any more."), status=404)
    try:
        events = beginning.take_back(case, by=user, now=timezone.now(), seen=whole_number(seen) or 0)
    except Refused as refused:
        return _page(request, refusal=refused.sentence, status=STATUS.get(type(refused), 422))
    said = ngettext(
        "Taken back: %(count)d case waits to be begun again.",
        "Taken back: %(count)d cases wait to be begun again.",
        len(events),
    )
    messages.success(request, said % {"count": len(events)})
    return redirect("begin")


def _chosen(request: HttpRequest, user: User) -> list[Case]:
    """Those ticked that wait still. Where one of them does not any more, nothing is begun."""
    named = request.POST.getlist("case")
    rows: Any = beginning.to_begin(user).filter(recommendation__reference__in=named)
    read = rows.select_related("recommendation", "round", "lead", "answer__round", "answer__lead")
    return list(read.prefetch_related("recommendation__wordings", "recommendation__themes").order_by("pk"))


def _text(request: HttpRequest, cases: list[Case], user: User, now: datetime) -> Any:
    """The text to begin with, of those that are offered for these cases; None to begin without."""
    if len(cases) != len(set(request.POST.getlist("case"))):
        raise Refused(
            _("Somebody has begun one of these cases meanwhile, or it went elsewhere. Choose again.")
        )
    wanted = request.POST.get("text", "")
    if not wanted or not cases:
        return None
    offered = texts_for(cases, user, now)
    chosen = whole_number(wanted)
    if chosen not in offered:
        raise Refused(_("This text is not offered for these cases any more. Choose again."))
    return offered[chosen]


def _say(request: HttpRequest, cases: list[Case]) -> None:
    said = ngettext(
        "%(references)s is begun.", "%(count)d cases are begun as one answer: %(references)s.", len(cases)
    )
    names = [case.reference for case in cases]
    messages.success(request, said % {"count": len(cases), "references": in_a_row(names)})


def _ask(request: HttpRequest, cases: list[Case], user: User, now: datetime) -> None:
    """The departments whose parts were asked for with the same press."""
    if request.POST.get("then") != "ask":
        return
    today = timezone.localdate(now)
    named = Department.objects.standing_on(today).filter(code__in=request.POST.getlist("ask"))
    departments = list(named.order_by("code"))
    if not departments:
        return
    case = Case.objects.select_related("answer", "lead").get(pk=cases[0].pk)
    until = due_before(case, today) or case.due_on or today
    refused = beginning.ask_for_parts(case, departments, due_on=until, by=user, now=now)
    if refused:
        messages.error(request, " ".join(dict.fromkeys(refused)))
        return
    said = _("Asked for their parts: %(departments)s.")
    messages.success(request, said % {"departments": in_a_row(departments)})


def _page(request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    user, now = person(request), timezone.now()
    proposals = proposals_for(user, now)
    cases = sum(len(one.cases) for one in proposals)
    context = {
        "proposals": proposals,
        "sentence": _sentence(cases, proposals),
        "is_cut": cases >= MANY,
        "begun": _just_begun(user, now),
        "refusal": refusal,
        "most": MANY,
    }
    return render(request, "cases/begin.html", context, status=status)


def _sentence(cases: int, proposals: list[Proposal]) -> str:
    if not proposals:
        return _("Nothing waits to be begun.")
    waiting = ngettext("%(count)d new case waits", "%(count)d new cases wait", cases) % {"count": cases}
    answers = ngettext("%(count)d answer to write", "%(count)d answers to write", len(proposals))
    return _("%(cases)s for you, as %(answers)s.") % {
        "cases": waiting,
        "answers": answers % {"count": len(proposals)},
    }


def _just_begun(user: User, now: datetime) -> list[Begun]:
    """What this person began, as long as it can be taken back, the newest first; one line for each act."""
    if not undoing.window():
        return []
    recent = CaseEvent.objects.filter(
        by=user, step="begin", at__gt=now - undoing.window(), number=F("case__version")
    ).exclude(case__in=access.hidden_from(user))
    acts: dict[tuple[datetime, int | None], list[CaseEvent]] = {}
    for event in recent.select_related("case__recommendation").order_by("-at", "case"):
        acts.setdefault((event.at, event.case.answer_id), []).append(event)
    return [
        Begun([event.case for event in events], events[0].number, at + undoing.window())
        for (at, _answer), events in list(acts.items())[:LISTED]
    ]
