"""Who is meant, and the sentences that several rules say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.people.roles import FOCAL_POINT, HEAD, VALIDATOR
from workflow.roles import InUnit, OnTopics, first_present, one_of

if TYPE_CHECKING:
    from workflow.models import Carried

FOCAL_POINT_AND_HEAD = InUnit(_("focal point or head"), ("draft", "sign_off"))
FOCAL_POINT_FIRST = first_present(
    InUnit(_("focal point"), ("draft",)), InUnit(_("alternate"), ("stand_in",)), _("focal point")
)
"""The focal point alone; the alternate where there is none."""
HEAD_AND_FOCAL_POINT = one_of(HEAD, FOCAL_POINT_FIRST, label=_("head and focal point"))


class TopicsFirst(OnTopics):
    """Who holds it for the topics of a row; for the nation, where nobody does."""

    def people_for(self, rows: Sequence[Carried]) -> dict[int, set[int]]:
        everywhere = set().union(*self.people(rows[0].process.unit_model, {None}).values()) if rows else set()
        return {pk: people - everywhere or people for pk, people in super().people_for(rows).items()}


VALIDATORS_OF_THEMES_FIRST = TopicsFirst(VALIDATOR.label, VALIDATOR.codenames)

FOCAL_POINT_OF_LEAD = InUnit(_("focal point of the lead"), FOCAL_POINT.codenames, on="lead")

NOT_YOURS = _("Is it not yours, or do you need more time? Write to")

WHO_LEADS = _("You are told because you are focal point or alternate of the department that answers.")
WHO_CONTRIBUTES = _("You are told because you are focal point or alternate of a department that contributes.")
WHO_COORDINATES = _("You are told because you are the coordinator.")
