"""Review: the text against what stood before (``shown.py``), and the decision of who validates or signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.models import Case, Version
from cases.models.reading import note_reading
from cases.pages import told
from cases.pages.case import case_page
from cases.pages.due_fields import hint_at_day_off
from cases.pages.forms import CommentForm, EditsForm
from cases.pages.kept import keeps_typed, typed_texts
from cases.pages.numbers import whole_number
from cases.pages.opened import case_for, person
from cases.pages.review import deciding
from cases.pages.review.deciding import WITH_VALIDATOR, Deciding
from cases.pages.review.queue import queue_of
from cases.pages.review.shown import shown_for
from cases.pages.step_form import StepForm
from cases.pages.steps import STATUS, after_step
from cases.people.days import today_of
from cases.people.roles import grants_of
from cases.policy import signed_in
from cases.templatetags.suivi import direction
from workflow.errors import Refused
from workflow.models import Event

NEXT = "-and-next"
"""What a button's word ends with that leads to the next answer."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def review(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(person(request), reference)
    decides = list(deciding.held(case, grants_of(person(request))))
    if not decides:
        raise PermissionDenied(deciding.why_not(case, grants_of(person(request))))
    if request.method == "POST":
        _note(request)
        return _sent(request, case, decides)
    return _page(request, case, decides)


def _sent(request: HttpRequest, case: Case, decides: list[Deciding]) -> HttpResponse:
    word = request.POST.get("decision", "")
    if word == "seen":
        return HttpResponse(status=204)
    if word == "skip":
        return _onward(request, case, decides[0], decided=False)
    if word == "comment":
        return _comment(request, case, decides)
    if word.removesuffix(NEXT) == "propose-edits" and WITH_VALIDATOR in decides:
        return _propose_edits(request, case, decides)
    chosen = next((one for one in decides if word.removesuffix(NEXT) in one.steps), None)
    if chosen is None:
        return _page(request, case, decides, status=409)
    return _decide(request, case, decides, chosen, word)


def _decide(
    request: HttpRequest, case: Case, decides: list[Deciding], chosen: Deciding, word: str
) -> HttpResponse:
    name = chosen.steps[word.removesuffix(NEXT)]
    form = _step_form(request, case, name, request.POST)
    typed = {"back_form": form} if name == chosen.steps[chosen.back] else {}

    def take() -> list[Event]:
        given = {"comment": form.cleaned_data.get("reason", ""), "seen": form.cleaned_data["seen"]}
        return actions.take_step(
            case, name, by=person(request), now=timezone.now(), **given, **form.given()
        )  # fmt: skip

    return _decided(request, case, decides, form, take, word, **typed)


