"""What an editor looks through while a report is assembled: what to take in, what is newer, what is out."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.difference import difference
from cases.pages.opened import person
from cases.people.roles import EDITOR
from cases.policy import requires
from exports.models import PassageText, Report
from exports.numbering import heading_of
from exports.outline.laying import waiting
from exports.outline.newer import newer_in
from exports.outline.reading import title_of
from exports.outline.taken_out import taken_out_of
from exports.pages.assembly import headings_to_choose, is_arranged, names_of
from exports.pages.opened import report_for
from exports.pages.text_shown import key_of

LISTED = 50


@requires(EDITOR)
@require_safe
def to_take_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Approved answers that no passage tells, with the beginning of their text."""
    shown = report_for(person(request), reference)
    told = waiting(shown)
    rows = [
        {
            "answer": one.answer.pk,
            "title": heading_of(case.number for case in one.cases),
            "theme": one.cases[0].theme,
            "department": one.cases[0].lead,
            "text": one.version.short_text,
            "language": one.version.language,
        }
        for one in told
    ]
    context = {"page": Paginator(rows, LISTED).get_page(request.GET.get("page")), "count": len(rows)}
    return _page(request, shown, "exports/to_take_in.html", context)


@requires(EDITOR)
@require_safe
def newer(request: HttpRequest, reference: str) -> HttpResponse:
    """Texts that were approved anew since they flowed in, each against the one that the report prints."""
    shown = report_for(person(request), reference)
    found = list(newer_in(shown).items())
    page = Paginator(found, LISTED).get_page(request.GET.get("page"))
    names = names_of(shown, [pk for pk, _rows in page])
    headings = dict(shown.passages.filter(pk__in=names).values_list("pk", "heading"))
    rows = [
        {
            "passage": pk,
            "key": key_of(headings[pk]),
            "title": names[pk],
            "texts": [
                {
                    "at": row.answer.approved.at,
                    "language": row.answer.approved.language,
                    "difference": difference(row.version.short_text, row.answer.approved.short_text),
                    "same": row.version.short_text == row.answer.approved.short_text,
                }
                for row in rows
                if row.answer.approved
            ],
        }
        for pk, rows in page
    ]
    return _page(request, shown, "exports/newer.html", {"page": page, "rows": rows, "count": len(found)})


@requires(EDITOR)
@require_safe
def taken_out(request: HttpRequest, reference: str) -> HttpResponse:
    """Headings and passages that were taken out, the last first."""
    shown = report_for(person(request), reference)
    headings = shown.headings.filter(removed_at__isnull=False).exclude(passages=None, wordings=None)
    read = headings.select_related("theme").prefetch_related("wordings", "theme__wordings").distinct()
    standing = taken_out_of(shown).filter(heading__removed_at=None).order_by("-removed_at", "-pk")
    page = Paginator(standing, LISTED).get_page(request.GET.get("page"))
    names = names_of(shown, [one.pk for one in page])
    own = PassageText.objects.filter(passage__in=[one.pk for one in page], language=shown.language)
    texts = dict(own.order_by("number").values_list("passage", "text"))
    context = {
        "headings": [(one, title_of(one, shown.language)) for one in read.order_by("-removed_at")[:LISTED]],
        "page": page,
        "rows": [(one, names.get(one.pk, ""), texts.get(one.pk, "")) for one in page],
    }
    return _page(request, shown, "exports/taken_out.html", context)


def _page(request: HttpRequest, shown: Report, template: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"report": shown, "is_arranged": is_arranged(shown), "choices": headings_to_choose(shown)}
    return render(request, template, context)
