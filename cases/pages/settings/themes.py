"""All themes: how each is named, how many cases have it, who validates them, which department is proposed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import Case, Recommendation, Term, TermUserPermission
from cases.pages.opened import person
from cases.people.languages import languages
from cases.people.models import Department, User
from cases.policy import settles
from cases.searching.folding import fold
from cases.settling.themes import themes_known

PER_PAGE = 50


@dataclass
class Row:
    """One theme; ``missing`` are the languages in which it has no name, by their labels."""

    theme: Term
    part_of: str
    cases: int
    validators: list[User]
    missing: list[str]
    lead: Department | None
    lead_ended: bool


@settles()
@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    by, words = person(request), request.GET.get("q", "").strip()[:200]
    known = sorted(themes_known(), key=lambda one: fold(str(one)))
    gone = [one for one in known if one.merged_into_id or one.retired_at]
    found = [one for one in known if not (one.merged_into_id or one.retired_at) and _fits(one, words)]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(list(page), {one.pk: str(one) for one in known}, by, timezone.localdate()),
        "q": words,
        "gone": gone,
    }
    return render(request, "cases/settings/themes.html", context)


def _fits(theme: Term, words: str) -> bool:
    names = (theme.code, *(one.text for one in theme.wordings.all()))
    return not words or any(fold(words) in fold(name) for name in names)


def _rows(themes: list[Term], names: dict[int, str], by: User, today: date) -> list[Row]:
    """A fixed number of queries; cases that one does not see are not counted."""
    ids = [one.pk for one in themes]
    seen = Case.objects.visible_to(by).values("recommendation")
    counted = Recommendation.themes.through.objects.filter(term__in=ids, recommendation__in=seen)
    cases = Counter(dict(counted.values_list("term").annotate(count=Count("pk")).order_by()))
    held: dict[int, list[User]] = defaultdict(list)
    grants = TermUserPermission.objects.filter(content_object__in=ids, user__is_active=True)
    for grant in grants.select_related("user").order_by("user__name", "pk"):
        held[grant.content_object_id].append(grant.user)
    leads = Department.objects.with_names().in_bulk({one.lead_id for one in themes if one.lead_id})
    rows = []
    for one in themes:
        lead, part_of = leads.get(one.lead_id or 0), names.get(one.parent_id or 0, "")
        ended = lead is not None and not lead.stands_on(today)
        rows.append(Row(one, part_of, cases[one.pk], held[one.pk], _missing(one), lead, ended))
    return rows


def _missing(theme: Term) -> list[str]:
    named = {one.language for one in theme.wordings.all()}
    return [str(label) for code, label in languages() if code not in named]
