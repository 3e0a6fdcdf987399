"""What was planned before anybody wrote: the words of headings, of departments and of single answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cases.models import Answer
from cases.models.access import texts_hidden_from
from cases.people.models import Department, User
from cases.rounds import words
from exports.budget.counts import NOBODY, Budget
from exports.kinds import Kind

if TYPE_CHECKING:
    from exports.models import Report


@dataclass(frozen=True)
class Load:
    """Words of one department in the report; ``department`` None: the editor's own. A share may be unset."""

    department: Department | None
    words: int
    share: int | None

    @property
    def excess(self) -> int:
        return max(self.words - self.share, 0) if self.share is not None else 0


def planned_words(report: Report, kind: Kind) -> dict[int, int]:
    """By heading of the outline: what the editor set, else the share of the report's type; one query."""
    shares = {one.code: one.share for one in kind.sections if one.share}
    planned = {}
    for pk, code, own in report.headings.standing().values_list("pk", "code", "words"):
        if own is not None:
            planned[pk] = own
        elif code in shares:
            planned[pk] = kind.limit * shares[code] // 100
    return planned


def loads_of(report: Report, budget: Budget, user: User) -> list[Load]:
    """The departments by their code, those too that have a share and no text yet; the editor first.

    A fixed number of queries.
    """
    seen = Answer.objects.exclude(texts_hidden_from(user, "pk"))
    shared = {one.department.code: one for one in words.loads(seen, [report.round], words.SENT)}
    codes = set(shared) | set(budget.departments) - {NOBODY}
    named = {one.code: one for one in Department.objects.with_names().filter(code__in=codes)}
    own = Load(None, budget.departments[NOBODY], None)
    loads = [
        Load(named[code], budget.departments[code], shared[code].share if code in shared else None)
        for code in sorted(codes)
        if code in named
    ]
    return [own, *loads]


def shares_of_answers(report: Report, user: User) -> Mapping[int, int]:
    """By answer of the round, the words that it is to have; empty where the round has no limit."""
    if not report.round.report_words:
        return {}
    found: Any = words.answers_in(report.round, words.SENT).exclude(texts_hidden_from(user, "pk"))
    return dict(found.values_list("pk", "share"))
