"""Work by Word: which open answers go into the file; the file; where it is sent back."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.offline import word_file, workbook_file
from cases.offline.asked import MOST, Asked, open_answers
from cases.pages.numbers import whole_number
from cases.pages.offline.forms import FileForm
from cases.pages.opened import person
from cases.policy import signed_in
from cases.uploads import DOCX, XLSX

KINDS = {"word": (DOCX, word_file.write), "excel": (XLSX, workbook_file.write)}


@signed_in
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return shown(request, FileForm())


def shown(request: HttpRequest, form: FileForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The page, with what was wrong with a file that was sent."""
    answers = open_answers(person(request))
    context = {
        "answers": answers[:MOST],
        "is_cut": len(answers) > MOST,
        "most": MOST,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "cases/offline/page.html", context, status=status)


@signed_in
@require_safe
def file(request: HttpRequest) -> HttpResponseBase:
    """The answers named by ``answer``; without one, all. What is not this person's to write is left out.

    ``kind`` is ``word``, as where nothing is said, or ``excel``.
    """
    kind, write = KINDS.get(request.GET.get("kind", ""), KINDS["word"])
    answers = _chosen(request, open_answers(person(request)))
    if not answers:
        refusal = _("None of these answers is yours to write now, so there is no file. Choose again.")
        return shown(request, FileForm(), refusal=refusal, status=404)
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write(answers, kept, language=get_language() or "en")
    kept.seek(0)
    name = f"answers-{timezone.localdate().isoformat()}{kind.extension}"
    response = FileResponse(kept, as_attachment=True, filename=name, content_type=kind.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _chosen(request: HttpRequest, answers: list[Asked]) -> list[Asked]:
    named = {whole_number(one) for one in request.GET.getlist("answer")}
    return [one for one in answers if not named or one.answer.pk in named][:MOST]
