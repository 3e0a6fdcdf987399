"""The pages of the reports: the list, one report with its text, its stages and its steps, the title page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.pages.kept import keeps_typed
from cases.pages.opened import person
from cases.people.models import User
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires
from exports import actions
from exports.agreeing.recording import without_agreements
from exports.agreeing.rewriting import why_not_now
from exports.content import Content, answered, hash_of, unanswered
from exports.forms import OpeningForm, RevisionForm
from exports.gaps import gaps
from exports.models import Report, SetAside
from exports.pages.agreement import agreement_of
from exports.pages.assembly import outline_of
from exports.pages.budget import budget_for, printed
from exports.pages.checks_shown import found_in, summary_of
from exports.pages.dates import coming
from exports.pages.editions import editions_of
from exports.pages.list_of_reports import rows_of
from exports.pages.objections import objections_of
from exports.pages.opened import report_for
from exports.pages.paper_list import papers_of
from exports.pages.standing import openings_for, stages_of, to_undo
from exports.pages.text_in import text_in
from exports.pages.told import events_of, timeline
from workflow.errors import Refused
from workflow.grants import Grants


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """All reports; an editor opens another one here."""
    is_editor = EDITOR.held(grants_of(request.user), None)
    if request.method != "POST":
        return _list(request, OpeningForm() if is_editor else None)
    if not is_editor:
        raise PermissionDenied(_("Only an editor opens a report."))
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        opened = _opened(person(request), **form.cleaned_data)
    except Refused as refused:
        return _list(request, form, status=409, refusal=refused.sentence)
    messages.success(request, _("The report is open. The approved answers of its round stand in it."))
    return redirect("report", opened.reference)


@transaction.atomic
def _opened(by: User, *, kind: str, grouping: str, **details: Any) -> Report:
    """Where its type is known, it is assembled at once; otherwise that is its first step."""
    opened = actions.open_report(by=by, **details)
    if kind:
        given: dict[str, Any] = {"kind": kind, "round": opened.round, "grouping": grouping}
        actions.take_report_step(opened, "assemble", by=by, now=timezone.now(), **given)
    return opened


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """The report as it would be printed now, where it stands, what it still lacks, and its PDFs."""
    return report_page(request, report_for(person(request), reference))


@requires(EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Title page and introduction. Where two editors meet, the second sees both texts."""
    shown = report_for(person(request), reference)
    if request.method != "POST":
        if not shown.is_with_editor:
            return report_page(request, shown, status=409, refusal=str(why_not_now(shown)))
        return _editing(request, shown, RevisionForm(instance=shown))
    form = RevisionForm(request.POST, instance=report_for(person(request), reference))
    if not form.is_valid():
        began = request.POST.get("started_from", "")
        return _editing(request, shown, form, status=422, started_from=began)
    try:
        actions.revise_report(shown, by=person(request), now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        now = report_for(person(request), reference)
        standing = form.standing(now)
        return _editing(request, now, form, status=409, refusal=refused.sentence, standing=standing)
    messages.success(request, _("Saved."))
    return redirect("report", reference)


def report_page(request: HttpRequest, shown: Report, *, status: int = 200, refusal: str = "") -> HttpResponse:
    user = person(request)
    grants = grants_of(user)
    is_editor = EDITOR.held(grants, None)
    if getattr(request, "htmx", False) and request.GET.get("at"):
        return render(request, "exports/parts/chapter_inside.html", _one_part(request, shown, is_editor))
    context = _text(request, shown) | _way(shown, user, grants) | _beside(shown, user, grants)
    context |= agreement_of(shown.rewritten()) | {"on_desk_of_report": True}
    context |= _checked(shown, context["hash"], user)
    context |= {"report": shown, "refusal": refusal, "is_editor": is_editor}
    context |= outline_of(request, shown, context["text"], is_editor)
    return render(request, "exports/report.html", context, status=status)


def _one_part(request: HttpRequest, shown: Report, is_editor: bool) -> dict[str, Any]:
    """A heading that was folded, with what stands right under it."""
    text = text_in(request, shown, printed(shown))
    context = outline_of(request, shown, text["text"], is_editor) | {"report": shown, **text}
    if not context["at"]:
        raise Http404
    return context | {"part": context["parts"][0]}


def _text(request: HttpRequest, shown: Report) -> dict[str, Any]:
    """What is printed: of a frozen report the edition, of any other the text as it would be now."""
    content = printed(shown)
    kind, budget, sha256 = shown.type, budget_for(shown), hash_of(content)
    return {
        "content": content,
        "hash": sha256,
        "kind": kind,
        "words": budget.words if budget else 0,
        "budget": budget,
        "answered": answered(content),
        "missing": unanswered(content),
        "differs": _differs(shown, content, sha256),
        **text_in(request, shown, content),
    }


def _differs(shown: Report, content: Content, sha256: str) -> bool:
    """Whether the text, of this hash, is no longer the one that circulated."""
    circulated = shown.circulation.sha256 if shown.circulation else sha256
    return circulated != sha256 and circulated != hash_of(without_agreements(content))


def _checked(shown: Report, sha256: str, user: User) -> dict[str, Any]:
    """What was found in a text that is not frozen yet."""
    if shown.edition:
        return {}
    found = found_in(shown, shown.text, sha256, user, timezone.now())
    return {"lacking": gaps(found), "summary": summary_of(found, SetAside.objects.of(shown).by_key())}


def _way(shown: Report, user: User, grants: Grants) -> dict[str, Any]:
    events = events_of(shown)
    return {
        "stages": stages_of(shown),
        "coming": coming(shown, timezone.localdate()),
        "openings": openings_for(shown, user, grants, timezone.now()),
        "to_undo": to_undo(events, user, grants, timezone.now()),
        "timeline": timeline(events),
    }


def _beside(shown: Report, user: User, grants: Grants) -> dict[str, Any]:
    return {
        **papers_of(shown, user),
        "objections": objections_of(shown, user, grants),
        "editions": editions_of(shown, user),
    }


def _editing(
    request: HttpRequest, shown: Report, form: RevisionForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    page = {
        "report": shown,
        "form": form,
        "started_from": shown.version,
        "budget": budget_for(shown),
        **context,
    }
    return render(request, "exports/edit.html", page, status=status)


def _list(
    request: HttpRequest, form: OpeningForm | None, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    seen = Report.objects.visible_to(request.user).select_related("round__plan", "edition")
    shown = list(seen.defer("edition__content").newest_first())
    rows = rows_of(shown, request.user, timezone.localdate())
    context = {"rows": rows, "form": form, "refusal": refusal}
    return render(request, "exports/reports.html", context, status=status)
