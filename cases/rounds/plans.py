"""The plan of a round: kept, and compared with its cases; some break it. The days: ``planning.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Plan, PlannedStage, Round
from cases.models.case_lists import CaseQuerySet
from cases.people.models import Calendar, User
from cases.people.roles import COORDINATOR, grants_of
from cases.rounds import rounds
from cases.rounds.planning import CODES, Planned, backward
from cases.states import AGREEMENT, ASSIGNED, DRAFTING, RECEIVED, SIGN_OFF, VALIDATION
from workflow.errors import Blocked, Conflict, NotAllowed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DRAFTERS = (RECEIVED, ASSIGNED, DRAFTING)
NOT_THROUGH = {
    "drafting": DRAFTERS,
    "signature": (*DRAFTERS, SIGN_OFF),
    "validation": (*DRAFTERS, SIGN_OFF, VALIDATION, AGREEMENT),
}
"""For each stage that cases go through, the states of those that are not through it."""
NO_DATE, AFTER, LATE, STILL = "no-date", "after", "late", "still"
# fmt: off
REASONS: dict[str, StrOrPromise] = {
    NO_DATE: gettext_lazy("no due date"),
    AFTER:   gettext_lazy("due after that day"),
    LATE:    gettext_lazy("late"),
    STILL:   gettext_lazy("not through, and the day is over"),
}
# fmt: on


def of_round(chosen: Round) -> Plan | None:
    """Its plan with all that the page reads."""
    return (
        Plan.objects.filter(round=chosen)
        .select_related("changed_by", "round")
        .prefetch_related("stages")
        .first()
    )


def version(plan: Plan | None) -> str:
    """What a page has seen of it, so that nobody overwrites what another has changed meanwhile."""
    return plan.changed_at.isoformat() if plan else ""


def days_of(plan: Plan, calendar: Calendar) -> tuple[Planned, ...]:
    return backward(plan.submission_on, plan.lengths(), calendar.days_off)


@transaction.atomic
def make(
    chosen: Round, *, submission_on: date, lengths: Mapping[str, int], seen: str, by: User, now: datetime
) -> Plan:
    """Plan the round anew. ``lengths`` are working days by stage, ``seen`` what :func:`version` said.

    Raises :class:`NotAllowed` where ``by`` is no coordinator, :class:`Conflict` where it changed meanwhile.
    """
    if not COORDINATOR.held(grants_of(by), None):
        raise NotAllowed(_("Plans are for the coordinator."))
    held = Round.objects.select_for_update().get(pk=chosen.pk)
    if version(of_round(held)) != seen:
        raise Conflict(_("Somebody changed the plan meanwhile. Look at it as it is now."))
    given = {"submission_on": submission_on, "changed_by": by, "changed_at": now}
    plan, _made = Plan.objects.update_or_create(round=held, defaults=given)
    plan.stages.all().delete()
    PlannedStage.objects.bulk_create(
        PlannedStage(plan=plan, stage=code, days=lengths[code]) for code in CODES
    )
    return plan


@transaction.atomic
def give_round_its_date(chosen: Round, *, seen: str, by: User, today: date) -> date:
    """Let the round ask for answers by the day on which drafting must be over, and return that day.

    Raises :class:`NotAllowed` where ``by`` is no coordinator, :class:`Conflict` where the plan changed
    meanwhile, :class:`Blocked` where the day is over.
    """
    held = Round.objects.select_for_update().get(pk=chosen.pk)
    plan = of_round(held)
    if plan is None or version(plan) != seen:
        raise Conflict(_("Somebody changed the plan meanwhile. Look at it as it is now."))
    day = days_of(plan, Calendar.default())[0].due_on
    if day < today:
        raise Blocked(_("That day is over: no answer can be asked for by then."))
    rounds.revise_round(held, title=held.title, question=held.question, due_on=day, by=by)
    return day


@dataclass(frozen=True)
class Breach:
    """How cases of a round break the day of one stage. ``late`` is the condition of a late case."""

    plan: Plan
    planned: Planned
    today: date

    def __str__(self) -> str:
        return _("Breaks the plan of %(round)s: %(stage)s") % {
            "round": self.plan.round,
            "stage": self.planned.stage.label,
        }

    @property
    def word(self) -> str:
        """As addresses write it."""
        return f"{self.plan.round.code}:{self.planned.stage.code}"

    def condition(self, late: Q) -> Q:
        """Of the cases that break it. An independent body owes nothing, so it breaks no plan."""
        owed = Q(lead=None) | Q(lead__independent=False)
        here = Q(round=self.plan.round_id, state__in=NOT_THROUGH[self.planned.stage.code])
        return owed & here & reduce(or_, (condition for _reason, condition in self._reasons(late)))

    def of(self, cases: CaseQuerySet, late: Q) -> CaseQuerySet:
        """Those that break it, each with the first ``reason`` why."""
        whens = [When(condition, then=Value(reason)) for reason, condition in self._reasons(late)]
        why = models.Case(*whens, output_field=models.CharField())
        return cases.filter(self.condition(late)).annotate(reason=why)

    def _reasons(self, late: Q) -> list[tuple[str, Q]]:
        day = self.planned.due_on
        drafting = [(NO_DATE, Q(due_on=None)), (AFTER, Q(due_on__gt=day)), (LATE, late)]
        still = [(STILL, Q(pk__isnull=False) if day < self.today else Q(pk__in=[]))]
        return (drafting if self.planned.stage.code == "drafting" else []) + still


def breaches(plan: Plan, planned: tuple[Planned, ...], today: date) -> list[Breach]:
    """One for each stage that cases go through and that is not left out."""
    return [Breach(plan, one, today) for one in planned if one.stage.code in NOT_THROUGH and one.days]


def breach(word: str, today: date) -> Breach | None:
    """The one that an address names; None where there is none."""
    code, _colon, stage = word.partition(":")
    plan = Plan.objects.filter(round__code=code).select_related("round").prefetch_related("stages").first()
    if plan is None:
        return None
    found = breaches(plan, days_of(plan, Calendar.default()), today)
    return next((one for one in found if one.planned.stage.code == stage), None)
