"""The page of the bell, and what is sent from it: that notices were seen, or are to be new again."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.pages.kept import asks_for_json, posted_from, refused
from cases.pages.opened import person
from cases.policy import signed_in
from notifications import bell
from notifications.bell_items import Item, items_of
from notifications.bell_words import said_of
from notifications.entries import Group, by_day
from notifications.models import NoticeQuerySet

NEW_AT_ONCE = 50
"""So many new ones are shown; the others follow once these were seen."""
SEEN_ON_A_PAGE = 30
MOST_AT_ONCE = 500
ID = re.compile(r"[0-9]{1,18}", re.ASCII)
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""What lies farther away has no moment in another time zone."""


class UntilForm(forms.Form):
    """All that was told ``until`` then, or that of it which is ``of`` a case, by its reference."""

    of = forms.CharField(required=False, max_length=120)
    until = forms.DateTimeField(validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)])


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    user, now = person(request), timezone.now()
    shown = bell.shown_to(user, now)
    new = bell.new_among(shown)
    count, counted = new.count(), bell.new_among(bell.told(user.pk, now)).count()
    seen = Paginator(shown.exclude(pk__in=new.values("pk")).newest_first(), SEEN_ON_A_PAGE)
    seen_page = seen.get_page(request.GET.get("page"))
    first = list(new.newest_first()[:NEW_AT_ONCE]) if seen_page.number == 1 else []
    items = items_of([*first, *seen_page.object_list], now)
    context = {
        "new": _by_day(items[: len(first)]),
        "count": count,
        "more": count - NEW_AT_ONCE,
        "most": NEW_AT_ONCE,
        "hidden": counted - count,
        "until": now.isoformat(),
        "seen": _by_day(items[len(first) :]),
        "page": seen_page,
    }
    return render(request, "notifications/bell.html", context)


@signed_in
@posted_from("bell")
def seen(request: HttpRequest) -> HttpResponse:
    """From a button, or from the script of a page that showed them; those of others stay as they are."""
    user, now = person(request), timezone.now()
    meant = _meant(request, bell.told(user.pk, now))
    if meant is None:
        return _nothing_chosen(request)
    count = bell.new_among(meant).count()
    bell.note_seen(meant, now)
    if asks_for_json(request):
        return JsonResponse(said_of(bell.new_among(bell.told(user.pk, now)).count()))
    said = ngettext("%(count)d notice is seen now.", "%(count)d notices are seen now.", count)
    messages.success(request, said % {"count": count})
    return redirect("bell")


@signed_in
@posted_from("bell")
def new_again(request: HttpRequest) -> HttpResponse:
    ids = _ids(request)
    if not ids:
        return _nothing_chosen(request)
    if bell.note_new(person(request), ids):
        messages.success(request, _("It is new again."))
    return redirect("bell")


def _by_day(items: list[Item]) -> list[tuple[date, list[Group[Item]]]]:
    return by_day(items, lambda item: item.rule.code)


def _meant(request: HttpRequest, told: NoticeQuerySet) -> NoticeQuerySet | None:
    """Those of these ids, else those that the form says; None where neither is sent."""
    if ids := _ids(request):
        return told.filter(pk__in=ids)
    form = UntilForm(request.POST)
    if not form.is_valid():
        return None
    until, of = told.filter(made_at__lte=form.cleaned_data["until"]), form.cleaned_data["of"]
    return until.filter(case__recommendation__reference=of) if of else until


def _ids(request: HttpRequest) -> list[int]:
    return [int(one) for one in request.POST.getlist("notice")[:MOST_AT_ONCE] if ID.fullmatch(one)]


def _nothing_chosen(request: HttpRequest) -> HttpResponse:
    return refused(request, _("Nothing was chosen, so nothing was changed."), status=422)
