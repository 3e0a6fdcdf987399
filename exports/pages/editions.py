"""The editions of a report: what was frozen, adopted and submitted, each with its hash and its papers."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cases.pages.opened import person
from cases.people.models import User
from cases.policy import signed_in
from exports.models import Edition, Report


def editions_of(report: Report, user: User) -> list[Edition]:
    """All editions, the newest first, each with its adoption and submission; one query."""
    seen = Edition.objects.visible_to(user).filter(report=report)
    return list(seen.select_related("frozen_by", "adoption__by", "submission__by").newest_first())


@signed_in
@require_safe
def decision(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The document with which the government adopted an edition, as an attachment."""
    seen = Edition.objects.visible_to(person(request)).select_related("adoption").defer("content")
    edition = get_object_or_404(seen, report__reference=reference, number=number, adoption__isnull=False)
    adoption = edition.adoption
    if not adoption.file:
        raise Http404
    name = f"{reference}-adoption-{number}{PurePosixPath(str(adoption.file.name)).suffix}"
    kind = adoption.file_type or "application/octet-stream"
    try:
        return FileResponse(adoption.file.open("rb"), as_attachment=True, filename=name, content_type=kind)
    except FileNotFoundError:
        raise Http404 from None
