"""Acts on many cases: how far each is, what came of every case, stopping it, trying again, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases import many
from cases.models import Case
from cases.pages import bulk_words
from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.people.models import User
from cases.policy import signed_in
from workflow import bulk as engine
from workflow.bulk_rows import Bulk, BulkItem
from workflow.errors import Refused

PER_PAGE = 50
LISTED = 30
PATIENCE = timedelta(minutes=2)
"""A worker looks twice a minute; after so long none is there."""
SHOWN = {
    "refused": (gettext_lazy("Not done"), BulkItem.State.REFUSED),
    "done": (gettext_lazy("Done"), BulkItem.State.DONE),
    "left": (gettext_lazy("Left"), BulkItem.State.WAITING),
}
"""What the rows can be narrowed down to, and how the address says it."""


@signed_in
@require_safe
def bulks(request: HttpRequest) -> HttpResponse:
    """What I did to many cases at once, the newest first."""
    mine = many.bulks_visible_to(person(request)).filter(by=person(request)).with_counts()
    listed = mine.order_by("-at", "-pk")[:LISTED]
    rows = [{"bulk": bulk, "title": bulk_words.title(bulk)} for bulk in listed]
    return render(request, "cases/bulks.html", {"rows": rows})


@signed_in
@require_safe
def bulk(request: HttpRequest, key: UUID) -> HttpResponse:
    """Its page; where scripts run, the page asks for its own changing part."""
    shown = _bulk_for(person(request), key)
    part = bool(getattr(request, "htmx", False))
    template = "cases/bulk_part.html" if part else "cases/bulk.html"
    return render(request, template, _page(request, shown))


@signed_in
@posted_from("bulk", "key")
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    shown = _bulk_for(person(request), key)
    return _acted(request, shown, lambda: engine.cancel(shown, now=timezone.now()))


@signed_in
@posted_from("bulk", "key")
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    shown, user = _bulk_for(person(request), key), person(request)
    return _acted(request, shown, lambda: many.take_back(shown, by=user, clock=timezone.now))


@signed_in
@posted_from("bulk", "key")
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    shown, user, form = _bulk_for(person(request), key), person(request), sent_form(request)
    return _acted(request, shown, lambda: many.try_again(shown, by=user, clock=timezone.now, form=form))


def sent_form(request: HttpRequest) -> UUID | None:
    """The id of the form that was sent, by which a double click is found out."""
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def _bulk_for(user: User, key: UUID) -> Bulk:
    return get_object_or_404(many.bulks_visible_to(user), key=key)


def _acted(request: HttpRequest, shown: Bulk, act: Callable[[], Bulk | None]) -> HttpResponse:
    """To the page of what was begun, or of the same bulk."""
    try:
        begun = act()
    except Refused as refused:
        messages.error(request, refused.sentence)
        begun = None
    return redirect("bulk", (begun or shown).key)


def _page(request: HttpRequest, shown: Bulk) -> dict[str, Any]:
    user, counts = person(request), shown.counts()
    chosen = request.GET.get("show", "")
    page = Paginator(_items(shown, chosen), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "bulk": shown,
        "title": bulk_words.title(shown),
        "details": bulk_words.details(shown),
        "sentences": bulk_words.sentences(shown, counts),
        "counts": counts,
        "tried": counts["done"] + counts["refused"],
        "views": [("", _("All"), shown.size), *((name, SHOWN[name][0], counts[name]) for name in SHOWN)],
        "chosen": chosen,
        "page": page,
        "rows": _rows(list(page.object_list), user),
        "worth_another_try": many.worth_another_try(shown, user).count() if shown.by_id == user.pk else 0,
        "may_take_back": counts["done"] and many.may_take_back(shown, user, timezone.now()),
        "form_key": uuid4(),
        "nobody_works": shown.is_under_way and timezone.now() - shown.at > PATIENCE and not shown.lease_until,
    }


def _items(shown: Bulk, chosen: str) -> Any:
    """What was refused comes first: it is what somebody has to do something about."""
    items = shown.items.order_by("-refusal", "row_id") if not chosen else shown.items.order_by("row_id")
    return items.filter(state=SHOWN[chosen][1]) if chosen in SHOWN else items


def _rows(items: list[BulkItem], user: User) -> list[dict[str, Any]]:
    """Each with its case, where the person may see it; of another nothing but the result is said."""
    visible = Case.objects.visible_to(user).for_lists()
    cases = visible.in_bulk([item.row_id for item in items])
    return [{"item": item, "case": cases.get(item.row_id)} for item in items]
