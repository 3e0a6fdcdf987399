"""The cases of the Desk as a file, exactly as it is narrowed down: CSV of any length, XLSX where it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.importing import out_again
from cases.models import Case, RecommendationText
from cases.models.case_lists import CaseQuerySet, late_at
from cases.pages.desk.filters import DeskFilter
from cases.pages.desk.forms import in_order
from cases.pages.desk.lists import lists_for
from cases.pages.desk.page import desk_again
from cases.pages.desk.paging import MOST
from cases.pages.opened import person
from cases.pages.table_files import MEDIA_TYPES, as_csv, as_xlsx
from cases.people.roles import COORDINATOR, EDITOR, OBSERVER, VALIDATOR
from cases.policy import requires
from cases.sheets import Cell

BATCH = 500
LISTS = ("recommending_states", "themes", "affected_persons", "sdg_targets")


@requires(COORDINATOR, VALIDATOR, EDITOR, OBSERVER)
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    site, language = request.build_absolute_uri("/"), get_language()
    return _file(request, kind, "cases", _("Cases"), lambda visible, pks: _rows(visible, pks, site, language))


@requires(COORDINATOR, VALIDATOR, EDITOR, OBSERVER)
@require_safe
def export_again(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The recommendations of the list in the layout of an import: it can be imported again."""
    return _file(request, kind, "recommendations", "recommendations", _rows_again)


def _file(
    request: HttpRequest, kind: str, name: str, title: str, rows_of: Callable[..., Iterator[list[Cell]]]
) -> HttpResponseBase:
    """The list as it is narrowed down: ``rows_of`` is given the visible cases and the ids of the list."""
    ending = f".{kind}"
    if ending not in MEDIA_TYPES:
        raise Http404
    now = timezone.now()
    visible = Case.objects.visible_to(person(request))
    pks = _found(request, visible, now)
    if ending == ".xlsx" and len(pks) > MOST:
        return _too_many(request)
    dated = f"{name}-{timezone.localdate(now).isoformat()}{ending}"
    rows = rows_of(visible, pks)
    return as_csv(rows, dated) if ending == ".csv" else as_xlsx(rows, dated, title=title)


def _found(request: HttpRequest, visible: CaseQuerySet, now: datetime) -> list[int]:
    """The ids of the cases to which the list is narrowed down, in its order."""
    lists = lists_for(person(request), timezone.localdate(now))
    found = DeskFilter(request.GET, visible, lists=lists, late=late_at(now)).qs
    return list(in_order(found).values_list("pk", flat=True))


def _too_many(request: HttpRequest) -> HttpResponseBase:
    return desk_again(request, None, _("So many cases fit no workbook: take CSV, or narrow the list down."))


def _rows_again(visible: CaseQuerySet, pks: list[int]) -> Iterator[list[Cell]]:
    known = RecommendationText.objects.filter(of__case__in=visible.filter(pk__in=pks))
    others = known.order_by().values_list("language", flat=True).distinct()
    languages = list(dict.fromkeys([*(code for code, _name in settings.LANGUAGES), *sorted(others)]))
    yield out_again.header(languages)
    tied = [f"recommendation__{one}" for one in out_again.SHOWN]
    for begins in range(0, len(pks), BATCH):
        batch = pks[begins : begins + BATCH]
        read = visible.filter(pk__in=batch).select_related("recommendation").prefetch_related(*tied)
        cases = read.in_bulk()
        listed = (cases[pk].recommendation for pk in batch if pk in cases)
        yield from out_again.rows_of(listed, languages)


def _rows(visible: CaseQuerySet, pks: list[int], site: str, language: str | None) -> Iterator[list[Cell]]:
    """The header, then a row for each case, read in batches; what went out of sight meanwhile is left out.

    Each batch is written in the reader's ``language``: it is asked for when the request is over already.
    """
    now, languages = timezone.now(), [code for code, _name in settings.LANGUAGES]
    with translation.override(language):
        header = [*_header(), *(_("Text (%(language)s)") % {"language": one} for one in languages), _("Page")]
    yield header
    for begins in range(0, len(pks), BATCH):
        with translation.override(language):
            rows = [
                [*_cells(case, now), *_texts(case, languages), f"{site}case/{case.reference}/"]
                for case in _read(visible, pks[begins : begins + BATCH])
            ]
        yield from rows


def _read(visible: CaseQuerySet, pks: list[int]) -> Iterator[Case]:
    tied = [f"recommendation__{one}__wordings" for one in LISTS]
    cases = visible.filter(pk__in=pks).for_lists().prefetch_related(*tied).in_bulk()
    return (cases[pk] for pk in pks if pk in cases)


def _texts(case: Case, languages: list[str]) -> list[str]:
    texts = {one.language: one.text for one in case.recommendation.wordings.all()}
    return [texts.get(code, "") for code in languages]


def _header() -> list[Cell]:
    return [
        _("Reference"), _("Mechanism"), _("Document"), _("Paragraph"), _("Year"), _("Position"),
        _("Recommending states"), _("Themes"), _("Affected persons"), _("SDG targets"), _("Lead department"),
        _("Where it stands"), _("Due date"), _("Late"), _("Implementation status"), _("Round"),
    ]  # fmt: skip


def _cells(case: Case, now: Any) -> list[Cell]:
    about = case.recommendation
    return [
        about.reference, about.get_mechanism_display(), about.symbol, about.paragraph, about.year,
        about.get_position_display(), *(_joined(about, one) for one in LISTS), str(case.lead or ""),
        str(case.standing), case.due_on, _("yes") if case.is_late(now) else "", str(case.status or ""),
        str(case.round or ""),
    ]  # fmt: skip


def _joined(about: Any, attribute: str) -> str:
    """As an import takes it."""
    return " | ".join(sorted(map(str, getattr(about, attribute).all())))
