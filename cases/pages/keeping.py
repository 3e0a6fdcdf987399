"""Keeping what somebody types, by a script while he types; dropping it, and bringing it back.

The script (static/suivi/editor.js) asks for JSON and gets one line to show; a form gets the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.drafting import copies
from cases.models import Case, Contribution, Part, Version, WorkingCopy
from cases.models.working_copy import Subject
from cases.pages.contribution_forms import PartForm
from cases.pages.copies import clock, edition_seen, line_of, others_in
from cases.pages.forms import DraftForm
from cases.pages.kept import asks_for_json, keeps_typed, posted_from
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.policy import signed_in
from workflow.errors import Conflict, Refused

View = Callable[..., HttpResponse]


def says_in_a_line(view: View) -> View:
    """A refusal is the line that the script shows; to a form it is a page with what was typed."""

    @wraps(view)
    def said(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            if not asks_for_json(request):
                raise PermissionDenied(str(refused.sentence)) from refused
            return JsonResponse({"line": str(refused.sentence)}, status=STATUS.get(type(refused), 409))
        except Http404:
            if not asks_for_json(request):
                raise
            sentence = _("You may no longer see this case; it may have gone to another department.")
            return JsonResponse({"line": sentence}, status=404)

    return said


@signed_in
@posted_from("case", "reference")
@keeps_typed
@says_in_a_line
def keep_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Only that the page is open still, where no text comes along."""
    case = _case(request, reference)
    ask_for_writer(request)
    asked_in = case.answer.round if case.answer else None
    form = DraftForm(request.POST, asked_in=asked_in)
    kept = _kept(request, case.answer, form, lambda **typed: copies.keep_draft(case, **typed))
    if isinstance(kept, HttpResponse):
        return kept
    latest = case.answer.versions.drafts().order_by("-number") if case.answer else Version.objects.none()
    return _answer(request, case.answer, kept, latest, reverse("case", args=[reference]))


@signed_in
@posted_from("contribution", "reference", "number")
@keeps_typed
@says_in_a_line
def keep_part(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    found = _contribution(request, reference, number)
    ask_for_writer(request)
    form = PartForm(request.POST)
    kept = _kept(request, found, form, lambda **typed: copies.keep_part(found, **typed))
    if isinstance(kept, HttpResponse):
        return kept
    latest = found.parts.order_by("-number")
    return _answer(request, found, kept, latest, reverse("contribution", args=[reference, number]))


@signed_in
@posted_from("case", "reference")
@says_in_a_line
def drop_draft(request: HttpRequest, reference: str) -> HttpResponse:
    case = _case(request, reference)
    return _dropped(request, case.answer, reverse("case", args=[reference]))


@signed_in
@posted_from("contribution", "reference", "number")
@says_in_a_line
def drop_part(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    found = _contribution(request, reference, number)
    return _dropped(request, found, reverse("contribution", args=[reference, number]))


@signed_in
@posted_from("case", "reference")
@says_in_a_line
def bring_draft_back(request: HttpRequest, reference: str) -> HttpResponse:
    case = _case(request, reference)
    return _back(request, case.answer, reverse("case", args=[reference]))


@signed_in
@posted_from("contribution", "reference", "number")
@says_in_a_line
def bring_part_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    found = _contribution(request, reference, number)
    return _back(request, found, reverse("contribution", args=[reference, number]))


def _case(request: HttpRequest, reference: str) -> Case:
    seen = Case.objects.visible_to(person(request)).select_related("answer__round", "recommendation")
    return get_object_or_404(seen, recommendation__reference=reference)


def _contribution(request: HttpRequest, reference: str, number: int) -> Contribution:
    case = _case(request, reference)
    seen = Contribution.objects.visible_to(person(request)).filter(answer=case.answer_id or 0)
    return get_object_or_404(seen, pk=number)


def ask_for_writer(request: HttpRequest) -> None:
    """A page that one person left open is not written on for the next one who signs in beside it."""
    if request.POST.get("writer", str(person(request).pk)) != str(person(request).pk):
        sentence = _("Somebody else is signed in by now in this browser, so nothing is kept at Suivi.")
        raise Conflict(sentence)


def _kept(
    request: HttpRequest, subject: Subject | None, form: Any, keep: Callable[..., WorkingCopy]
) -> WorkingCopy | HttpResponse | None:
    """The copy with what was typed; None where the page only says that it is open, and there is none."""
    act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    if "started_from" not in request.POST:
        return copies.is_here(subject, **act) if subject else None
    if not form.is_valid():
        problems = " ".join(str(one) for errors in form.errors.values() for one in errors)
        sentence = _("Not saved: %(problems)s") % {"problems": problems}
        return JsonResponse({"line": sentence}, status=422)
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in form.fields}
    del typed["started_from"]
    started = form.cleaned_data["started_from"]
    return keep(typed=typed, started_from=started, seen=edition_seen(request), **act)


def _answer(
    request: HttpRequest, subject: Subject | None, copy: WorkingCopy | None, texts: Any, page: str
) -> HttpResponse:
    if not asks_for_json(request):
        return redirect(page)
    said: dict[str, Any] = {"line": "", "copy": 0, "others": [], "behind": ""}
    if subject is not None:
        said["others"] = others_in(subject, person(request), timezone.now())
    if copy is not None:
        said |= {"line": line_of(copy), "copy": copy.edition, "behind": _behind(copy, texts)}
    return JsonResponse(said)


def _behind(copy: WorkingCopy, texts: Any) -> str:
    """Who saved a text since this one was begun."""
    last: Version | Part | None = texts.select_related("author").first()
    if last is None or last.number <= copy.started_from:
        return ""
    said: Mapping[str, Any] = {"who": last.author, "time": clock(last.at)}
    return _("%(who)s saved another text at %(time)s, while you were writing. Yours is kept.") % said


def _dropped(request: HttpRequest, subject: Subject | None, page: str) -> HttpResponse:
    if subject is not None and copies.drop(subject, by=person(request), now=timezone.now()):
        messages.success(request, _("Dropped. You can bring it back, below the text."))
    return redirect(page)


def _back(request: HttpRequest, subject: Subject | None, page: str) -> HttpResponse:
    if subject is not None and copies.bring_back(subject, by=person(request), now=timezone.now()):
        messages.success(request, _("Your text is back. Save it to make it a version."))
    return redirect(page)
