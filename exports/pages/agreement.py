"""Who has agreed to which rewritten paragraph: the editor's list, with one click to ask all, or to remind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires
from exports.agreeing import asking
from exports.agreeing.guards import IN_WORK
from exports.agreeing.standing import Rewritten
from exports.models import Report
from exports.pages.opened import report_for
from workflow.errors import Refused


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """Every rewritten paragraph of the report, and what each of its leads said."""
    return _page(request, report_for(person(request), reference))


@requires(EDITOR)
@posted_from("report-agreement", "reference")
def ask_all(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the leads of all rewritten paragraphs that changed since they were asked last."""
    shown = report_for(person(request), reference)
    return _done(request, shown, lambda: asking.ask(shown, by=person(request), now=timezone.now()))


@requires(EDITOR)
@posted_from("report-agreement", "reference")
def remind(request: HttpRequest, reference: str) -> HttpResponse:
    """Remind those who have not answered."""
    shown = report_for(person(request), reference)
    return _done(request, shown, lambda: asking.remind(shown, by=person(request), now=timezone.now()))


def agreement_of(rewritten: list[Rewritten]) -> dict[str, Any]:
    """What the page of the report says of it: how many there are, and how they stand."""
    return {
        "rewritten": {one.passage: one for one in rewritten},
        "agreement": {
            "all": len(rewritten),
            "agreed": sum(one.is_agreed for one in rewritten),
            "unasked": sum(bool(one.unasked) for one in rewritten),
            "waiting": sum(bool(one.waiting) for one in rewritten),
            "declined": sum(bool(one.declined) for one in rewritten),
        },
    }


def _done(request: HttpRequest, shown: Report, act: Callable[[], Sequence[Any]]) -> HttpResponse:
    try:
        told = act()
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, shown, status=status, refusal=refused.sentence)
    count = len({one.department_id for one in told})
    sentence = ngettext(
        "%(count)d department is asked, and told in its next mail.",
        "%(count)d departments are asked, and told in their next mails.",
        count,
    )
    messages.success(request, sentence % {"count": count})
    return redirect("report-agreement", shown.reference)


def _page(request: HttpRequest, shown: Report, *, status: int = 200, refusal: str = "") -> HttpResponse:
    rewritten = shown.rewritten()
    context = agreement_of(rewritten) | {
        "report": shown,
        "paragraphs": rewritten,
        "refusal": refusal,
        "asks": EDITOR.held(grants_of(person(request)), None) and shown.state in IN_WORK,
    }
    return render(request, "exports/agreement.html", context, status=status)