def _comment(request: HttpRequest, case: Case, decides: list[Deciding]) -> HttpResponse:
    """What is said in a review must be answered before the answer is sent again."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, case, decides, status=422, problems=form, comment_form=form)
    act: dict[str, Any] = {"by": person(request), "now": timezone.now(), "must_be_answered": True}
    try:
        actions.add_comment(case, **form.cleaned_data, **act)
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, case, decides, status=status, refusal=refused.sentence, comment_form=form)
    messages.success(request, _("The comment is kept. It must be answered before the answer is sent again."))
    return _again(request, case)


def _again(request: HttpRequest, case: Case) -> HttpResponse:
    """The same page, at its comments."""
    done = urlencode({"done": _done(request.POST.get("done", ""))})
    return redirect(f"{reverse('review', args=[case.reference])}?{done}#comments")


def _propose_edits(request: HttpRequest, case: Case, decides: list[Deciding]) -> HttpResponse:
    form = EditsForm(request.POST)

    def take() -> list[Event]:
        return actions.propose_edits(case, by=person(request), now=timezone.now(), **form.cleaned_data)

    return _decided(request, case, decides, form, take, request.POST["decision"], edits_form=form)


def _decided(
    request: HttpRequest,
    case: Case,
    decides: list[Deciding],
    form: Any,
    take: Callable[[], list[Event]],
    word: str,
    **typed: Any,
) -> HttpResponse:
    """Take the step where the form holds together; else show the page again with what was typed."""
    if not form.is_valid():
        return _page(request, case, decides, status=422, problems=form, **typed)
    queue = queue_of(person(request), grants_of(person(request)), decides[0])
    following = queue.after(case)
    try:
        events = take()
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, case, decides, status=status, refusal=refused.sentence, **typed)
    messages.success(request, f"{case.reference}: {told.taken(case, events)}")
    if isinstance(form, StepForm):
        hint_at_day_off(request, form.given().get("due_on"), case.lead)
    return _next(request, following, decided=True) if word.endswith(NEXT) else after_step(request, case)


def _onward(request: HttpRequest, case: Case, decides: Deciding, *, decided: bool) -> HttpResponse:
    queue = queue_of(person(request), grants_of(person(request)), decides)
    return _next(request, queue.after(case), decided=decided)


def _next(request: HttpRequest, following: str, *, decided: bool) -> HttpResponse:
    """The next one, with how many were decided on the way; My work after the last."""
    if not following:
        return redirect("my-work")
    done = _done(request.POST.get("done", "")) + (1 if decided else 0)
    return redirect(f"{reverse('review', args=[following])}?{urlencode({'done': done})}")


def _done(said: str) -> int:
    """How many were decided on the way here."""
    return whole_number(said, most=9999) or 0


def _note(request: HttpRequest) -> None:
    """Write down which text was before the person's eyes: nothing but what is sent changes anything."""
    shown = whole_number(request.POST.get("shown", ""))
    seen = Version.objects.visible_to(person(request)).filter(pk=shown).first() if shown else None
    if seen is not None:
        note_reading(seen, by=person(request), now=timezone.now())


def _page(
    request: HttpRequest, case: Case, decides: list[Deciding], *, status: int = 200, **more: Any
) -> HttpResponse:
    now = deciding.deciding_on(case)
    text = deciding.text_of(case) if now in decides else None
    if now is None or text is None:
        return _elsewhere(request, case, decides[0], status, more.get("refusal", ""))
    shown = shown_for(case, now, text, person(request), request.GET.get("against", ""))
    shown["done"] = _done(request.POST.get("done", request.GET.get("done", "")))
    forms: dict[str, Any] = {"back_form": _step_form(request, case, now.steps[now.back], None)}
    forms["comment_form"] = CommentForm()
    if now is WITH_VALIDATOR:
        texts = {"full_text": text.full_text, "short_text": text.short_text}
        edits = more.get("edits_form") or EditsForm(initial=texts)
        forms["edits_form"] = edits.in_language(text.language, direction(text.language))
    context = shown | _places(shown) | _labels(case, now, shown["refusals"]) | forms | more
    return render(request, "cases/review.html", context, status=status)


def _places(shown: dict[str, Any]) -> dict[str, Any]:
    """“7 of 30”: those decided on the way count with those that wait."""
    return {"place": shown["done"] + shown["place"], "of": shown["done"] + shown["waiting"]}


def _labels(case: Case, now: Deciding, refusals: dict[str, Any]) -> dict[str, Any]:
    """The two ways, in the words of the table of steps, and why one is not open."""
    forward, back = case.process.steps[now.steps[now.forward]], case.process.steps[now.steps[now.back]]
    return {
        "forward_label": forward.label,
        "back_label": back.label,
        "forward_refusal": refusals.get(forward.name, ""),
        "back_refusal": refusals.get(back.name, ""),
    }


def _elsewhere(
    request: HttpRequest, case: Case, decides: Deciding, status: int, refusal: str
) -> HttpResponse:
    """The case went on meanwhile: its own page says where it stands, and shows what was typed."""
    if request.method == "POST":
        refusal = refusal or str(decides.elsewhere)
        return case_page(request, case, status=status, refusal=refusal, unsaved=typed_texts(request))
    messages.warning(request, decides.elsewhere)
    return redirect("case", case.reference)


def _step_form(request: HttpRequest, case: Case, step: str, data: Any) -> StepForm:
    return StepForm(
        data,
        case=case,
        step=case.process.steps[step],
        user=person(request),
        today=today_of(case.lead, timezone.now()),
    )
