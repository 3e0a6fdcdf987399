"""The papers of a report: asked for, followed while they are made, cancelled, downloaded.

No paper is made in a request: a button writes a row, and the worker makes it.
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
from exports.pages.paper_list import papers_of
from exports.pages.reports import report_page
from workflow.errors import Refused


@requires(EDITOR)
@posted_from("report", "reference")
def make(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for one: its format is the button, its language the choice beside."""
    shown = report_for(person(request), reference)
    asked = {name: request.POST.get(name, "") for name in ("format", "language")}
    try:
        paper = actions.request_rendering(shown, by=person(request), now=timezone.now(), **asked)
    except Refused as refused:
        return report_page(request, shown, status=422, refusal=refused.sentence)
    messages.success(request, _made_already() if paper.is_done else _being_made())
    return redirect(reverse("report", args=[reference]) + "#papers")


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def papers(request: HttpRequest, reference: str) -> HttpResponse:
    """How they stand: a part of the report's page, which asks for it again while one is being made."""
    shown = report_for(person(request), reference)
    if not getattr(request, "htmx", False):
        return redirect("report", reference)
    is_editor = EDITOR.held(grants_of(request.user), None)
    context = {"report": shown, "is_editor": is_editor, **papers_of(shown, person(request))}
    return render(request, "exports/parts/paper_list.html", context)


@requires(EDITOR)
@posted_from("report", "reference")
def cancel(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    shown = _rendering(request, reference, key)
    try:
        actions.cancel(shown, by=person(request), now=timezone.now())
    except Refused as refused:
        opened = report_for(person(request), reference)
        return report_page(request, opened, status=409, refusal=refused.sentence)
    messages.success(request, _("The file is no longer being made."))
    return redirect("report", reference)


@signed_in
@require_safe
def paper(request: HttpRequest, reference: str, key: UUID) -> FileResponse:
    """The file itself, as an attachment. 404 for who may not see it, and where there is none yet."""
    shown = _rendering(request, reference, key)
    if not shown.is_done:
        raise Http404(_("This file has not been made."))
    return FileResponse(
        shown.file.open("rb"), as_attachment=True, filename=shown.name, content_type=shown.kind.media_type
    )


def _being_made() -> str:
    return _("The file is being made, and then stands here. A long PDF takes minutes, all else seconds.")


def _made_already() -> str:
    return _("This file of the edition is made already: its text does not change.")


def _rendering(request: HttpRequest, reference: str, key: UUID) -> Rendering:
    seen = Rendering.objects.visible_to(person(request)).select_related(
        "report__round", "requested_by", "edition", "since"
    )
    return get_object_or_404(seen.without_text(), report__reference=reference, key=key)
