"""The lists that are opened every day: those that Suivi brings along, one's own, and those that others share.

How many cases each holds is counted once a minute at most for one person, and no further than a list goes.
No step of a case writes a counter, so none waits for another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from cases.models import SavedView
from cases.models.case_lists import CaseQuerySet
from cases.pages.desk.filters import DUE, TICKS, DeskFilter, narrowing
from cases.pages.desk.lists import Lists
from cases.pages.desk.paging import MOST, in_words
from cases.pages.waiting import counts
from cases.people.models import User
from cases.standings import RETURNED_WORD, STANDINGS
from cases.states import APPROVED, RECEIVED, VALIDATION

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MINUTE = timedelta(minutes=1)
RESTRICTED = "restricted=on"
# fmt: off
SHIPPED: dict[str, StrOrPromise] = {
    "standing=to-assign":      STANDINGS[RECEIVED],
    "late=on":                 TICKS["late"],
    "due=week":                DUE["week"],
    "standing=with-validator": STANDINGS[VALIDATION],
    "standing=returned":       RETURNED_WORD,
    "more_time=on":            TICKS["more_time"],
    "standing=approved":       STANDINGS[APPROVED],
    RESTRICTED:                TICKS["restricted"],
    "":                        gettext_lazy("All"),
}
"""By the words of its address. Restricted cases are spoken of to those alone who see one."""
# fmt: on


@dataclass(frozen=True)
class View:
    """One list as the page shows it; ``saved`` is the row of one that somebody named."""

    query: str
    label: StrOrPromise
    count: str
    current: bool
    saved: SavedView | None = None


@dataclass(frozen=True)
class Counts:
    """How many cases each address finds, and when that was."""

    at: datetime
    by_query: dict[str, int]


def views_for(
    user: User, visible: CaseQuerySet, here: QueryDict, *, lists: Lists, late: Q, now: datetime
) -> tuple[list[View], datetime]:
    """The lists of this person, and when they were counted."""
    saved = list(SavedView.objects.visible_to(user).select_related("owner").order_by("name", "pk"))
    queries = [*SHIPPED, *(one.query for one in saved)]
    counted = _kept(user, queries, now) or _counted(user, visible, queries, lists=lists, late=late, now=now)
    current = narrowing(here)

    def view(query: str, label: StrOrPromise, row: SavedView | None = None) -> View:
        return View(query, label, in_words(counted.by_query[query]), query == current, row)

    shipped = [
        view(query, label)
        for query, label in SHIPPED.items()
        if query != RESTRICTED or counted.by_query[RESTRICTED] or current == RESTRICTED
    ]
    return [*shipped, *(view(one.query, one.name, one) for one in saved)], counted.at


def forget_counts(user: User) -> None:
    """Who acted on cases wants to see it in the counts at once."""
    cache.delete(_key(user))


def _kept(user: User, queries: Iterable[str], now: datetime) -> Counts | None:
    kept: Counts | None = cache.get(_key(user))
    if kept is None or not now - MINUTE < kept.at <= now or not kept.by_query.keys() >= set(queries):
        return None
    return kept


def _counted(
    user: User, visible: CaseQuerySet, queries: list[str], *, lists: Lists, late: Q, now: datetime
) -> Counts:
    """All of them in one query."""
    once = list(dict.fromkeys(queries))
    found: Any = [DeskFilter(QueryDict(one), visible, lists=lists, late=late).qs.order_by() for one in once]
    counted = Counts(now, dict(zip(once, counts(user, found, MOST + 1), strict=True)))
    cache.set(_key(user), counted, MINUTE.total_seconds())
    return counted


def _key(user: User) -> str:
    return f"desk-counts-{user.pk}"
