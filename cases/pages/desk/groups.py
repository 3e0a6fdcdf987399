"""Received cases by theme, with the bodies that are named for them; and assigning a group at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.alike.offering import Offer, offers_for
from cases.contributions.with_assignment import as_given
from cases.in_a_row import in_a_row
from cases.models import Case, LeadProposal, Term
from cases.models.case_lists import CaseQuerySet
from cases.pages.desk.forms import in_order, versions_as_text, versions_from
from cases.pages.numbers import whole_number
from cases.people.models import Department
from cases.starting.leading import Proposal, Wanted, may_lead, of_settings, of_similar, of_the_past
from cases.states import RECEIVED
from workflow.bulk import Row

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
    """Received cases of one theme. ``chosen`` is what the page shows as chosen: a code, OWN or nothing.

    Where the file names bodies that are no departments here, likeness alone chooses nobody in their place.
    ``by_settings`` and ``before`` are what the settings propose for the theme, and what the past does;
    ``similar`` are those who answered similar texts;
    ``contributors`` are the codes of those chosen.
    """

    theme: Term | None
    today: date
    cases: list[Case] = field(default_factory=list)
    by_settings: Proposal | None = None
    before: Proposal | None = None
    similar: list[Offer] = field(default_factory=list)
    chosen: str = ""
    contributors: list[str] = field(default_factory=list)

    @property
    def key(self) -> int:
        return self.theme.pk if self.theme else 0

    @property
    def title(self) -> str:
        return str(self.theme) if self.theme else _("No theme")

    @property
    def named(self) -> list[Named]:
        """The bodies named, the most often named first."""
        proposals = [one for case in self.cases for one in case.recommendation.lead_proposals.all()]
        departments = {one.named: one.department for one in proposals}
        counted = Counter(one.named for one in proposals)
        return [Named(name, count, departments[name]) for name, count in counted.most_common()]

    @property
    def names_unknown(self) -> bool:
        """Whether the file names a body that is no department here."""
        return any(one.department is None for one in self.named)

    @property
    def named_most(self) -> Named | None:
        """The executive department that is named most often."""
        return next((one for one in self.named if may_lead(one.department, self.today)), None)

    @property
    def proposed(self) -> str:
        """The code of who is proposed by the settings, else by the file, else by the past."""
        if self.by_settings is None and (most := self.named_most) and most.department:
            return most.department.code
        proposal = self.by_settings or self.before
        return proposal.department.code if proposal else ""

    @property
    def why(self) -> str:
        """The reason for what is proposed."""
        if self.by_settings is None and (most := self.named_most):
            said = {"count": most.count, "all": len(self.cases)}
            return _("It is named for %(count)d of %(all)d.") % said
        proposal = self.by_settings or self.before
        return proposal.why if proposal else ""


def groups_of(cases: CaseQuerySet, today: date) -> list[Group]:
    """The received cases among ``cases``, by sub-theme, else by theme; the largest group first."""
    groups: dict[int, Group] = {}
    for case in _with_names(cases.filter(state=RECEIVED)):
        theme = _theme_of(case)
        groups.setdefault(theme.pk if theme else 0, Group(theme, today)).cases.append(case)
    for group in groups.values():
        group.by_settings = of_settings(group.theme, today)
    silent = [group for group in groups.values() if not (group.by_settings or group.named_most)]
    wanted = [Wanted(group.key, group.theme, group.cases) for group in silent]
    before = of_the_past(wanted, cases, today) if wanted else {}
    offers = offers_for({key: group.cases for key, group in groups.items()}, cases, today)
    for key, group in groups.items():
        group.similar = offers.get(key, [])
        group.before = before.get(key)
        if group.before is None and not group.named:
            group.before = of_similar((one.department for one in group.similar), today)
    return sorted(groups.values(), key=lambda group: (group.theme is None, -len(group.cases)))


@dataclass
class Choices:
    """What the page of groups sent: to which lead each case goes, and how many go nowhere."""

    rows: list[Row] = field(default_factory=list)
    without_body: int = 0
    without_lead: list[str] = field(default_factory=list)

    def assign(self, case: Case, lead: Department | None, contributors: Iterable[str]) -> None:
        if lead is None:
            self.without_body += 1
        else:
            others = as_given(code for code in contributors if code != lead.code)
            self.rows.append(Row(case.pk, case.version, {"lead": lead, **others}))

    def left_alone(self) -> list[str]:
        """What was chosen and not done, in sentences."""
        said = []
        if self.without_body:
            sentence = ngettext(
                "%(count)d names no known department and was left alone.",
                "%(count)d name no known department and were left alone.",
                self.without_body,
            )
            said.append(sentence % {"count": self.without_body})
        if self.without_lead:
            sentence = _("Contributors were chosen without a lead, so nobody was asked: %(themes)s.")
            said.append(sentence % {"themes": in_a_row(self.without_lead)})
        return said


def choices_from(sent: QueryDict, visible: CaseQuerySet) -> Choices:
    """Only the cases that the page named are meant, whatever came in since."""
    departments = {one.code: one for one in Department.objects.with_names()}
    choices = Choices()
    for key, versions in _named(sent).items():
        choice = sent.get(f"lead-{key}", "")
        contributors = [code for code in sent.getlist(f"with-{key}") if code in departments]
        if choice != OWN and choice not in departments:
            choices.without_lead += [_theme_called(key)] if contributors else []
            continue
        cases = visible.filter(pk__in=list(versions))
        for case in _with_names(cases) if choice == OWN else cases:
            case.version = versions[case.pk]
            lead = _first_named(case) if choice == OWN else departments[choice]
            choices.assign(case, lead, contributors)
    return choices


def cases_as_text(groups: Iterable[Group]) -> str:
    """The cases of every group with their versions, in one field: a form of a thousand is not taken."""
    return "|".join(
        f"{group.key}={versions_as_text((case.pk, case.version) for case in group.cases)}" for group in groups
    )


def _named(sent: QueryDict) -> dict[str, dict[int, int]]:
    """By group, the versions of its cases by id."""
    parts = (part.partition("=") for part in sent.get("groups", "").split("|"))
    return {key: versions_from(cases) for key, _equals, cases in parts if key.isdecimal()}


def _first_named(case: Case) -> Department | None:
    named = case.recommendation.lead_proposals.all()
    return next((one.department for one in named if one.department), None)


def _with_names(cases: CaseQuerySet) -> CaseQuerySet:
    proposals = LeadProposal.objects.order_by("pk").select_related("department")
    return (
        in_order(cases)
        .select_related("recommendation", "round")
        .prefetch_related(
            Prefetch("recommendation__themes", Term.objects.with_lead()),
            "recommendation__themes__wordings",
            Prefetch("recommendation__lead_proposals", proposals),
            "recommendation__lead_proposals__department__wordings",
        )
    )


def _theme_of(case: Case) -> Term | None:
    """The first sub-theme, else the first theme."""
    themes = sorted(case.recommendation.themes.all(), key=Term.smallest_first)
    return next(iter(themes), None)


def _theme_called(key: str) -> str:
    theme = Term.objects.filter(pk=whole_number(key) or 0).first()
    return str(theme) if theme else _("No theme")
