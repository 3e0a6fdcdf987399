"""How many late cases are blocked by what, as their departments said: for the coordinator, and for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext_lazy

from cases.models import Block, Case

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SILENT = "silent"
"""Of a case whose department has not said what blocks it."""

# fmt: off
COUNTED: dict[str, Any] = {
    Block.What.TIME:     ngettext_lazy("%(count)s needs time", "%(count)s need time", "number"),
    Block.What.DATA:     ngettext_lazy("%(count)s waits for data", "%(count)s wait for data", "number"),
    Block.What.NOT_OURS: ngettext_lazy("%(count)s is not theirs", "%(count)s are not theirs", "number"),
    Block.What.OTHER:    ngettext_lazy("%(count)s is blocked otherwise", "%(count)s are blocked otherwise",
                                       "number"),
    SILENT:              ngettext_lazy("%(count)s has not said", "%(count)s have not said", "number"),
}
# fmt: on


@dataclass(frozen=True)
class Number:
    """``count`` late cases, and the ``code`` by which the Desk is narrowed down to them."""

    code: str
    count: int

    @property
    def words(self) -> StrOrPromise:
        return str(COUNTED[self.code] % {"count": self.count, "number": self.count})


def blocked_by(code: str) -> Q:
    """Cases of which the department says this, or nothing where the code is SILENT."""
    said = Block.objects.in_force()
    if code == SILENT:
        return ~Q(pk__in=said.values("case"))
    return Q(pk__in=said.filter(what=code).values("case"))


def counted_blocks(late: QuerySet[Case]) -> list[Number]:
    """Those of ``late`` cases, in the order of COUNTED, without the zeros; one query.

    The caller sees to it that the reader may know: a coordinator, or the department of all of them.
    """
    said = Block.objects.in_force().filter(case=OuterRef("pk")).order_by().values("what")[:1]
    rows: Any = late.annotate(said=Coalesce(Subquery(said), Value(SILENT))).order_by().values("said")
    return list(_in_order({row["said"]: row["count"] for row in rows.annotate(count=Count("pk"))}))


def _in_order(counts: dict[str, int]) -> Iterator[Number]:
    for code in COUNTED:
        if count := counts.get(code, 0):
            yield Number(code, count)
