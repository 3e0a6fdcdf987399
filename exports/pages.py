"""The pages of the reports: the list, the numbered text with its coverage, the PDFs and their progress.

No PDF is made in a request: a button writes a row, and the worker makes it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case
from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.people.roles import COORDINATOR, EDITOR, OBSERVER, VALIDATOR, grants_of
from cases.policy import requires, signed_in
from exports import actions
from exports.chapters import gather
from exports.content import UPR_WORDS, answered, unanswered, words_in
from exports.forms import ReportForm, RevisionForm, SubmissionForm
from exports.models import Rendering, Report
from workflow.errors import Refused

RENDERINGS_SHOWN = 10


@requires(EDITOR, COORDINATOR, VALIDATOR, OBSERVER)
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """All reports; an editor opens another one here."""
    is_editor = _is_editor(request)
    if request.method != "POST":
        return _list(request, ReportForm() if is_editor else None)
    if not is_editor:
        raise PermissionDenied(_("Only an editor opens a report."))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        opened = actions.open_report(by=person(request), **form.cleaned_data)
    except Refused as refused:
        return _list(request, form, status=409, refusal=refused.sentence)
    messages.success(request, _("The report is open. The approved answers of its round stand in it."))
    return redirect("report", opened.reference)


@requires(EDITOR, COORDINATOR, VALIDATOR, OBSERVER)
@require_safe
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """The report as it would be printed now, what it still lacks, and its PDFs."""
    return _page(request, _report(request, reference))


@requires(EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Title page and introduction. Where two editors meet, the second sees both texts."""
    shown = _report(request, reference)
    if request.method != "POST":
        return _editing(request, shown, RevisionForm(instance=shown))
    form = RevisionForm(request.POST, instance=_report(request, reference))
    if not form.is_valid():
        began = request.POST.get("started_from", "")
        return _editing(request, shown, form, status=422, started_from=began)
    try:
        actions.revise_report(shown, by=person(request), **form.cleaned_data)
    except Refused as refused:
        standing = form.standing(shown)
        return _editing(request, shown, form, status=409, refusal=refused.sentence, standing=standing)
    messages.success(request, _("Saved."))
    return redirect("report", reference)


@requires(EDITOR)
@posted_from("report", "reference")
def make_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    shown = _report(request, reference)
    actions.request_rendering(shown, by=person(request), now=timezone.now())
    messages.success(request, _("The PDF is being made. It takes about a minute, and then stands here."))
    return redirect(reverse("report", args=[reference]) + "#paper")


@requires(EDITOR, COORDINATOR, VALIDATOR, OBSERVER)
@require_safe
def rendering(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """How one PDF stands: a part of the report's page, which asks for it again while it is being made."""
    shown = _rendering(request, reference, key)
    if not getattr(request, "htmx", False):
        return redirect("report", reference)
    context = {"rendering": shown, "report": shown.report, "is_editor": _is_editor(request)}
    return render(request, "exports/rendering.html", context)


@requires(EDITOR)
@posted_from("report", "reference")
def cancel_pdf(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    shown = _rendering(request, reference, key)
    try:
        actions.cancel(shown, by=person(request), now=timezone.now())
    except Refused as refused:
        return _page(request, shown.report, status=409, refusal=refused.sentence)
    messages.success(request, _("The PDF is no longer being made."))
    return redirect("report", reference)


@requires(EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def submit_pdf(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Record that this PDF was submitted; the cases in it become submitted with it."""
    shown, today = _rendering(request, reference, key), timezone.localdate()
    if request.method != "POST":
        return _submission(request, shown, SubmissionForm(today=today, initial={"on": today}))
    form = SubmissionForm(request.POST, today=today)
    if not form.is_valid():
        return _submission(request, shown, form, status=422)
    try:
        events = actions.submit(shown, by=person(request), now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return _submission(request, shown, form, status=409, refusal=refused.sentence)
    done = ngettext("%d case became submitted.", "%d cases became submitted.", len(events)) % len(events)
    messages.success(request, _("Recorded as submitted.") + " " + done)
    return redirect("report", reference)


@signed_in
@require_safe
def report_pdf(request: HttpRequest, reference: str, key: UUID) -> FileResponse:
    """The file itself. 404 for who may not see the report, and where there is no file yet."""
    shown = _rendering(request, reference, key)
    if not shown.is_done:
        raise Http404(_("This PDF has not been made."))
    return FileResponse(
        shown.file.open("rb"),
        as_attachment=True,
        filename=f"{reference}.pdf",
        content_type="application/pdf",
    )


def _report(request: HttpRequest, reference: str) -> Report:
    seen = Report.objects.visible_to(person(request)).select_related("round")
    return get_object_or_404(seen, reference=reference)


def _rendering(request: HttpRequest, reference: str, key: UUID) -> Rendering:
    seen = Rendering.objects.visible_to(person(request)).select_related("report__round", "requested_by")
    return get_object_or_404(seen.defer("content"), report__reference=reference, key=key)


def _is_editor(request: HttpRequest) -> bool:
    return EDITOR.held(grants_of(request.user), None)


def _editing(
    request: HttpRequest, shown: Report, form: RevisionForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    page = {"report": shown, "form": form, "started_from": shown.version, **context}
    return render(request, "exports/edit.html", page, status=status)


def _submission(
    request: HttpRequest, shown: Rendering, form: SubmissionForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {"rendering": shown, "report": shown.report, "form": form, "refusal": refusal}
    return render(request, "exports/submit.html", context, status=status)


def _list(
    request: HttpRequest, form: ReportForm | None, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    seen = Report.objects.visible_to(request.user).select_related("round").newest_first()
    context = {"reports": seen, "form": form, "refusal": refusal}
    return render(request, "exports/reports.html", context, status=status)


def _page(request: HttpRequest, shown: Report, *, status: int = 200, refusal: str = "") -> HttpResponse:
    content = gather(shown, Case.objects.visible_to(request.user))
    renderings = Rendering.objects.visible_to(request.user).filter(report=shown).newest_first()
    context = {
        "report": shown,
        "content": content,
        "words": words_in(content),
        "limit": UPR_WORDS,
        "answered": answered(content),
        "missing": unanswered(content),
        "renderings": renderings.select_related("requested_by")[:RENDERINGS_SHOWN],
        "is_editor": _is_editor(request),
        "refusal": refusal,
    }
    return render(request, "exports/report.html", context, status=status)
