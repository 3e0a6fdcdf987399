"""Which reports a person sees, and which of them wait for that person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models import Case, CaseRound
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from exports.flow import ADOPTED, ASSEMBLING, CIRCULATION, FROZEN, OUTLINE, REVIEW
from workflow.grants import Grants

if TYPE_CHECKING:
    from exports.models.report import Report  # noqa: F401

AWAITED = {
    "edit_report": (OUTLINE, ASSEMBLING, ADOPTED),
    "validate": (REVIEW,),
    "coordinate": (FROZEN,),
}
"""The states in which who holds a role for the nation has the next step."""


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any) -> Self:
        """National roles see every report; the departments concerned one that circulates."""
        return self if grants_of(user).national else self.circulating_to(user)

    def circulating_to(self, user: Any) -> Self:
        """Reports that circulate, with a case that a department of this person leads."""
        return self.filter(_circulates_to(grants_of(user)))

    def waiting_for(self, user: Any) -> Self:
        """What this person can do something about now: read it, or take its next step."""
        grants = grants_of(user)
        states = [state for codename in grants.national for state in AWAITED.get(codename, ())]
        return self.filter(Q(state__in=states) | _circulates_to(grants))

    def newest_first(self) -> Self:
        return self.order_by("-pk")


def _circulates_to(grants: Grants) -> Q:
    own = grants.units_with(LEAD_DEPARTMENT.codenames)
    leads = Case.objects.filter(round=OuterRef("round"), lead__in=own)
    led = CaseRound.objects.filter(round=OuterRef("round"), answer__lead__in=own)
    of_all = Q(Exists(leads) | Exists(led), mechanism="")
    leads = leads.filter(recommendation__mechanism=OuterRef("mechanism"))
    led = led.filter(case__recommendation__mechanism=OuterRef("mechanism"))
    return (of_all | Q(Exists(leads) | Exists(led))) & Q(state=CIRCULATION)
