"""Who is meant, and the sentences that several rules say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.people.roles import FOCAL_POINT
from workflow.roles import InUnit, first_present

FOCAL_POINT_AND_HEAD = InUnit(_("focal point or head"), ("draft", "sign_off"))
FOCAL_POINT_FIRST = first_present(
    InUnit(_("focal point"), ("draft",)), InUnit(_("alternate"), ("stand_in",)), _("focal point")
)
"""The focal point alone; the alternate where there is none."""

FOCAL_POINT_OF_LEAD = InUnit(_("focal point of the lead"), FOCAL_POINT.codenames, on="lead")

NOT_YOURS = _("Is it not yours, or do you need more time? Write to")

WHO_LEADS = _("You are told because you are focal point or alternate of the department that answers.")
WHO_CONTRIBUTES = _("You are told because you are focal point or alternate of a department that contributes.")
WHO_COORDINATES = _("You are told because you are the coordinator.")
