"""Adding evidence to an answer, and fetching its file."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import actions
from cases.models import Decision, Evidence, SignaturePaper
from cases.pages.case import case_page
from cases.pages.forms import EvidenceForm
from cases.pages.kept import keeps_typed, posted
from cases.pages.opened import case_for, person
from cases.pages.steps import STATUS
from cases.policy import signed_in
from workflow.errors import Refused

DIGITS = 20
"""As much of a file's SHA-256 as names it in an address."""


@signed_in
@posted
@keeps_typed
def add_evidence(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(person(request), reference)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return case_page(request, case, status=422, evidence_form=form, problems=form)
    try:
        actions.add_evidence(case, by=person(request), now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return case_page(request, case, status=status, evidence_form=form, refusal=refused.sentence)
    messages.success(
        request, _("The evidence is added. It stays within your department until the answer is sent.")
    )
    return redirect(reverse("case", args=[case.reference]) + "#evidence")


@signed_in
@require_safe
def download(request: HttpRequest, reference: str, digest: str) -> HttpResponseBase:
    """The file, as an attachment under its title: no browser opens it as a page of ours."""
    case = case_for(person(request), reference)
    if len(digest) != DIGITS or case.answer_id is None:
        raise Http404
    seen = Evidence.objects.visible_to(person(request)).filter(answer=case.answer_id).exclude(file="")
    found = seen.filter(sha256__startswith=digest).order_by("at").first()
    if found is None:
        raise Http404
    return attached(found, found.title)


def attached(holder: Evidence | Decision | SignaturePaper, title: str) -> FileResponse:
    """The file that it holds, under ``title``."""
    extension = PurePosixPath(str(holder.file.name)).suffix
    name = (slugify(title, allow_unicode=True) or "evidence") + extension
    kind = holder.file_type or "application/octet-stream"
    try:
        return FileResponse(holder.file.open("rb"), as_attachment=True, filename=name, content_type=kind)
    except FileNotFoundError:
        raise Http404 from None
