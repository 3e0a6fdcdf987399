"""Speaking of an answer: a comment, an answer to it, and that a talk is done."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import actions
from cases.drafting import commenting, mentioning
from cases.models import Case, Comment
from cases.pages.case import case_page
from cases.pages.forms import CommentForm, ReplyForm
from cases.pages.kept import keeps_typed, posted, posted_from
from cases.pages.opened import case_for, person
from cases.pages.steps import STATUS
from cases.pages.talks import may_comment
from cases.people.roles import grants_of
from cases.policy import signed_in
from workflow.errors import Refused

LONGEST_NAME = 200


@signed_in
@posted
@keeps_typed
def add_comment(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(person(request), reference)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, status=422, comment_form=form, problems=form)
    try:
        actions.add_comment(case, by=person(request), now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return case_page(request, case, status=409, comment_form=form, refusal=refused.sentence)
    return _back(case)


@signed_in
@posted_from("case", "reference")
@keeps_typed
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case, comment = _opened(request, reference, number)
    form = ReplyForm(request.POST, number=number)
    if not form.is_valid():
        return _refused(request, case, form, 422, problems=form)
    act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    try:
        commenting.answer_comment(case, comment, text=form.cleaned_data["text"], **act)
    except Refused as refused:
        return _refused(request, case, form, STATUS.get(type(refused), 422), refusal=refused.sentence)
    return _back(case, comment)


@signed_in
@posted_from("case", "reference")
def settle(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case, comment = _opened(request, reference, number)
    try:
        commenting.settle_comment(case, comment, by=person(request), now=timezone.now())
    except Refused as refused:
        return case_page(request, case, status=STATUS.get(type(refused), 422), refusal=refused.sentence)
    return _back(case, comment)


@signed_in
@posted_from("case", "reference")
def reopen(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case, comment = _opened(request, reference, number)
    try:
        commenting.reopen_comment(case, comment, by=person(request))
    except Refused as refused:
        return case_page(request, case, status=STATUS.get(type(refused), 422), refusal=refused.sentence)
    return _back(case, comment)


@signed_in
@posted_from("case", "reference")
def see_mention(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Who was mentioned has seen it: it stands in My work no more. On to the talk."""
    case, comment = _opened(request, reference, number)
    commenting.see_mention(case, comment, by=person(request), now=timezone.now())
    return _back(case, comment)


@signed_in
@require_safe
def colleagues(request: HttpRequest, reference: str) -> JsonResponse:
    """Whom a comment that is said now may mention, of those whose name begins with ``q``; for mentions.js."""
    case, user = case_for(person(request), reference), person(request)
    if case.answer_id is None or not may_comment(case, grants_of(user)):
        raise PermissionDenied(_("Observers read; comments are for those who work on the answer."))
    begun = request.GET.get("q", "")[:LONGEST_NAME]
    found, more = mentioning.offered(case, begun, within=actions.stays_within(case, user), to=user)
    names = Counter(one.person.name.casefold() for one in found)
    people = [
        {
            "write": one.person.email if names[one.person.name.casefold()] > 1 else one.person.name,
            "name": str(one.person),
            "role": capfirst(str(one.role)),
        }
        for one in found
    ]
    return JsonResponse({"people": people, "more": more})


def _opened(request: HttpRequest, reference: str, number: int) -> tuple[Case, Comment]:
    """The comment of that number on the present answer of the case; unseen is 404."""
    case = case_for(person(request), reference)
    seen = Comment.objects.visible_to(person(request)).filter(answer=case.answer_id or 0)
    return case, get_object_or_404(seen.select_related("answers"), pk=number)


def _refused(request: HttpRequest, case: Case, form: ReplyForm, status: int, **said: Any) -> HttpResponse:
    """The page again, with the answer in the talk where it was typed."""
    return case_page(request, case, status=status, reply_form=form, **said)


def _back(case: Case, comment: Comment | None = None) -> HttpResponse:
    """To the talk, or to where the comments begin."""
    place = f"comment-{comment.answers_id or comment.pk}" if comment else "comments"
    return redirect(f"{reverse('case', args=[case.reference])}#{place}")
