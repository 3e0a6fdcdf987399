"""One import: how far it is, what it would do row by row, what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.importing import undoing
from cases.importing.gone import gone_from_staged
from cases.importing.recognising import with_ids
from cases.importing.waiting import progress_of
from cases.models import Import, StagedRow
from cases.pages.imports.column_form import ColumnsForm
from cases.pages.imports.mend_form import MendForm
from cases.pages.imports.shown import shown_rows
from cases.pages.imports.words import announced, source_of, stands_at, what_it_would_do, what_was_left_out
from cases.pages.opened import person
from cases.people.models import User
from cases.people.roles import COORDINATOR
from cases.policy import requires

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PER_PAGE = 25
PATIENCE = timedelta(minutes=2)
"""A worker looks twice a minute; after so long none is there."""
LOOK, CONTEXT, GONE = StagedRow.Standing.LOOK.value, "context", "gone"
TABS = {
    LOOK: gettext_lazy("Needs a look"),
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "same": gettext_lazy("Same"),
    CONTEXT: gettext_lazy("Context"),
    GONE: gettext_lazy("No longer in the file"),
}


def import_for(user: User, key: UUID) -> Import:
    return get_object_or_404(Import.objects.visible_to(user).select_related("by", "undone_by"), key=key)


def seen_of(one: Import) -> str:
    """What somebody confirms who sees the page: it changes with every row that is mended."""
    return f"{one.new}-{one.changed}-{one.same}-{one.skipped}"


@requires(COORDINATOR)
@require_safe
def one_import(request: HttpRequest, key: UUID) -> HttpResponse:
    """Its page; where scripts run, the page asks for its own changing part."""
    return import_page(request, import_for(person(request), key))


def import_page(request: HttpRequest, one: Import, *, status: int = 200, **more: Any) -> HttpResponse:
    """``more`` is what a refusal shows again: a bound form, by the place of its row or for the columns."""
    part = bool(getattr(request, "htmx", False))
    template = "cases/imports/import_part.html" if part else "cases/imports/import.html"
    return render(request, template, _context(request, one, more), status=status)


def _context(request: HttpRequest, one: Import, more: dict[str, Any]) -> dict[str, Any]:
    done, total = progress_of(one)
    rows = _rows(request, one, more.get("mend_form")) if one.is_read else {}
    return {
        "one": one,
        "stands_at": stands_at(one, brings=rows.get("brings", True)),
        "announced": announced(one, done=done, total=total),
        "source": source_of(one),
        "would_do": what_it_would_do(one, gone=rows.get("gone_count", 0)),
        "left_out": what_was_left_out(one),
        "earlier": _earlier(one) if one.is_to_confirm else None,
        "done": done,
        "total": total,
        "nobody_works": one.is_under_way and not one.lease_until and timezone.now() - _since(one) > PATIENCE,
        "why_not_back": undoing.why_not(one, person(request)) if one.is_standing else "",
        "columns_form": more.get("columns_form") or (ColumnsForm(one) if _asks(request, one) else None),
        "mend_form": more.get("mend_form"),
        "seen": seen_of(one),
        **rows,
    }


def _earlier(one: Import) -> Import | None:
    """When this very file was imported before."""
    standing = Import.objects.standing().filter(source=one.source, sha256=one.sha256)
    return standing.order_by("-written_at").first()


def _asks(request: HttpRequest, one: Import) -> bool:
    """Whether the page asks how to read the file: it has to, or the person wants to say it once more."""
    return one.asks_for_columns or (one.may_be_read_again and "match" in request.GET)


def _since(one: Import) -> Any:
    return one.confirmed_at or one.at


def _rows(request: HttpRequest, one: Import, bound: MendForm | None) -> dict[str, Any]:
    context = _context_of(one)
    gone = gone_from_staged(one, person(request)) if one.is_to_confirm else []
    counts = {LOOK: one.skipped, "new": one.new, "changed": one.changed, "same": one.same}
    counts |= {CONTEXT: context.count(), GONE: len(gone)}
    chosen = LOOK if bound else _chosen(request, counts)
    listed = gone if chosen == GONE else _listed(one, chosen, counts)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page") or request.POST.get("page"))
    here = list(page.object_list)
    return {
        "tabs": _tabs(counts),
        "chosen": chosen,
        "page": page,
        "rows": [] if chosen == GONE else shown_rows(one, here, bound),
        "gone": list(with_ids(each.pk for each in here).values()) if chosen == GONE else [],
        "gone_count": len(gone),
        "brings": one.new + one.changed or context.exclude(standing="same").exists(),
    }


def _chosen(request: HttpRequest, counts: dict[str, int]) -> str:
    """The kind of rows that was asked for, else the first of which there are any."""
    asked = request.GET.get("show", "")
    return asked if asked in TABS else next((name for name in TABS if counts[name]), "new")


def _listed(one: Import, chosen: str, counts: dict[str, int]) -> Any:
    """Rows of one kind, in the order of the file; concerns and observations are a kind of their own."""
    context = _context_of(one)
    rows = context if chosen == CONTEXT else one.rows.filter(standing=chosen)
    if chosen not in (CONTEXT, LOOK) and counts[CONTEXT]:
        rows = rows.exclude(pk__in=context.values("pk"))
    return rows.order_by("place")


def _context_of(one: Import) -> Any:
    return one.rows.filter(row__kind="context")


def _tabs(counts: dict[str, int]) -> list[tuple[str, StrOrPromise, int]]:
    """All kinds of rows; concerns, and what is gone, where there are any."""
    shown = (name for name in TABS if counts[name] or name not in (CONTEXT, GONE))
    return [(name, TABS[name], counts[name]) for name in shown]
