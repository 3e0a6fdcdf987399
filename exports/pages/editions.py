"""The editions of a report: each with its papers, adoption and submission; two of them compared."""

from __future__ import annotations

import json
import tempfile
from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.people.languages import own_name
from cases.people.models import User
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires, signed_in
from exports import actions
from exports.comparing import Comparison, compare
from exports.manifest import manifest_of, pack, papers_of_edition
from exports.models import Edition, Rendering, Report
from exports.models.edition import Adoption, Submission
from exports.pages.opened import report_for
from workflow.errors import Refused

SECTIONS_ON_A_PAGE = 50
MOST_NAMED = 200
"""Cases that a page names; the manifest has all."""


def editions_of(report: Report, user: User) -> list[Edition]:
    """All editions, the newest first, each with its adoption and submission; one query."""
    seen = Edition.objects.visible_to(user).filter(report=report)
    return list(seen.select_related("frozen_by", "adoption__by", "submission__by").newest_first())


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def edition(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One edition: its papers by language, its manifest, what became of it, and the one before."""
    return _page(request, _edition(request, reference, number))


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def manifest(request: HttpRequest, reference: str, number: int) -> JsonResponse:
    shown = _edition(request, reference, number)
    answer = JsonResponse(
        manifest_of(shown, papers_of_edition(shown)), json_dumps_params={"indent": 1, "ensure_ascii": False}
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{reference}-{number}-manifest.json"'
    return answer


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def papers_as_zip(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """All finished papers with the manifest. None of them is made here."""
    shown = _edition(request, reference, number)
    papers = papers_of_edition(shown)
    told = json.dumps(manifest_of(shown, papers), indent=1, ensure_ascii=False)
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        pack(shown, papers, told, packed)
    except FileNotFoundError:
        packed.close()
        sentence = _("A file of this edition is missing where files are kept. Tell your administrator.")
        return _page(request, shown, status=409, refusal=sentence)
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=f"{reference}-{number}.zip")


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def differences(request: HttpRequest, reference: str, older: int, newer: int) -> HttpResponse:
    """What changed from one edition to a later one, in a language that both have."""
    return _compared(request, *_two(request, reference, older, newer))


@requires(EDITOR)
@posted_from("report", "reference")
def make_changes(request: HttpRequest, reference: str, older: int, newer: int) -> HttpResponse:
    """Ask for the Word file that shows the changes."""
    before, after = _two(request, reference, older, newer)
    language = request.POST.get("language", "") or after.language
    try:
        actions.request_changes(
            report_for(person(request), reference),
            older=before, newer=after, language=language, by=person(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        return _compared(request, before, after, status=422, refusal=refused.sentence)
    messages.success(request, _("The Word file is being made, and then stands here."))
    return redirect("edition-differences", reference, older, newer)


@signed_in
@require_safe
def decision(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The document with which the government adopted an edition, as an attachment."""
    return _file(request, reference, number, "adoption")


@signed_in
@require_safe
def receipt(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """What confirms that an edition was handed in, as an attachment."""
    return _file(request, reference, number, "submission")


def _file(request: HttpRequest, reference: str, number: int, what: str) -> FileResponse:
    seen = Edition.objects.visible_to(person(request)).select_related(what).defer("content")
    found = get_object_or_404(seen, report__reference=reference, number=number, **{f"{what}__isnull": False})
    record: Adoption | Submission = getattr(found, what)
    if not record.file:
        raise Http404
    name = f"{reference}-{what}-{number}{PurePosixPath(str(record.file.name)).suffix}"
    kind = record.file_type or "application/octet-stream"
    try:
        return FileResponse(record.file.open("rb"), as_attachment=True, filename=name, content_type=kind)
    except FileNotFoundError:
        raise Http404 from None


def _edition(request: HttpRequest, reference: str, number: int) -> Edition:
    seen = Edition.objects.visible_to(person(request)).select_related(
        "report__round", "frozen_by", "adoption__by", "submission__by"
    )
    return get_object_or_404(seen, report__reference=reference, number=number)


def _page(request: HttpRequest, shown: Edition, *, status: int = 200, refusal: str = "") -> HttpResponse:
    papers = papers_of_edition(shown)
    submission = getattr(shown, "submission", None)
    context = {
        "edition": shown,
        "report": shown.report,
        "texts": [(code, own_name(code), sha256, _in(papers, code)) for code, sha256 in shown.hashes.items()],
        "under_way": any(one.is_under_way for one in papers),
        "any_done": any(one.is_done for one in papers),
        "is_editor": EDITOR.held(grants_of(request.user), None),
        "reason": _reason(shown) if shown.lacking else "",
        "others": [one for one in _numbers(shown) if one != shown.number],
        "submitted": submission.references[:MOST_NAMED] if submission else [],
        "left_out": submission.left_out[:MOST_NAMED] if submission else [],
        "most": MOST_NAMED,
        "refusal": refusal,
    }
    return render(request, "exports/edition.html", context, status=status)


def _reason(shown: Edition) -> str:
    """Why it was frozen although something was lacking."""
    frozen = shown.report.events.filter(step="freeze", at=shown.frozen_at)
    remarks = frozen.values_list("remark__text", flat=True)
    return next(filter(None, remarks), "")


def _in(papers: list[Rendering], language: str) -> list[Rendering]:
    return [one for one in papers if one.language == language]


def _numbers(shown: Edition) -> list[int]:
    return list(shown.report.editions.order_by("-number").values_list("number", flat=True))


def _two(request: HttpRequest, reference: str, older: int, newer: int) -> tuple[Edition, Edition]:
    if older >= newer:
        raise Http404
    return _edition(request, reference, older), _edition(request, reference, newer)


def _compared(
    request: HttpRequest, older: Edition, newer: Edition, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    shared = [code for code in newer.languages if code in older.languages]
    asked = request.GET.get("in", "")
    language = asked if asked in shared else next(iter(shared), "")
    found = compare(older.text_in(language), newer.text_in(language)) if language else None
    made = newer.renderings.filter(since=older).without_text().select_related("report", "edition", "since")
    papers = list(made.order_by("-pk")[:MOST_PAPERS])
    context: dict[str, Any] = {
        "report": newer.report,
        "older": older,
        "newer": newer,
        "language": language,
        "shared": [(code, own_name(code)) for code in shared],
        "found": found,
        "page": _paged(request, found),
        "papers": papers,
        "under_way": any(one.is_under_way for one in papers),
        "is_editor": EDITOR.held(grants_of(request.user), None),
        "most": MOST_NAMED,
        "refusal": refusal,
    }
    return render(request, "exports/differences.html", context, status=status)


MOST_PAPERS = 6


def _paged(request: HttpRequest, found: Comparison | None) -> Any:
    sections = found.sections if found else []
    return Paginator(sections, SECTIONS_ON_A_PAGE).get_page(request.GET.get("page"))
