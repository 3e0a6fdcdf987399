"""The signature folder on the screen: what waits for a signature, read and signed in one act, or printed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import many
from cases.models import Case, SignaturePaper
from cases.models.reading import note_readings
from cases.pages.bulk import sent_form
from cases.pages.desk.forms import versions_as_text, versions_from
from cases.pages.opened import WORDINGS, person
from cases.pages.signature.answers import Answer, answers_of, for_signature, to_agree
from cases.people.models import User
from cases.people.roles import grants_of
from cases.policy import signed_in
from cases.signing.codes import read_code
from cases.signing.papers import MOST, heads_of, make_paper
from workflow.errors import Refused

PER_PAGE = 20
ROWS = ("recommendation", "lead", "round", "answer", "proposed_status")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def folder(request: HttpRequest) -> HttpResponse:
    """Nothing is ticked beforehand: to sign is an act. “Select all” ticks what stands on the page."""
    if request.method == "POST":
        return _acted(request)
    if typed := request.GET.get("code", ""):
        return _found(request, typed)
    return _page(request)


def _acted(request: HttpRequest) -> HttpResponse:
    """Sign, or print, the answers that were ticked, as they stood on the page."""
    user, seen = person(request), versions_from(request.POST.get("seen", ""))
    waiting = for_signature(user, grants_of(user)).filter(pk__in=list(seen))
    ticked = waiting.filter(recommendation__reference__in=request.POST.getlist("case"))
    cases = list(ticked.select_related(*ROWS))
    if not cases:
        sentence = _("Tick the answers that you mean; nothing was done.")
        return _page(request, status=422, refusal=sentence)
    try:
        if request.POST.get("act") == "print":
            return _printed(request, cases)
        bulk = many.act_on_many(
            "sign_and_send", many.rows_of(ticked, seen), by=user, clock=timezone.now, form=sent_form(request)
        )
    except Refused as refused:
        return _page(request, status=422, refusal=str(refused.sentence))
    note_readings(versions_from(request.POST.get("shown", "")), by=user, now=timezone.now())
    return redirect("bulk", bulk.key)


def _printed(request: HttpRequest, cases: list[Case]) -> HttpResponse:
    """For the head whom the page named; where there is one alone, nobody is asked."""
    heads = heads_of(cases[0].lead) if cases[0].lead else []
    named = next((one for one in heads if str(one.pk) == request.POST.get("signer", "")), None)
    signer = named or (heads[0] if len(heads) == 1 else None)
    if signer is None:
        raise Refused(_("Choose who signs: the head of the department."))
    paper = make_paper(cases, signer=signer, by=person(request), now=timezone.now())
    return redirect("signature-paper", paper.key)


def _found(request: HttpRequest, typed: str) -> HttpResponse:
    """The paper on which that code stands, if this person sees it."""
    code, papers = read_code(typed), SignaturePaper.objects.visible_to(person(request))
    found = papers.filter(texts__code=code).order_by("-made_at").first() if code else None
    if found is not None:
        return redirect("signature-paper", found.key)
    sentence = _("No paper of your department has this code.") if code else _("This code is mistyped.")
    return _page(request, status=404, refusal=sentence)


def _page(request: HttpRequest, *, status: int = 200, refusal: str = "") -> HttpResponse:
    user = person(request)
    grants = grants_of(user)
    waiting = for_signature(user, grants).select_related(*ROWS).prefetch_related(*WORDINGS)
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    answers = answers_of(page.object_list, user, grants)
    context = {
        "page": page,
        "answers": answers,
        "signs": any(not one.refusal for one in answers),
        "to_sign": sum(not one.refusal for one in answers),
        "all_ticked": request.GET.get("ticked") == "all",
        "ticked": request.POST.getlist("case"),
        "seen": versions_as_text((case.pk, case.version) for case in page.object_list),
        "shown": versions_as_text((one.text.pk, one.text.number) for one in answers),
        "form_key": uuid4(),
        "to_agree": list(to_agree(user, grants).for_lists()[:PER_PAGE]),
        "papers": list(_unfiled(user)),
        "signers": _signers(answers),
        "most": MOST,
        "refusal": refusal,
    }
    return render(request, "cases/signature.html", context, status=status)


def _unfiled(user: User) -> Any:
    papers = SignaturePaper.objects.visible_to(user).unfiled().select_related("signer", "department")
    return papers.prefetch_related("department__wordings", "texts").order_by("-made_at")[:PER_PAGE]


def _signers(answers: list[Answer]) -> list[User]:
    """Who may be asked to sign what stands on the page, where it is of one department."""
    leads = {one.case.lead for one in answers if one.case.lead}
    return heads_of(leads.pop()) if len(leads) == 1 else []
