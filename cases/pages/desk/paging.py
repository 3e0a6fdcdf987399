"""Pages of a list that may be a million cases long: what nobody leafs through is not counted."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cases.models import Case
from cases.models.access import among
from cases.models.case_lists import CaseQuerySet

PER_PAGE = 50
MOST = 10_000
"""A list ends here, and so does counting: who needs more narrows it down, or takes the CSV file."""
SECONDS = 60
"""So long a list that has no end is taken to have none, without looking again."""


class CappedPaginator(Paginator):
    """Pages of rows of which ``found`` were counted: at most ``MOST`` of them, and one more if there are."""

    def __init__(self, rows: Any, per_page: int, *, found: int) -> None:
        self.found = found
        super().__init__(rows, per_page)

    @cached_property
    def count(self) -> int:
        return min(self.found, MOST)

    @property
    def is_capped(self) -> bool:
        return self.found > MOST

    @property
    def in_words(self) -> str:
        return in_words(self.found)


def count_to(limit: int, cases: Any) -> int:
    return int(cases.order_by()[:limit].count())


def in_words(count: int) -> str:
    """A count as people read it: exact up to ``MOST``."""
    shown = number_format(min(count, MOST), use_l10n=True, force_grouping=True)
    return _("more than %(count)s") % {"count": shown} if count > MOST else shown


def page_of(
    cases: CaseQuerySet, in_order: Callable[[Any], Any], number: str, *, remembered: str
) -> Page[int]:
    """One page of the ids of the cases. A list that ends is found first, then ordered and counted; of a
    longer one the index of the order brings the first rows. Which is quicker, a database can only guess.

    ``remembered`` names the list among those that had no end lately.
    """
    key = f"desk-long-{sha256(remembered.encode()).hexdigest()}"
    wanted = max(1, int(number) if number.isdecimal() and len(number) < 6 else 1)
    if not cache.get(key):
        page = _of_list_that_ends(cases, in_order, wanted)
        if page is not None:
            return page
        cache.set(key, True, SECONDS)
    return CappedPaginator(_ids(in_order(cases)), PER_PAGE, found=MOST + 1).get_page(wanted)


def _of_list_that_ends(cases: CaseQuerySet, in_order: Callable[[Any], Any], number: int) -> Page[int] | None:
    """Nothing where it has no end. Behind the last page is the last page."""
    found: Any = in_order(Case.objects.filter(among(cases.order_by().values("pk")[: MOST + 1])))
    counted = found.annotate(total=Window(Count("pk"))).values_list("pk", "total")
    first = (number - 1) * PER_PAGE
    rows = list(counted[first : first + PER_PAGE])
    if not rows and number > 1:
        total = count_to(MOST + 1, cases)
        return CappedPaginator(_ids(found), PER_PAGE, found=total).get_page(number) if total <= MOST else None
    total = rows[0][1] if rows else 0
    if total > MOST:
        return None
    pages = CappedPaginator(_ids(found), PER_PAGE, found=total)
    return Page([pk for pk, _total in rows], number, pages)


def _ids(cases: Any) -> Any:
    return cases.values_list("pk", flat=True)
