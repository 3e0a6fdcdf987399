"""The list of reports: where each stands, its words and their limit, days left, coverage and the next step.

However many reports there are, it takes the same number of queries; the exact words are on a report's page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Case
from cases.people.roles import grants_of
from cases.states import APPROVED, SUBMITTED
from exports import flow
from exports.counting import WITHOUT_ANNEXES
from exports.models import Report
from exports.models.kind import kinds
from exports.models.report_lists import AWAITED

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# fmt: off
NEXT: dict[str, StrOrPromise] = {
    flow.OUTLINE:    _("Assemble"),
    flow.ASSEMBLING: _("Go on assembling"),
    flow.REVIEW:     pgettext_lazy("to do", "Review"),
    flow.FROZEN:     _("Record the decision"),
    flow.ADOPTED:    _("Record the submission"),
}
# fmt: on


ALL = ""
"""Stands for every body, as in ``Report.mechanism``."""
_Asked = tuple[int, str]
"""A round, and the body that asked in it."""
_Covered = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """``words`` are those that count, ``about`` right while the text still grows; None: not counted here."""

    report: Report
    limit: int | None
    words: int | None
    about: bool
    approved: int
    cases: int
    days_left: int | None
    next_label: StrOrPromise

    @property
    def over(self) -> bool:
        return self.limit is not None and self.words is not None and self.words > self.limit

    @property
    def days_over(self) -> int:
        return -(self.days_left or 0)


def rows_of(reports: Sequence[Report], user: Any, today: date) -> list[Row]:
    """``reports`` come with their rounds, plans and editions."""
    types = kinds()
    for one in reports:
        one.know_types(types)
    rounds = {one.round_id for one in reports}
    covered, words = _covered(rounds), _words({one.round_id for one in reports if _is_counted(one)})
    held = grants_of(user).national
    mine = {str(state) for codename in held for state in AWAITED.get(codename, ())}
    return [_row(one, covered, words, mine, today) for one in reports]


def _row(
    report: Report, covered: dict[_Asked, _Covered], words: Counter[_Asked], mine: set[str], today: date
) -> Row:
    plan = getattr(report.round, "plan", None)
    counts = report.edition.words if report.edition else None
    if counts is None and _is_counted(report):
        counts = words[report.round_id, report.mechanism] + len(report.introduction.split())
    approved, cases = covered.get((report.round_id, report.mechanism), (0, 0))
    is_open = report.state != flow.SUBMITTED
    return Row(
        report=report,
        limit=report.type.limit if report.type else None,
        words=counts,
        about=report.edition is None,
        approved=approved,
        cases=cases,
        days_left=(plan.submission_on - today).days if plan and is_open else None,
        next_label=NEXT[report.state] if report.state in mine and report.state in NEXT else _("Read"),
    )


def _is_counted(report: Report) -> bool:
    """Where the annexes count too, only the report's own page says how many words there are."""
    return report.edition is None and report.type is not None and report.type.counting is WITHOUT_ANNEXES


def _covered(rounds: set[int]) -> dict[_Asked, _Covered]:
    """How many of the cases are approved, and how many there are."""
    decided = Count("pk", filter=Q(state__in=(APPROVED, SUBMITTED)))
    found: Any = Case.objects.unrestricted().filter(round__in=rounds).order_by()
    counted = found.values("round", "recommendation__mechanism").annotate(decided=decided, all=Count("pk"))
    rows = counted.values_list("round", "recommendation__mechanism", "decided", "all")
    approved: Counter[_Asked] = Counter()
    cases: Counter[_Asked] = Counter()
    for round_id, mechanism, some, all_of_them in rows:
        for asked in ((round_id, mechanism), (round_id, ALL)):
            approved[asked] += some
            cases[asked] += all_of_them
    return {asked: (approved[asked], cases[asked]) for asked in cases}


def _words(rounds: set[int]) -> Counter[_Asked]:
    """The words of the short texts that are approved, those of one answer once."""
    found: Any = Case.objects.unrestricted().filter(round__in=rounds, answer__approved__isnull=False)
    counted: Counter[_Asked] = Counter()
    columns = ("round", "recommendation__mechanism", "answer", "answer__approved__short_words")
    once: dict[tuple[_Asked, int], int] = {}
    for round_id, mechanism, answer, words in found.order_by().values_list(*columns).distinct():
        once[(round_id, mechanism), answer] = once[(round_id, ALL), answer] = words
    for (asked, _answer), words in once.items():
        counted[asked] += words
    return counted
