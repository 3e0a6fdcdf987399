"""One printed folder: its codes, and the filing of its scan, by which what was signed is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases import uploads
from cases.models import PaperText, SignaturePaper
from cases.pages.bulk import sent_form
from cases.pages.evidence import attached
from cases.pages.forms import ChosenFileField, WithFile
from cases.pages.opened import case_for, person
from cases.pages.steps import STATUS
from cases.policy import signed_in
from cases.signing.papers import file_paper
from workflow.errors import Refused

SCANS = tuple(kind.media_type for kind in (uploads.PDF, uploads.JPEG, uploads.PNG))


class ScanForm(WithFile):
    """The scan of what was signed."""

    file = ChosenFileField(
        label=gettext_lazy("Scan of the signed paper"),
        help_text=gettext_lazy("All its sheets in one file: PDF, JPEG or PNG."),
        error_messages={"required": gettext_lazy("Choose the scan of the signed paper.")},
    )

    def clean_file(self) -> UploadedFile | None:
        file = super().clean_file()
        if self.cleaned_data.get("file_type") not in SCANS:
            raise forms.ValidationError(_("A scan is a PDF, a JPEG or a PNG."))
        return file


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, key: UUID) -> HttpResponse:
    papers = SignaturePaper.objects.visible_to(person(request)).select_related(
        "department", "signer", "made_by", "filed_by", "bulk"
    )
    shown = get_object_or_404(papers, key=key)
    if request.method == "POST":
        return _filed(request, shown)
    return _page(request, shown, ScanForm())


@signed_in
@require_safe
def scan(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The scan by which an answer to this case was signed, for who may read all that it shows."""
    case = case_for(person(request), reference)
    own = Q(paper__filed_at__isnull=False) & (Q(case=case) | Q(version__answer=case.answer_id))
    text = get_object_or_404(PaperText.objects.select_related("paper").filter(own), pk=number)
    if not SignaturePaper.objects.scans_visible_to(person(request)).filter(pk=text.paper_id).exists():
        raise PermissionDenied(_("The scan shows other answers too, which you may not read, or not yet."))
    return attached(text.paper, _("Signed %(code)s") % {"code": text.code})


def _filed(request: HttpRequest, shown: SignaturePaper) -> HttpResponse:
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, shown, form, status=422, problems=form)
    texts = shown.texts.select_related("case__recommendation", "version", "paper").order_by("place")
    signed = [one for one in texts if one.code in request.POST.getlist("signed")]
    sent = form.cleaned_data
    act: dict[str, Any] = {"by": person(request), "clock": timezone.now, "form": sent_form(request)}
    try:
        bulk = file_paper(shown, signed, scan=sent["file"], file_type=sent["file_type"], **act)
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, shown, form, status=status, refusal=refused.sentence)
    return redirect("bulk", bulk.key)


def _page(
    request: HttpRequest, shown: SignaturePaper, form: ScanForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    texts = list(shown.texts.select_related("case__recommendation", "version").order_by("place"))
    ticked = set(request.POST.getlist("signed")) if request.method == "POST" else {one.code for one in texts}
    context = {
        "paper": shown,
        "texts": [{"text": one, "ticked": one.code in ticked} for one in texts],
        "form": form,
        "form_key": uuid4(),
        "count": len(texts),
    }
    return render(request, "cases/signature_paper.html", context | more, status=status)
