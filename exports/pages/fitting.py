"""Fitting the limit: what is beyond its share, and what can go: long passages, detail, what is said twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.pages.kept import posted_from
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires
from cases.rounds.words import KEPT
from exports.budget import asking
from exports.budget.detail import Detail, annex_is_free, movable
from exports.budget.long import Long, even_share, long_passages, shortened_alike
from exports.budget.moving import move_to_annex
from exports.budget.shares import loads_of, shares_of_answers
from exports.budget.twice import said_twice
from exports.content import Content
from exports.kinds import Kind
from exports.models import Passage, Report, Shortening
from exports.pages.budget import budget_for, printed
from exports.pages.opened import report_for
from exports.shortening_flow import ASKED
from workflow.errors import Conflict, Refused

LONG_SHOWN = 50
DETAIL_SHOWN = 50


@dataclass(frozen=True)
class LongRow:
    """A passage beyond its share, with the departments that lead it and what they were asked."""

    long: Long
    leads: list[Department]
    requests: list[Shortening]

    @property
    def may_be_asked(self) -> bool:
        """Whether a lead is left who is not asked already, and whose text is not printed as it is."""
        asked = {one.department_id for one in self.requests if one.state == ASKED}
        free = (one for one in self.leads if not one.independent and one.pk not in asked)
        return bool(self.long.passage) and any(free)


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def fitting(request: HttpRequest, reference: str) -> HttpResponse:
    """What is over, and what to do about it. The same queries, however many passages there are."""
    user = person(request)
    return fitting_page(request, report_for(user, reference))


@requires(EDITOR)
@posted_from("report-fitting", "reference")
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the leads of the ticked passages, or of all, as far as these are still too long."""
    shown = report_for(person(request), reference)
    ticked = {whole_number(one) for one in request.POST.getlist("passage")}
    everybody = "everybody" in request.POST
    if not ticked and not everybody:
        return fitting_page(
            request, shown, refusal=_("Tick the passages that are to be shorter."), status=422
        )
    found = [one for one in _found_long(shown, person(request))[0] if everybody or one.passage in ticked]
    try:
        asked = asking.ask_for_shorter(shown, found, by=person(request), now=timezone.now())
    except Refused as refused:
        return fitting_page(request, shown, refusal=refused.sentence, status=_status(refused))
    if asked:
        sentence = ngettext(
            "%(count)d shorter text is asked for.", "%(count)d shorter texts are asked for.", len(asked)
        )
        messages.success(request, sentence % {"count": len(asked)})
    else:
        messages.info(
            request, _("Nobody was asked: they are asked already, or the text is short enough now.")
        )
    return redirect(reverse("report-fitting", args=[reference]) + "#long")


@requires(EDITOR)
@posted_from("report-fitting", "reference")
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Move one detail into the annex of full texts."""
    shown = report_for(person(request), reference)
    detail = _chosen(shown, request)
    try:
        if detail is None:
            raise Conflict(_("Another text stands there meanwhile, so nothing was moved. Look at it again."))
        passage = get_object_or_404(Passage.objects.select_related("report"), pk=detail.passage, report=shown)
        move_to_annex(passage, detail, by=person(request), now=timezone.now())
    except Refused as refused:
        return fitting_page(request, shown, refusal=refused.sentence, status=_status(refused))
    said = ngettext("Moved: %(count)d word less.", "Moved: %(count)d words less.", detail.words)
    messages.success(request, said % {"count": detail.words})
    return redirect(reverse("report-fitting", args=[reference]) + "#detail")


def _chosen(shown: Report, request: HttpRequest) -> Detail | None:
    """The detail that was pressed, if the passage is still the one that was seen."""
    kind, sent = shown.type, request.POST
    wanted = (whole_number(sent.get("passage", "")), sent.get("blocks", ""), sent.get("seen", ""))
    found = movable(printed(shown), kind) if kind else []
    return next((one for one in found if (one.passage, one.named, one.mark) == wanted), None)


def _status(refused: Refused) -> int:
    return 409 if isinstance(refused, Conflict) else STATUS.get(type(refused), 422)


def fitting_page(
    request: HttpRequest, shown: Report, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    user, kind, budget = person(request), shown.type, budget_for(shown)
    context: dict[str, Any] = {"report": shown, "budget": budget, "refusal": refusal}
    if kind is not None and budget is not None:
        loads = [one for one in loads_of(shown, budget, user) if one.excess]
        context |= {
            "parts": budget.by_excess,
            "loads": sorted(loads, key=lambda one: -one.excess),
            **_long(shown, user),
            "annexed": sum(one.words for one in budget.parts if not one.anchor),
            **_detail(kind, printed(shown)),
            "twice": said_twice(printed(shown)),
            "may_change": shown.is_with_editor and EDITOR.held(grants_of(user), None),
        }
    return render(request, "exports/fitting.html", context, status=status)


def _found_long(shown: Report, user: User) -> tuple[list[Long], bool]:
    """All passages beyond their share; none before the report has a type.

    Where the report is too long though none is: all of them, and True, to be shortened alike.
    """
    kind, content = shown.type, printed(shown)
    if kind is None:
        return [], False
    share = even_share(content, kind.limit, KEPT)
    found = long_passages(content, shares_of_answers(shown, user), share=share)
    over = kind.words_in(content) - kind.limit
    return (found, False) if found or over <= 0 else (shortened_alike(content, over), True)


def _long(shown: Report, user: User) -> dict[str, Any]:
    found, alike = _found_long(shown, user)
    first = found[:LONG_SHOWN]
    codes = {code for one in first for code in one.departments}
    asked = requests_by_passage(shown, user)
    named = {one.code: one for one in Department.objects.with_names().filter(code__in=codes)}
    return {
        "long": [
            LongRow(
                one, [named[code] for code in one.departments if code in named], asked.get(one.passage, [])
            )
            for one in first
        ],
        "long_alike": alike,
        "long_count": len(found),
        "long_words": sum(one.excess for one in found),
    }


def _detail(kind: Kind, content: Content) -> dict[str, Any]:
    found = movable(content, kind)
    return {
        "detail": found[:DETAIL_SHOWN],
        "detail_more": max(len(found) - DETAIL_SHOWN, 0),
        "annex_is_free": annex_is_free(content, kind),
    }


def requests_by_passage(shown: Report, user: User) -> Mapping[int, list[Shortening]]:
    """What leads were asked, by passage, the newest first; a fixed number of queries."""
    found: dict[int, list[Shortening]] = defaultdict(list)
    seen = Shortening.objects.visible_to(user).filter(report=shown).select_related("department")
    for one in seen.prefetch_related("department__wordings").order_by("-pk"):
        found[one.passage_id].append(one)
    return found
