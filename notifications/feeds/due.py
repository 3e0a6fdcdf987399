"""What stands in a feed: each date by which its person, or its department, owes something, the soonest first.

A link can be passed on, so restricted cases never appear, nor a word of a draft. What is paused has no date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language_bidi, gettext_lazy

from cases.models import Case, CaseEvent, Contribution, ContributionEvent
from cases.pages.waiting import Owed, by_date
from cases.people.roles import grants_of
from cases.people.wording import set_apart
from cases.states import AGREEMENT, ASSIGNED, DRAFTING, SIGN_OFF, WITH_DEPARTMENT
from notifications.models import Feed
from workflow import may

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 500
"""Dates in one feed: the soonest."""
WORDS = 40
"""Of the text of the UN."""

# fmt: off
TO_DO: dict[str, StrOrPromise] = {
    ASSIGNED:  gettext_lazy("Answer %(reference)s"),
    DRAFTING:  gettext_lazy("Answer %(reference)s"),
    SIGN_OFF:  gettext_lazy("Sign the answer to %(reference)s"),
    AGREEMENT: gettext_lazy("Read the edits of %(reference)s"),
}
# fmt: on
CONTRIBUTE = (
    gettext_lazy("Contribute to %(reference)s"),
    gettext_lazy("Contribute to %(reference)s and others"),
)
AGREE = (
    gettext_lazy("Agree to the text for %(reference)s"),
    gettext_lazy("Agree to the text for %(reference)s and others"),
)
"""For one case, and for several that are answered together."""


@dataclass(frozen=True)
class Due:
    """One date, in the words of the language that is active.

    ``number`` grows with each step that was taken, ``changed_at`` is when the last one was; ``path`` is the
    page of it here.
    """

    uid: str
    on: date
    summary: str
    about: str
    path: str
    number: int
    changed_at: datetime


def dates_of(feed: Feed) -> list[Due]:
    """As many queries for five hundred dates as for one."""
    cases, contributions = _of_department(feed) if feed.department_id else _of_person(feed)
    found = [*map(_case, _dated_cases(cases)), *_contributions(_dated_contributions(contributions))]
    return sorted(found, key=lambda due: (due.on, due.uid))[:MOST]


def _of_person(feed: Feed) -> tuple[Any, Any]:
    grants = grants_of(feed.by)
    waiting = may.waiting(Contribution.process, grants)
    return Owed(feed.by, grants).cases(*WITH_DEPARTMENT), _seen_contributions(feed).filter(waiting)


def _of_department(feed: Feed) -> tuple[Any, Any]:
    led = Case.objects.visible_to(feed.by).filter(lead=feed.department_id)
    return led.with_department(), _seen_contributions(feed).filter(department=feed.department_id)


def _seen_contributions(feed: Feed) -> Any:
    return Contribution.objects.visible_to(feed.by).with_contributors()


def _dated_cases(cases: Any) -> QuerySet[Case]:
    changed = CaseEvent.objects.filter(case=OuterRef("pk"), number=OuterRef("version"))
    running = cases.unrestricted().filter(due_on__isnull=False, paused_on__isnull=True)
    shown = running.annotate(changed_at=Subquery(changed.values("at"))).select_related("recommendation")
    return by_date(shown.prefetch_related("recommendation__wordings"))[:MOST]


def _dated_contributions(contributions: Any) -> QuerySet[Contribution]:
    changed = ContributionEvent.objects.filter(case=OuterRef("pk"), number=OuterRef("version"))
    open_ones = contributions.exclude(answer__cases__restricted=True)
    running = open_ones.exclude(answer__cases__paused_on__isnull=False)
    shown = running.annotate(changed_at=Subquery(changed.values("at"))).select_related("answer")
    return by_date(shown.prefetch_related("answer__cases__recommendation__wordings"))[:MOST]


def _case(case: Any) -> Due:
    return Due(
        uid=f"case-{case.pk}-{case.round_id or 0}",
        on=case.due_on,
        summary=str(TO_DO[case.state]) % {"reference": _isolated(case.reference)},
        about=_beginning(case),
        path=reverse("case", args=[case.reference]),
        number=case.version,
        changed_at=case.changed_at,
    )


def _contributions(found: QuerySet[Contribution]) -> Iterator[Due]:
    for one in found:
        cases = sorted(one.told_cases(), key=lambda case: case.pk)
        if cases:
            yield _contribution(one, cases)


def _contribution(one: Any, cases: list[Case]) -> Due:
    case, said = cases[0], AGREE if one.put_id else CONTRIBUTE
    return Due(
        uid=f"contribution-{one.pk}",
        on=one.due_on,
        summary=str(said[len(cases) > 1]) % {"reference": _isolated(case.reference)},
        about=_beginning(case),
        path=reverse("contribution", args=[case.reference, one.pk]),
        number=one.version,
        changed_at=one.changed_at,
    )


def _beginning(case: Case) -> str:
    wording = case.recommendation.wording()
    return Truncator(" ".join(wording.text.split())).words(WORDS, truncate=" …") if wording else ""


def _isolated(reference: str) -> str:
    """Else it is turned around among Arabic words."""
    return set_apart(reference) if get_language_bidi() else reference
