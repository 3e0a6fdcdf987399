"""The page on cases that are answered together: who they are, whom they may join, who leaves them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases import grouping
from cases.difference import difference
from cases.models import Case, SearchText, Version
from cases.pages.desk.forms import in_order
from cases.pages.kept import keeps_typed
from cases.pages.numbers import whole_number
from cases.pages.opened import case_for, person
from cases.pages.openings import openings_for
from cases.pages.steps import STATUS
from cases.people.roles import grants_of
from cases.policy import signed_in
from cases.searching.words import terms_of
from workflow.errors import Refused

SHOWN = 20
"""So many cases that could be joined are listed; more are searched for."""
OWN, THEIRS = "own", "theirs"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def together(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(person(request), reference)
    if request.method != "POST":
        return _page(request, case)
    act = {"join": _join, "split": _split}.get(request.POST.get("act", ""))
    try:
        sentence = act(request, case) if act else _("Choose what to do.")
    except Refused as refused:
        return _page(request, case, refusal=refused.sentence, status=STATUS.get(type(refused), 422))
    if sentence:
        return _page(request, case, refusal=sentence, status=422)
    return redirect("case-together", reference)


@signed_in
@require_safe
def earlier(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A version of an answer that went into this case's, against the one before it."""
    case = case_for(person(request), reference)
    if case.answer is None:
        return redirect("case", reference)
    texts = case.answer.earlier_texts().values("pk")
    seen = Version.objects.visible_to(person(request)).filter(pk__in=texts).select_related("author")
    shown = get_object_or_404(seen, pk=pk)
    before = seen.filter(answer=shown.answer_id, number__lt=shown.number).order_by("-number").first()
    context = {
        "case": case,
        "version": shown,
        "before": before,
        "full_difference": difference(before.full_text, shown.full_text) if before else shown.full_text,
        "short_difference": difference(before.short_text, shown.short_text) if before else shown.short_text,
    }
    return render(request, "cases/version.html", context)


def _join(request: HttpRequest, case: Case) -> str:
    """Empty where it was done, else what is missing."""
    visible = Case.objects.visible_to(person(request)).select_related("recommendation")
    other = visible.filter(recommendation__reference=request.POST.get("with", "")).first()
    goes_on = request.POST.get("text", "")
    if other is None:
        return _("Choose the case with which it is answered together.")
    if goes_on not in (OWN, THEIRS):
        return _("Choose whose text goes on.")
    grouping.join(
        case,
        other,
        text_of=case if goes_on == OWN else other,
        by=person(request),
        now=timezone.now(),
        comment=request.POST.get("remark", ""),
        seen=_seen(request),
    )
    said = _("%(one)s and %(other)s are answered together now.")
    messages.success(request, said % {"one": case.reference, "other": other.reference})
    return ""


def _split(request: HttpRequest, case: Case) -> str:
    named = request.POST.getlist("case")
    leaving = list(_company(request, case).filter(recommendation__reference__in=named))
    if not leaving:
        return _("Tick the cases that are to be answered apart.")
    leaving.sort(key=lambda one: one.pk != case.pk)
    seen = _seen(request) if leaving[0].pk == case.pk else None
    remark = request.POST.get("remark", "")
    grouping.split(leaving, by=person(request), now=timezone.now(), comment=remark, seen=seen)
    said = ngettext(
        "%(count)d case goes on by itself, with the text so far.",
        "%(count)d cases go on by themselves, with the text so far.",
        len(leaving),
    )
    messages.success(request, said % {"count": len(leaving)})
    return ""


def _seen(request: HttpRequest) -> int:
    return whole_number(request.POST.get("seen", "")) or 0


def _company(request: HttpRequest, case: Case) -> Any:
    """Those answered together that this person sees, the case among them."""
    of_answer = Case.objects.visible_to(person(request)).answered_by(case.answer_id or 0)
    return of_answer.select_related("recommendation").prefetch_related("recommendation__wordings")


def _page(request: HttpRequest, case: Case, *, status: int = 200, refusal: str = "") -> HttpResponse:
    user, words = person(request), request.GET.get("search", "").strip()
    found = _matching(grouping.to_join(case, user), words)
    listed = list(in_order(found).for_lists()[: SHOWN + 1])
    context = {
        "case": case,
        "company": list(_company(request, case).order_by("recommendation__place", "pk")),
        "may": openings_for(case, user, grants_of(user), timezone.now()).to_group,
        "search": words,
        "found": listed[:SHOWN],
        "more": len(listed) > SHOWN,
        "typed": request.POST,
        "ticked": request.POST.getlist("case"),
        "refusal": refusal,
    }
    return render(request, "cases/together.html", context, status=status)


def _matching(cases: Any, words: str) -> Any:
    """By the words and codes of the UN texts, as on the Desk."""
    if not words:
        return cases
    terms = terms_of(words)
    found = SearchText.objects.matching(terms) if terms else SearchText.objects.none()
    return cases.filter(recommendation__in=found.values("of"))
