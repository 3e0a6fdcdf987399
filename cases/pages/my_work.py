"""My work: what waits for this person, the most pressing first, and a sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from cases.models import Case, Round
from cases.models.access import among, lent_to
from cases.pages.contributions_waiting import Waiting as Contributions
from cases.pages.desk.standings import STANDING, Standing
from cases.pages.just_done import just_done
from cases.pages.mentions import mentions_waiting
from cases.pages.open_work import GROUPS, OpenWork
from cases.pages.opened import person
from cases.pages.translations import translations_waiting
from cases.pages.waiting import (
    MANY,
    SOME,
    TO_DECIDE,
    Elsewhere,
    Owed,
    by_date,
    counts,
    said,
)
from cases.pages.words import own_loads
from cases.people.delegating import delegations_of
from cases.people.models import Department, DepartmentDelegation, User
from cases.people.roles import COORDINATOR, ESCALATION_CONTACT, LEAD_DEPARTMENT, grants_of
from cases.policy import signed_in
from cases.rounds import positions
from cases.states import AGREEMENT, ASSIGNED, DRAFTING, RECEIVED, SIGN_OFF, VALIDATION
from workflow.grants import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PER_PAGE = 25
SEVERAL = 4
"""From so many new cases on they are begun on a page of their own, which puts them together."""

# fmt: off
NEXT: dict[str, tuple[StrOrPromise, str]] = {
    RECEIVED:   (gettext_lazy("Assign"),           "case"),
    ASSIGNED:   (gettext_lazy("Write the answer"), "case"),
    DRAFTING:   (gettext_lazy("Go on writing"),    "case"),
    SIGN_OFF:   (gettext_lazy("Read and sign"),    "review"),
    VALIDATION: (pgettext_lazy("to do", "Review"), "review"),
    AGREEMENT:  (gettext_lazy("Read the edits"),   "review"),
}
FIRST_BY_KIND: dict[str, StrOrPromise] = {
    Round.Kind.POSITIONS: gettext_lazy("Propose a position"),
    Round.Kind.PLAN:      gettext_lazy("Write what will be done"),
}
NOTHING: dict[str, StrOrPromise] = {
    "coordinate":  gettext_lazy("Every case has a department. Where each one stands is on the Desk."),
    "validate":    gettext_lazy("No answer waits for a validator. You get a mail when one is sent."),
    "edit_report": gettext_lazy("Nothing is asked of you here. What has been approved stands under Reports."),
    "translate":   gettext_lazy("Every answer is translated, as far as it has been sent."),
    "observe":     gettext_lazy("Nothing is asked of you here. Where each case stands is on the Desk."),
}
# fmt: on
IN_DEPARTMENT = gettext_lazy(
    "Nothing has been asked of you yet. Once a case is assigned to your department, it stands here with its "
    "due date, and you get a mail."
)
ESCALATED = gettext_lazy(
    "Nothing is asked of you here. You get a mail when a coordinator escalates late answers of your "
    "department."
)
NO_ROLE = gettext_lazy(
    "Nothing has been asked of you yet. You hold no role: your coordinator, or an administrator, gives it."
)


@dataclass(frozen=True)
class Row:
    """One line: the case, whether it is late, and the next step as a link."""

    case: Case
    is_late: bool
    next_label: StrOrPromise
    next_url: str


@dataclass(frozen=True)
class Group:
    title: StrOrPromise
    count: str
    rows: list[Row]


@signed_in
@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    user: User = person(request)
    now, grants = timezone.now(), grants_of(user)
    work = OpenWork.of(user, grants, now)
    waiting = work.waiting
    elsewhere = Elsewhere(user, grants, waiting.owed)
    at = STANDING.get(request.GET.get("at", ""))
    sizes = waiting.by_group()
    listed: Any = by_date(elsewhere.at(at)).for_lists()[:MANY] if at else waiting
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    groups = [_group_at(at, page, now)] if at else _groups(page, sizes, now)
    lent = list(Case.objects.visible_to(user).filter(among(lent_to(user))).for_lists())
    mentions, more_mentions = mentions_waiting(user)
    context = {
        "grants": grants,
        "mentions": mentions,
        "more_mentions": more_mentions,
        "sentence": work.sentence(),
        "first": _first(groups, work.contributions) if not at else None,
        "contributions": work.contributions,
        "to_decide": work.to_decide,
        "to_review": sizes.get(TO_DECIDE, 0),
        "to_sign": bool(grants.units_with(LEAD_DEPARTMENT.codenames)),
        "groups": groups,
        "at": at,
        "page": page,
        "with_others": _with_others(elsewhere),
        "loads": own_loads(user, grants),
        "to_assign": work.to_assign,
        "to_begin": _to_begin(user, waiting.owed),
        "to_record": _to_record(user, grants),
        "translations": translations_waiting(user, grants),
        "may_hand_over": any(grants.held_by_right(unit_id) for unit_id in grants.by_unit),
        "acting_for": _acting_for(user, grants, timezone.localdate(now)),
        "just_done": just_done(user, now),
        "overseen": _overseen(grants),
        "lent": lent,
        "nothing": "" if groups or lent else _nothing(grants),
    }
    return render(request, "cases/my_work.html", context)


def _groups(page: Iterable[tuple[int, Case]], counts: dict[int, int], now: datetime) -> list[Group]:
    return [
        Group(GROUPS[group], said(counts[group], MANY), [_row(case, now) for _group, case in cases])
        for group, cases in groupby(page, key=lambda one: one[0])
    ]


def _row(case: Case, now: datetime) -> Row:
    label, address = NEXT[case.state]
    if case.state == ASSIGNED and case.round is not None:
        label = FIRST_BY_KIND.get(case.round.kind, label)
    return Row(case, case.is_late(now), label, reverse(address, args=[case.reference]))


def _first(groups: list[Group], contributions: Contributions) -> dict[str, Any] | None:
    """What the one button opens: the most pressing of what waits."""
    if groups and groups[0].rows:
        row = groups[0].rows[0]
        return {"label": row.next_label, "url": row.next_url, "reference": row.case.reference}
    for _title, parts in contributions.groups:
        part = parts[0]
        reference = part.case.reference
        address = reverse("contribution", args=[reference, part.contribution.pk])
        return {"label": _("Open the contribution"), "url": address, "reference": reference}
    return None


def _with_others(elsewhere: Elsewhere) -> list[dict[str, Any]]:
    """How many of them stand where; each leads to its list."""
    return [
        {"standing": STANDING[code], "count": said(count, SOME)}
        for code, count in elsewhere.counts().items()
        if count
    ]


def _group_at(at: Standing, page: Page[Case], now: datetime) -> Group:
    rows = [Row(case, case.is_late(now), _("Read"), reverse("case", args=[case.reference])) for case in page]
    title = _("Other cases of my department: %(standing)s") % {"standing": at.label}
    return Group(title, said(page.paginator.count, MANY), rows)


def _nothing(grants: Grants) -> StrOrPromise:
    """What somebody reads of whom nothing is asked, by what the person is here for."""
    if not grants.national and not grants.by_unit and not grants.by_topic:
        return NO_ROLE
    held = grants.national.union(*grants.by_topic.values())
    in_department = frozenset().union(*grants.by_unit.values())
    otherwise = ESCALATED if in_department == {*ESCALATION_CONTACT.codenames} else IN_DEPARTMENT
    return next((said for role, said in NOTHING.items() if role in held), otherwise)


def _overseen(grants: Grants) -> list[Department]:
    """The departments whose escalation contact this person is; asked for only where there are any."""
    departments = grants.units_with(ESCALATION_CONTACT.codenames)
    return list(Department.objects.with_names().filter(pk__in=departments)) if departments else []


def _acting_for(user: User, grants: Grants, today: date) -> list[DepartmentDelegation]:
    """For whom this person may act today; asked for only where a role was lent."""
    if not grants.lent:
        return []
    return list(delegations_of(user, today=today).filter(borrower=user, first_day__lte=today))


def _to_record(user: User, grants: Grants) -> list[dict[str, Any]]:
    """Rounds of positions in which the government's decision waits to be recorded, with how many."""
    if not COORDINATOR.held(grants, None):
        return []
    waiting: Any = positions.to_decide(Case.objects.visible_to(user)).order_by()
    return list(waiting.values("round__code", "round__title").annotate(count=Count("pk")))


def _to_begin(user: User, owed: Owed) -> int:
    """How many cases wait to be begun; below a handful they are begun from their rows."""
    new = owed.cases(ASSIGNED).filter(paused_on__isnull=True)
    (number,) = counts(user, [new.order_by("due_on")], MANY)
    return number if number >= SEVERAL else 0
