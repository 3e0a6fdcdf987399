"""The signature folder as a PDF: one text after the other, each with its code, to be signed by hand."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import ImplementationStatus, SignaturePaper
from cases.policy import signed_in
from cases.templatetags.suivi import direction
from cases.un import Position
from exports.press import Died, Unprintable, page_printed

TEMPLATE = "exports/print/signature.html"


@signed_in
@require_safe
def signature_pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """Made as it is asked for, from what was kept when the paper was prepared: always the same texts."""
    papers = SignaturePaper.objects.visible_to(request.user).select_related("department", "signer")
    paper = get_object_or_404(papers, key=key)
    try:
        with page_printed(html_of(paper), _unhurried) as pdf:
            content = pdf.path.read_bytes()
    except (Unprintable, Died):
        sentence = _("The PDF could not be made. Try again; if it stays so, tell your administrator.")
        return render(request, "500.html", {"sentence": sentence}, status=503)
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="signature-{str(paper.key)[:8]}.pdf"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _unhurried(stage: str, pages: int, done: int = 0, of: int = 0) -> bool:
    return True


def html_of(paper: SignaturePaper) -> str:
    """The page from which the PDF is made, in the language of its texts."""
    texts = list(paper.texts.select_related("case__recommendation").order_by("place"))
    language = texts[0].printed["language"] if texts else translation.get_language()
    statuses = {one.code: one for one in ImplementationStatus.objects.prefetch_related("wordings")}
    with translation.override(language):
        context = {
            "paper": paper,
            "language": language,
            "direction": direction(language),
            "texts": [
                {
                    "text": one,
                    "printed": one.printed,
                    "status": statuses.get(one.printed["status"]),
                    "position": dict(Position.choices).get(one.printed["position"], ""),
                    "digest": [one.digest[at : at + 16] for at in range(0, 64, 16)],
                }
                for one in texts
            ],
        }
        return render_to_string(TEMPLATE, context)
