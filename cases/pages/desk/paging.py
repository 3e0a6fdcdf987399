"""Pages of a list that may be a million cases long: what nobody leafs through is not counted."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cases.models import Case
from cases.models.access import among
from cases.models.case_lists import CaseQuerySet

PER_PAGE = 50
MOST = 10_000
"""A list ends here, and so does counting: who needs more narrows it down, or takes the CSV file."""


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


def pages_of(cases: CaseQuerySet, in_order: Any, per_page: int = PER_PAGE) -> CappedPaginator:
    """The cases in an order, in pages. A list that ends is found first and then ordered; of a longer one the
    index of the order brings the first rows. Which of the two is quicker, a database can only guess.
    """
    found = count_to(MOST + 1, cases)
    if found <= MOST:
        cases = Case.objects.filter(among(cases.order_by().values("pk")[:MOST]))
    return CappedPaginator(in_order(cases), per_page, found=found)
