"""Received cases by theme, with the bodies that are named for them; and assigning a group at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import actions
from cases.flow import RECEIVED
from cases.models import Case, LeadProposal, Term
from cases.models.case import CaseQuerySet
from cases.pages import desk_outcome
from cases.pages.desk_forms import in_order
from cases.people.models import Department, User

OWN = "own"
"""The choice of a group in which each case goes to the first known body that its own row names."""


@dataclass(frozen=True)
class Named:
    """A body as a file names it, in how many cases of the group, and which department it is, if any."""

    name: str
    count: int
    department: Department | None


@dataclass
class Group:
    """Received cases of one theme. ``chosen`` is what the page shows as chosen: a code, OWN or nothing."""

    theme: Term | None
    cases: list[Case] = field(default_factory=list)
    chosen: str = ""

    @property
    def key(self) -> int:
        return self.theme.pk if self.theme else 0

    @property
    def title(self) -> str:
        return str(self.theme) if self.theme else _("No theme")

    @property
    def references(self) -> str:
        return ",".join(case.reference for case in self.cases)

    @property
    def named(self) -> list[Named]:
        """The bodies named, the most often named first."""
        proposals = [one for case in self.cases for one in case.recommendation.lead_proposals.all()]
        departments = {one.named: one.department for one in proposals}
        counted = Counter(one.named for one in proposals)
        return [Named(name, count, departments[name]) for name, count in counted.most_common()]

    @property
    def proposed(self) -> str:
        """The code of the executive department that is named most often; none where none is named."""
        return next((one.department.code for one in self.named if _may_lead(one.department)), "")  # type: ignore[union-attr]


def groups_of(cases: CaseQuerySet) -> list[Group]:
    """The received cases among ``cases``, by sub-theme, else by theme; the largest group first."""
    groups: dict[int, Group] = {}
    for case in _with_names(cases.filter(state=RECEIVED)):
        theme = _theme_of(case)
        groups.setdefault(theme.pk if theme else 0, Group(theme)).cases.append(case)
    return sorted(groups.values(), key=lambda group: (group.theme is None, -len(group.cases)))


def assign_groups(
    choices: QueryDict, *, by: User, dated: dict[str, Any], now: datetime
) -> list[dict[str, Any]]:
    """Assign each group of the page that was sent to the lead chosen for it; what came of each, in words.

    Only the cases that the page named are meant, whatever came in since.
    """
    departments = {one.code: one for one in Department.objects.with_names()}
    act: dict[str, Any] = {"by": by, "now": now, **dated}
    said = []
    for key in choices.getlist("group"):
        references = choices.get(f"cases-{key}", "").split(",")
        choice = choices.get(f"lead-{key}", "")
        visible = Case.objects.visible_to(by).filter(recommendation__reference__in=references)
        if choice == OWN:
            said.append(_assign_own(list(_with_names(visible)), choices.get(f"title-{key}", ""), act))
        elif choice in departments:
            lead = departments[choice]
            cases = list(visible.select_related("recommendation", "round"))
            outcomes = actions.assign_each(cases, lead=lead, **act)
            said.append(desk_outcome.in_words(outcomes, str(lead), title=choices.get(f"title-{key}", "")))
    return said


def _assign_own(cases: list[Case], title: str, act: dict[str, Any]) -> dict[str, Any]:
    by_lead: dict[Department, list[Case]] = {}
    left = 0
    for case in cases:
        named = case.recommendation.lead_proposals.all()
        first = next((one.department for one in named if one.department), None)
        if first is None:
            left += 1
        else:
            by_lead.setdefault(first, []).append(case)
    parts = [
        desk_outcome.in_words(actions.assign_each(mine, lead=lead, **act), str(lead))
        for lead, mine in by_lead.items()
    ]
    return {
        "title": title,
        "done": sum(part["done"] for part in parts),
        "sentences": [sentence for part in parts for sentence in part["sentences"]] + _left_alone(left),
        "refused": [row for part in parts for row in part["refused"]],
    }


def _left_alone(count: int) -> list[str]:
    if not count:
        return []
    sentence = ngettext(
        "%(count)d names no known department and was left alone.",
        "%(count)d name no known department and were left alone.",
        count,
    )
    return [sentence % {"count": count}]


def _with_names(cases: CaseQuerySet) -> CaseQuerySet:
    proposals = LeadProposal.objects.order_by("pk").select_related("department")
    return (
        in_order(cases)
        .select_related("recommendation", "round")
        .prefetch_related(
            "recommendation__themes__wordings",
            Prefetch("recommendation__lead_proposals", proposals),
            "recommendation__lead_proposals__department__wordings",
        )
    )


def _theme_of(case: Case) -> Term | None:
    """The first sub-theme, else the first theme."""
    themes = sorted(case.recommendation.themes.all(), key=lambda term: (term.parent_id is None, term.pk))
    return next(iter(themes), None)


def _may_lead(department: Department | None) -> bool:
    if department is None or department.independent:
        return False
    return department.branch == Department.Branch.EXECUTIVE
