"""The page of what was found in a report before it is frozen, and what an editor sets aside there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.pages.kept import keeps_typed, posted_from
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires
from exports.checking import setting_aside
from exports.checking.checks import CHECKS
from exports.checking.finding import Finding
from exports.content import hash_of
from exports.models import Report, SetAside
from exports.models.set_aside import LONGEST_REASON
from exports.pages.checks_shown import content_of, found_in, grouped, headings_above, only, shown, summary_of
from exports.pages.opened import report_for
from workflow.errors import Refused

PER_PAGE = 50


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def checks(request: HttpRequest, reference: str) -> HttpResponse:
    """All findings by group; ``only`` in the address is one group, ``check`` one sort, all of it."""
    report = report_for(person(request), reference)
    return _page(request, report, _found(request, report))


@requires(EDITOR)
@posted_from("report-checks", "reference")
@keeps_typed
def set_aside(request: HttpRequest, reference: str) -> HttpResponse:
    """One finding does not apply here, for the reason given."""
    report = report_for(person(request), reference)
    found = _found(request, report)
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
    try:
        setting_aside.set_aside(report, key, found, reason=reason, by=person(request), now=timezone.now())
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        typed = {"key": key, "reason": reason}
        return _page(request, report, found, status=status, refusal=refused.sentence, typed=typed)
    messages.success(request, _("Set aside. It comes back once the text there changes."))
    return redirect("report-checks", reference)


@requires(EDITOR)
@posted_from("report-checks", "reference")
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """What was set aside counts again."""
    report = report_for(person(request), reference)
    try:
        setting_aside.take_back(report, request.POST.get("key", ""), by=person(request), now=timezone.now())
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, report, _found(request, report), status=status, refusal=refused.sentence)
    messages.success(request, _("Taken back: it counts again."))
    return redirect("report-checks", reference)


def _found(request: HttpRequest, report: Report) -> list[Finding]:
    content = content_of(report)
    return found_in(report, content, hash_of(content), person(request), timezone.now())


def _page(
    request: HttpRequest, report: Report, found: list[Finding], *, status: int = 200, **said: Any
) -> HttpResponse:
    aside = SetAside.objects.of(report).by_key()
    counted = setting_aside.counting(found, aside)
    name = request.GET.get("only", "")
    context: dict[str, Any] = {
        "report": report,
        "is_editor": EDITOR.held(grants_of(request.user), None) and report.edition is None,
        "summary": summary_of(found, aside),
        "aside": [aside[one.key] for one in found if one.key in aside and not one.check.holds_up],
        "longest": LONGEST_REASON,
        "in_languages": report.gaps_in_languages() if report.type and not report.edition else [],
        **said,
    }
    if chosen := CHECKS.get(request.GET.get("check", "")):
        alike = [one for one in counted if one.code == chosen.code]
        above = headings_above(content_of(report))
        page = Paginator(alike, PER_PAGE).get_page(request.GET.get("page", "1"))
        context |= {"chosen": chosen, "page": page, "rows": [shown(one, report, above) for one in page]}
    else:
        context |= {"groups": grouped(only(counted, name), report), "only": name}
    return render(request, "exports/checks.html", context, status=status)
