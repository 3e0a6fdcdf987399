"""Which cases: those that a person sees, that wait for a person, that are late, and the like."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from cases.flow import CaseFlow
from cases.models import access
from cases.models.answer import Answer
from cases.models.past_round import CaseRound
from cases.people.days import zones_by_day
from cases.people.roles import CONTRIBUTORS, LEAD_DEPARTMENT, grants_of
from cases.states import CLOSED, RECEIVED, WITH_DEPARTMENT
from workflow import may
from workflow.grants import Grants
from workflow.roles import EVERY_ROW, NO_ROW

if TYPE_CHECKING:
    from cases.models.case import Case  # noqa: F401 - named in CaseQuerySet


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: Any) -> CaseQuerySet:
        """The only rule of visibility: what roles and loans show, and of restricted cases to those named."""
        return self.filter(_shown_by(grants_of(user), user)).not_hidden_from(user)

    def not_hidden_from(self, user: Any) -> CaseQuerySet:
        """Without the restricted cases in which this person is not named; roles are not asked about."""
        return self.filter(Q(restricted=False) | access.among(access.opened_to(user)))

    def unrestricted(self) -> CaseQuerySet:
        """What may be shown without asking who reads it."""
        return self.filter(restricted=False)

    def asked_in(self, round_id: int | None) -> CaseQuerySet:
        """Those of a round: asked in it now, or before they were asked again in another."""
        left = CaseRound.objects.filter(round=round_id).values("case")
        return self.filter(Q(round=round_id) | access.among(left))

    def led_by(self, department_ids: list[int]) -> CaseQuerySet:
        return self.filter(lead__in=department_ids)

    def under_way(self) -> CaseQuerySet:
        """One that was handed back, closed or revived is not."""
        return self.exclude(state__in=(RECEIVED, CLOSED))

    def answered_by(self, answer_id: int | None) -> CaseQuerySet:
        """Cases under way with that answer."""
        return self.filter(answer=answer_id).under_way()

    def with_department(self) -> CaseQuerySet:
        return self.filter(state__in=WITH_DEPARTMENT)

    def waiting_for(self, user: Any) -> CaseQuerySet:
        """What waits for a step of this person: the rule is in the table (``awaited`` in flow.py)."""
        return self.filter(may.waiting(CaseFlow.process, grants_of(user)))

    def for_lists(self) -> CaseQuerySet:
        """With everything that a row of a list shows, in a fixed number of queries."""
        rows = ("recommendation", "round", "lead", "status", "proposed_status")
        return self.select_related(*rows).prefetch_related(
            "recommendation__wordings", "lead__wordings", "status__wordings", "proposed_status__wordings"
        )


def _shown_by(grants: Grants, user: Any) -> Q:
    """What roles and loans show, each by a condition of its own."""
    if grants.national:
        return EVERY_ROW
    own = Q(lead__in=grants.units_with(LEAD_DEPARTMENT.codenames)) | access.overseen(grants)
    return own | _contributed_to_by_own(grants) | access.among(access.lent_to(user))


def _contributed_to_by_own(grants: Grants) -> Q:
    """Whoever was asked to contribute follows the case; of its texts only what Contribution opens."""
    departments = grants.units_with(CONTRIBUTORS.codenames)
    if not departments:
        return NO_ROW
    return access.among(Answer.objects.contributed_to_by(departments).values("pk"), "answer")


def late_at(now: datetime) -> Q:
    """As :meth:`Case.is_late`, as a condition; one query for the departments' time zones."""
    by_day = sorted(zones_by_day(now).items())
    days = [Q(due_on__lt=day, lead__time_zone__in=zones) for day, zones in by_day]
    if len(by_day) == 1:  # it is the same day everywhere
        days = [Q(due_on__lt=by_day[0][0])]
    passed = reduce(or_, days, Q(pk__in=[]))
    return Q(state__in=WITH_DEPARTMENT, paused_on__isnull=True, lead__independent=False) & passed
