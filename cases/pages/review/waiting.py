"""All that waits for a validator: to be read one by one or, where nothing changed, approved in one act."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import many
from cases.models import Case
from cases.pages.bulk import sent_form
from cases.pages.desk.forms import versions_as_text, versions_from
from cases.pages.opened import person
from cases.pages.review.deciding import WITH_VALIDATOR
from cases.pages.review.queue import LIMIT, waiting_for
from cases.pages.review.unchanged import by_answer, with_unchanged
from cases.people.models import User
from cases.people.roles import VALIDATOR, grants_of
from cases.policy import requires
from workflow.errors import Refused

PER_PAGE = 50


@requires(VALIDATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """What is chosen is shown once more, fixed, before it is approved; the third press approves it."""
    answers = _answers(person(request))
    if request.method != "POST":
        return _listed(request, answers)
    if "rows" in request.POST:
        return _approve(request)
    chosen = _chosen(request, answers)
    if not chosen:
        sentence = _("Tick the answers that you mean, or choose all that are unchanged.")
        return _listed(request, answers, status=422, refusal=sentence)
    rows = versions_as_text((one["case"].pk, one["case"].version) for one in chosen)
    context = {"answers": chosen, "rows": rows, "form_key": uuid4()}
    return render(request, "cases/review_unchanged.html", context)


def _answers(user: User) -> list[dict[str, Any]]:
    """One line for each answer: the case by which it is opened, the others, whether nothing changed."""
    waiting = waiting_for(user, grants_of(user), WITH_VALIDATOR).for_lists()
    cases = with_unchanged(waiting, user).select_related("answer__sent")[:LIMIT]
    return [
        {"case": first, "others": others, "unchanged": all(one.is_unchanged for one in (first, *others))}
        for first, *others in by_answer(cases)
    ]


def _listed(
    request: HttpRequest, answers: list[dict[str, Any]], *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    page = Paginator(answers, PER_PAGE).get_page(request.GET.get("page"))
    unchanged = sum(one["unchanged"] for one in answers)
    context = {"page": page, "count": len(answers), "unchanged": unchanged, "refusal": refusal}
    return render(request, "cases/review_waiting.html", context, status=status)


def _chosen(request: HttpRequest, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Only what is unchanged: an answer with a change is read before it is approved."""
    unchanged = [one for one in answers if one["unchanged"]]
    if request.POST.get("which") == "unchanged":
        return unchanged
    ticked = set(request.POST.getlist("case"))
    return [one for one in unchanged if one["case"].reference in ticked]


def _approve(request: HttpRequest) -> HttpResponse:
    """Those that were shown, as they were shown; each is checked by itself, and has its own result."""
    user, seen = person(request), versions_from(request.POST["rows"])
    cases = Case.objects.visible_to(user).filter(pk__in=list(seen))
    act = {"by": user, "clock": timezone.now, "form": sent_form(request)}
    try:
        bulk = many.act_on_many("approve", many.rows_of(cases, seen), **act)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("review-waiting")
    return redirect("bulk", bulk.key)
