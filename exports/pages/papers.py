"""The PDFs of a report: asked for, followed while they are made, cancelled, downloaded.

No PDF is made in a request: a button writes a row, and the worker makes it.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires, signed_in
from exports import actions
from exports.models import Rendering
from exports.pages.opened import report_for
from exports.pages.reports import report_page
from workflow.errors import Refused


@requires(EDITOR)
@posted_from("report", "reference")
def make_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    shown = report_for(person(request), reference)
    actions.request_rendering(shown, by=person(request), now=timezone.now())
    messages.success(request, _("The PDF is being made. It takes about a minute, and then stands here."))
    return redirect(reverse("report", args=[reference]) + "#paper")


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def rendering(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """How one PDF stands: a part of the report's page, which asks for it again while it is being made."""
    shown = _rendering(request, reference, key)
    if not getattr(request, "htmx", False):
        return redirect("report", reference)
    is_editor = EDITOR.held(grants_of(request.user), None)
    context = {"rendering": shown, "report": shown.report, "is_editor": is_editor}
    return render(request, "exports/rendering.html", context)


@requires(EDITOR)
@posted_from("report", "reference")
def cancel_pdf(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    shown = _rendering(request, reference, key)
    try:
        actions.cancel(shown, by=person(request), now=timezone.now())
    except Refused as refused:
        opened = report_for(person(request), reference)
        return report_page(request, opened, status=409, refusal=refused.sentence)
    messages.success(request, _("The PDF is no longer being made."))
    return redirect("report", reference)


@signed_in
@require_safe
def report_pdf(request: HttpRequest, reference: str, key: UUID) -> FileResponse:
    """The file itself. 404 for who may not see the report, and where there is no file yet."""
    shown = _rendering(request, reference, key)
    if not shown.is_done:
        raise Http404(_("This PDF has not been made."))
    name = f"{reference}-{shown.edition.number}" if shown.edition else f"{reference}-draft"
    return FileResponse(
        shown.file.open("rb"),
        as_attachment=True,
        filename=f"{name}.pdf",
        content_type="application/pdf",
    )


def _rendering(request: HttpRequest, reference: str, key: UUID) -> Rendering:
    seen = Rendering.objects.visible_to(person(request)).select_related(
        "report__round", "requested_by", "edition"
    )
    return get_object_or_404(seen.without_text(), report__reference=reference, key=key)
