"""How much waits for a person: the numbers of My work, for its page and for the mail of the week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import Case
from cases.pages.asked import ToDecide, requests_to_decide
from cases.pages.contributions_waiting import Waiting as Contributions
from cases.pages.contributions_waiting import contributions_waiting
from cases.pages.waiting import (
    HANDED_BACK,
    LATE,
    LATER,
    MANY,
    THIS_WEEK,
    TO_DECIDE,
    Waiting,
    counts,
    said,
)
from cases.people.models import User
from cases.people.roles import COORDINATOR
from cases.states import RECEIVED
from workflow.grants import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# fmt: off
GROUPS: dict[int, StrOrPromise] = {
    LATE:        gettext_lazy("Late"),
    HANDED_BACK: gettext_lazy("Handed back"),
    TO_DECIDE:   gettext_lazy("To review"),
    THIS_WEEK:   gettext_lazy("This week"),
    LATER:       gettext_lazy("Later"),
}
# fmt: on


@dataclass(frozen=True)
class OpenWork:
    """``to_assign`` counts cases without a department, for a coordinator."""

    waiting: Waiting
    contributions: Contributions
    to_decide: ToDecide
    to_assign: int

    @classmethod
    def of(cls, user: User, grants: Grants, now: datetime) -> OpenWork:
        """In a fixed number of queries."""
        return cls(
            Waiting.of(user, grants, now),
            contributions_waiting(user, grants, timezone.localdate(now)),
            requests_to_decide(user, grants),
            _to_assign(user, grants),
        )

    def sentence(self) -> str:
        """The one sentence that says how the person stands."""
        sizes, to_sign = self.waiting.by_group(), self.waiting.to_sign
        late, week, decide = (sizes.get(group, 0) for group in (LATE, THIS_WEEK, TO_DECIDE))
        asked, parts, to_assign = self.to_decide.count, self.contributions.count, self.to_assign
        reviews = ngettext(
            "%(n)s answer waits for your review.", "%(n)s answers wait for your review.", decide
        )
        said = [
            (late, ngettext("%(n)s answer is late.", "%(n)s answers are late.", late)),
            (week, ngettext("%(n)s answer is due this week.", "%(n)s answers are due this week.", week)),
            (
                to_sign,
                ngettext(
                    "%(n)s answer waits for your signature.",
                    "%(n)s answers wait for your signature.",
                    to_sign,
                ),
            ),
            (decide, reviews),
            (
                asked,
                ngettext("%(n)s request for more time waits.", "%(n)s requests for more time wait.", asked),
            ),
            (parts, ngettext("%(n)s contribution waits.", "%(n)s contributions wait.", parts)),
            (
                to_assign,
                ngettext(
                    "%(n)s case waits for a department.", "%(n)s cases wait for a department.", to_assign
                ),
            ),
        ]
        sentences = [sentence % _many(count) for count, sentence in said if count]
        if sentences:
            return " ".join(sentences)
        return _("Nothing is due this week.") if sum(sizes.values()) else _("Nothing waits for you.")

    def numbers(self) -> list[tuple[StrOrPromise, str]]:
        """Each number that is not nothing with its word, in the order of the page."""
        sizes = self.waiting.by_group()
        found = [(title, sizes.get(group, 0)) for group, title in GROUPS.items()]
        found += [
            (_("For your signature"), self.waiting.to_sign),
            (_("Contributions"), self.contributions.count),
            (_("Requests for more time"), self.to_decide.count),
            (_("To assign"), self.to_assign),
        ]
        return [(title, said(count, MANY)) for title, count in found if count]

    def count(self) -> int:
        """All that waits; what waits for a signature is among the cases."""
        return self.waiting.count() + self.contributions.count + self.to_decide.count + self.to_assign


def _many(count: int) -> dict[str, str]:
    return {"n": said(count, MANY) if count >= MANY else capfirst(str(apnumber(count)))}


def _to_assign(user: User, grants: Grants) -> int:
    if not COORDINATOR.held(grants, None):
        return 0
    received = Case.objects.visible_to(user).filter(state=RECEIVED).order_by("due_on")
    return counts(user, [received], MANY)[0]
