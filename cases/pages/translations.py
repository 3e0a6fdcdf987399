"""What waits for translators: the answers in each language, what is to do first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from cases.models import Case, Translation
from cases.pages.opened import person
from cases.pages.waiting import said
from cases.people.languages import own_name
from cases.people.models import User
from cases.people.roles import TRANSLATOR
from cases.policy import requires
from cases.translations.waiting import TO_DO, answers_for
from workflow.grants import Grants

PER_PAGE = 50
MANY = 1000


@requires(TRANSLATOR)
@require_safe
def translations(request: HttpRequest) -> HttpResponse:
    """The answers in one language (``?language=``), of one standing or of any (``?standing=``)."""
    user = person(request)
    language = _chosen(request)
    standing = request.GET.get("standing", "")
    answers = answers_for(user, language).select_related("round", "lead")
    if standing in Translation.Standing.values:
        answers = answers.filter(standing=standing)
    cases = Case.objects.visible_to(user).under_way().for_lists().order_by("recommendation__place", "pk")
    listed = answers.prefetch_related("lead__wordings", Prefetch("cases", cases, to_attr="shown"))
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "language": language,
        "languages": [(code, capfirst(own_name(code))) for code in settings.INTERFACE_LANGUAGES],
        "standing": standing,
        "standings": Translation.Standing.choices,
        "rows": [_row(answer) for answer in page],
        "page": page,
    }
    return render(request, "cases/translations.html", context)


def translations_waiting(user: User, grants: Grants) -> list[dict[str, Any]]:
    """For My work: how many answers wait in each language; nothing, and no query, for who translates not."""
    if not TRANSLATOR.held(grants, None):
        return []
    waiting = (
        (code, answers_for(user, code).filter(standing__in=TO_DO).order_by()[:MANY].count())
        for code in settings.INTERFACE_LANGUAGES
    )
    return [
        {"code": code, "name": own_name(code), "count": said(count, MANY)} for code, count in waiting if count
    ]


def _chosen(request: HttpRequest) -> str:
    wished = request.GET.get("language", "")
    others = [code for code in settings.INTERFACE_LANGUAGES if code != settings.WORKING_LANGUAGE]
    return wished if wished in settings.INTERFACE_LANGUAGES else (others or [wished])[0]


def _row(answer: Any) -> dict[str, Any]:
    """The first case stands for those that are answered with it."""
    return {
        "case": answer.shown[0],
        "others": len(answer.shown) - 1,
        "standing": Translation.Standing(answer.standing),
        "waits": answer.standing in TO_DO,
        "is_approved": not answer.is_draft,
    }
