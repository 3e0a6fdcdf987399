"""My work: what waits for this person, the most pressing first, and a sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.core.paginator import Page, Paginator
from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from cases import positions
from cases.flow import AGREEMENT, ASSIGNED, CLOSED, DRAFTING, RECEIVED, SIGN_OFF, VALIDATION
from cases.models import Case, CaseEvent, Round
from cases.models.access import lent_to
from cases.models.case import WITH_DEPARTMENT, CaseQuerySet, late_at
from cases.pages.asked import requests_to_decide
from cases.pages.contributions_waiting import contributions_waiting
from cases.pages.desk_filters import STANDING, Standing
from cases.pages.just_done import just_done
from cases.pages.opened import person
from cases.people.delegating import delegations_of
from cases.people.models import DepartmentDelegation, User
from cases.people.roles import COORDINATOR, LEAD_DEPARTMENT, grants_of
from cases.policy import signed_in
from workflow.roles import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PER_PAGE = 25
BACK = ("hand_back", "decline")
"""Steps by which a case comes back to the coordinators."""
LATE, HANDED_BACK, TO_DECIDE, THIS_WEEK, LATER = range(5)

# fmt: off
GROUPS: dict[int, StrOrPromise] = {
    LATE:        gettext_lazy("Late"),
    HANDED_BACK: gettext_lazy("Handed back"),
    TO_DECIDE:   gettext_lazy("To review"),
    THIS_WEEK:   gettext_lazy("This week"),
    LATER:       gettext_lazy("Later"),
}
NEXT: dict[str, tuple[StrOrPromise, str]] = {
    RECEIVED:   (gettext_lazy("Assign"),           "case"),
    ASSIGNED:   (gettext_lazy("Write the answer"), "case"),
    DRAFTING:   (gettext_lazy("Go on writing"),    "case"),
    SIGN_OFF:   (gettext_lazy("Read and sign"),    "case"),
    VALIDATION: (gettext_lazy("Review"),           "review"),
    AGREEMENT:  (gettext_lazy("Read the edits"),   "case"),
}
FIRST_BY_KIND: dict[str, StrOrPromise] = {
    Round.Kind.POSITIONS: gettext_lazy("Propose a position"),
    Round.Kind.PLAN:      gettext_lazy("Write what will be done"),
}
NOTHING: dict[str, StrOrPromise] = {
    "coordinate":  gettext_lazy("Every case has a department. Where each one stands is on the Desk."),
    "validate":    gettext_lazy("No answer waits for a validator. You get a mail when one is sent."),
    "edit_report": gettext_lazy("Nothing is asked of you here. What has been approved stands under Reports."),
    "observe":     gettext_lazy("Nothing is asked of you here. Where each case stands is on the Desk."),
}
# fmt: on
IN_DEPARTMENT = gettext_lazy(
    "Nothing has been asked of you yet. Once a case is assigned to your department, it stands here with its "
    "due date, and you get a mail."
)
NO_ROLE = gettext_lazy(
    "Nothing has been asked of you yet. You hold no role: an administrator gives roles in the set-up."
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
    count: int
    rows: list[Row]


@signed_in
@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    user: User = person(request)
    now, grants = timezone.now(), grants_of(user)
    waiting, elsewhere = _waiting(user, now), _elsewhere(user, grants)
    at = STANDING.get(request.GET.get("at", ""))
    to_assign, to_decide = _to_assign(user, grants), requests_to_decide(user, grants)
    counts = dict(waiting.order_by().values_list("group").annotate(Count("pk")))
    listed = _by_date(elsewhere.filter(at.cases)) if at else waiting
    page = Paginator(listed.for_lists(), PER_PAGE).get_page(request.GET.get("page"))
    groups = [_group_at(at, page, now)] if at else _groups(page, counts, now)
    contributions = contributions_waiting(user, grants, timezone.localdate(now))
    lent = list(Case.objects.visible_to(user).filter(pk__in=lent_to(user)).for_lists())
    context = {
        "sentence": _sentence(counts, to_assign, to_decide.count, contributions.count),
        "contributions": contributions,
        "to_decide": to_decide,
        "groups": groups,
        "at": at,
        "page": page,
        "with_others": _with_others(elsewhere),
        "to_assign": to_assign,
        "to_record": _to_record(user, grants),
        "acting_for": _acting_for(user, grants, timezone.localdate(now)),
        "just_done": just_done(user, now),
        "lent": lent,
        "nothing": "" if groups or lent else _nothing(grants),
    }
    return render(request, "cases/my_work.html", context)


def _waiting(user: User, now: datetime) -> Any:
    """What waits for the person, each with its ``group``; of those to assign, only what was handed back."""
    handed_back = CaseEvent.objects.filter(case=OuterRef("pk"), number=OuterRef("version"), step__in=BACK)
    mine = Case.objects.visible_to(user).waiting_for(user)
    shown = mine.filter(~Q(state=RECEIVED) | Q(Exists(handed_back)))
    return _by_date(shown.annotate(group=_group_of(now)), "group")


def _by_date(cases: Any, *first: str) -> Any:
    return cases.order_by(*first, F("due_on").asc(nulls_last=True), "recommendation__place", "pk")


def _group_of(now: datetime) -> Choose:
    """A paused case is none of the late ones, nor due this week."""
    today = timezone.localdate(now)
    sunday = today + timedelta(days=6 - today.weekday())
    owed = Q(state__in=WITH_DEPARTMENT, paused_on__isnull=True)
    return Choose(
        When(late_at(now), then=Value(LATE)),
        When(state=RECEIVED, then=Value(HANDED_BACK)),
        When(state=VALIDATION, then=Value(TO_DECIDE)),
        When(owed & Q(due_on__lte=sunday), then=Value(THIS_WEEK)),
        default=Value(LATER),
        output_field=IntegerField(),
    )


def _groups(page: Iterable[Any], counts: dict[int, int], now: datetime) -> list[Group]:
    return [
        Group(GROUPS[group], counts.get(group, 0), [_row(case, now) for case in cases])
        for group, cases in groupby(page, key=lambda case: case.group)
    ]


def _row(case: Case, now: datetime) -> Row:
    label, address = NEXT[case.state]
    if case.state == ASSIGNED and case.round is not None:
        label = FIRST_BY_KIND.get(case.round.kind, label)
    return Row(case, case.is_late(now), label, reverse(address, args=[case.reference]))


def _sentence(counts: dict[int, int], to_assign: int, asked: int, parts: int) -> str:
    """The one sentence that says how the person stands."""
    late, week, decide = (counts.get(group, 0) for group in (LATE, THIS_WEEK, TO_DECIDE))
    reviews = ngettext("%(n)s answer waits for your review.", "%(n)s answers wait for your review.", decide)
    said = [
        (late, ngettext("%(n)s answer is late.", "%(n)s answers are late.", late)),
        (week, ngettext("%(n)s answer is due this week.", "%(n)s answers are due this week.", week)),
        (decide, reviews),
        (asked, ngettext("%(n)s request for more time waits.", "%(n)s requests for more time wait.", asked)),
        (parts, ngettext("%(n)s contribution waits.", "%(n)s contributions wait.", parts)),
        (
            to_assign,
            ngettext("%(n)s case waits for a department.", "%(n)s cases wait for a department.", to_assign),
        ),
    ]
    sentences = [sentence % _many(count) for count, sentence in said if count]
    if sentences:
        return " ".join(sentences)
    return _("Nothing is due this week.") if sum(counts.values()) else _("Nothing waits for you.")


def _many(count: int) -> dict[str, str]:
    return {"n": capfirst(str(apnumber(count)))}


def _elsewhere(user: User, grants: Grants) -> CaseQuerySet:
    """Of the own departments' cases, those on which somebody else acts, or nobody any more."""
    own = Case.objects.visible_to(user).led_by(grants.units_with(LEAD_DEPARTMENT.codenames))
    return own.exclude(state__in=(RECEIVED, CLOSED)).exclude(
        pk__in=Case.objects.waiting_for(user).values("pk")
    )


def _with_others(elsewhere: CaseQuerySet) -> list[dict[str, Any]]:
    """How many of them stand where; each leads to its list."""
    counts = elsewhere.aggregate(
        **{code.replace("-", "_"): Count("pk", filter=one.cases) for code, one in STANDING.items()}
    )
    found = ((one, counts[code.replace("-", "_")]) for code, one in STANDING.items())
    return [{"standing": one, "count": count} for one, count in found if count]


def _group_at(at: Standing, page: Page[Case], now: datetime) -> Group:
    rows = [Row(case, case.is_late(now), _("Read"), reverse("case", args=[case.reference])) for case in page]
    return Group(
        _("Other cases of my department: %(standing)s") % {"standing": at.label}, page.paginator.count, rows
    )


def _nothing(grants: Grants) -> StrOrPromise:
    """What somebody reads of whom nothing is asked, by what the person is here for."""
    if not grants.national and not grants.by_unit:
        return NO_ROLE
    return next((said for role, said in NOTHING.items() if role in grants.national), IN_DEPARTMENT)


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


def _to_assign(user: User, grants: Grants) -> int:
    if not COORDINATOR.held(grants, None):
        return 0
    return Case.objects.visible_to(user).filter(state=RECEIVED).count()
