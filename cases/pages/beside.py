"""The delivered contributions beside one's own text: sentences are ticked and taken over, and back again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.contributions.flow import ACCEPTED, DECLINED, OPEN
from cases.drafting import copies, taking_over
from cases.models import Case, Contribution, Part
from cases.pages.case import case_page, draft_form
from cases.pages.copies import edition_seen, kept_of
from cases.pages.kept import keeps_typed, posted_from, typed_texts
from cases.pages.narrative import latest_draft, may_write, narrative_of
from cases.pages.numbers import whole_number
from cases.pages.opened import case_for, person
from cases.pages.steps import STATUS
from cases.pages.two_texts import number_in
from cases.people.roles import grants_of
from cases.policy import signed_in
from workflow.errors import Conflict, Refused

MOST_TICKED = 2000
"""So many sentences of all parts together; nobody ticks more."""


@signed_in
@require_safe
def beside(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, _opened(request, reference))


@signed_in
@posted_from("contributions-beside", "reference")
@keeps_typed
def open_beside(request: HttpRequest, reference: str) -> HttpResponse:
    """From the editor: what is typed there is kept first, so that it is the text that stands beside."""
    case = _opened(request, reference)
    form = draft_form(case, narrative_of(case, person(request), grants_of(person(request))), request.POST)
    if not form.is_valid():
        return case_page(request, case, status=422, draft_form=form, problems=form)
    if form.has_changed() or edition_seen(request):
        typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in form.fields}
        del typed["started_from"]
        started = form.cleaned_data["started_from"]
        try:
            act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
            copies.keep_draft(case, typed=typed, started_from=started, seen=edition_seen(request), **act)
        except Refused as refused:
            status, texts = STATUS.get(type(refused), 422), typed_texts(request)
            return case_page(request, case, status=status, refusal=refused.sentence, unsaved=texts)
    return redirect("contributions-beside", reference)


@signed_in
@posted_from("contributions-beside", "reference")
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """The ticked sentences, or a whole part, into the text that the person types."""
    case = _opened(request, reference)
    parts = {part.contribution_id: part for part in _parts(request, case)}
    try:
        chosen = _chosen(request, parts)
        taking_over.take_over(
            case,
            chosen,
            after=number_in(request, "after"),
            started_from=number_in(request, "started_from"),
            seen=edition_seen(request),
            by=person(request),
            now=timezone.now(),
        )
    except Refused as refused:
        return _page(request, case, refusal=str(refused.sentence), status=STATUS.get(type(refused), 422))
    count = sum(map(len, chosen.values()))
    said = ngettext(
        "%(count)d sentence stands in your text. Read it, and save it as a version on the page of the case.",
        "%(count)d sentences stand in your text. Read it, and save it as a version on the page of the case.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("contributions-beside", reference)


@signed_in
@posted_from("contributions-beside", "reference")
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    case = _opened(request, reference)
    act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    try:
        taking_over.undo(case, seen=edition_seen(request), **act)
    except Refused as refused:
        return _page(request, case, refusal=str(refused.sentence), status=STATUS.get(type(refused), 422))
    messages.success(request, _("Your text is as it was before."))
    return redirect("contributions-beside", reference)


def _opened(request: HttpRequest, reference: str) -> Case:
    case = case_for(person(request), reference)
    if not may_write(case, grants_of(person(request))):
        raise PermissionDenied(_("Only the lead department writes the answer, while it drafts."))
    return case


def _parts(request: HttpRequest, case: Case) -> list[Part]:
    """Of each contribution that stands, what it delivered last."""
    standing = Contribution.objects.visible_to(person(request)).filter(answer=case.answer_id)
    standing = standing.filter(state__in=(*OPEN, ACCEPTED, DECLINED))
    seen = Part.objects.visible_to(person(request)).filter(contribution__in=standing).last_delivered()
    rows = seen.select_related("contribution__department", "author").order_by("contribution__asked_at", "pk")
    return list(rows.prefetch_related("contribution__department__wordings"))


def _chosen(request: HttpRequest, parts: dict[int, Part]) -> dict[Part, list[int]]:
    """What was ticked, as “contribution:part:sentence”; raises where a part was delivered anew since."""
    if whole := request.POST.get("whole"):
        part = _named(parts, *_numbers(whole, 2))
        return {part: [one.number for one in taking_over.sentences_against(part.text, "")]}
    found: dict[Part, list[int]] = {}
    for ticked in request.POST.getlist("take")[:MOST_TICKED]:
        contribution, number, sentence = _numbers(ticked, 3)
        found.setdefault(_named(parts, contribution, number), []).append(sentence)
    return found


def _named(parts: dict[int, Part], contribution: int, number: int) -> Part:
    part = parts.get(contribution)
    if part is None or part.number != number:
        raise Conflict(_("A contribution changed meanwhile, so nothing was taken over. Look at it again."))
    return part


def _numbers(said: str, count: int) -> list[int]:
    pieces = [number for one in said.split(":") if (number := whole_number(one)) is not None]
    if len(pieces) != count or said.count(":") != count - 1:
        raise Conflict(_("This page had grown old, so nothing was taken over. Choose again."))
    return pieces


def _page(request: HttpRequest, case: Case, *, refusal: str = "", status: int = 200) -> HttpResponse:
    user, now = person(request), timezone.now()
    narrative = narrative_of(case, user, grants_of(user))
    latest = latest_draft(narrative.versions)
    kept = kept_of(case.present_answer, user, now, latest=latest.number if latest else 0)
    text = kept.mine.text if kept.mine else (latest.full_text if latest else "")
    ticked = set(request.POST.getlist("take"))
    context = {
        "case": case,
        "language": case.present_answer.round.language,
        "latest": latest,
        "kept": kept,
        "paragraphs": taking_over.paragraphs(text),
        "after": number_in(request, "after"),
        "parts": [_shown(part, text, ticked) for part in _parts(request, case)],
        "refusal": refusal,
        "draft_address": reverse("case", args=[case.reference]) + "#draft",
    }
    shown = 200 if getattr(request, "htmx", False) else status  # htmx puts nothing else into the page
    return render(request, "cases/beside.html", context, status=shown)


def _shown(part: Part, text: str, ticked: set[str]) -> dict[str, Any]:
    """A part with its sentences, each with the word that its box sends."""
    found = taking_over.sentences_against(part.text, text)
    rows = []
    for one in found:
        value = f"{part.contribution_id}:{part.number}:{one.number}"
        rows.append({"sentence": one, "value": value, "ticked": value in ticked})
    standing = sum(one.stands for one in found)
    return {"part": part, "rows": rows, "standing": standing, "all_stand": standing == len(found)}
