"""The plan of a round: until when the report that it feeds is submitted, and how long each stage takes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.round import Round
from cases.rounds.planning import CODES, DEFAULTS, MOST_DAYS


class Plan(models.Model):
    """Rounds know no report: the plan takes the day. What follows: ``cases/rounds/planning.py``."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="plan")
    submission_on = models.DateField(_("submission on"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.round)

    def lengths(self) -> dict[str, int]:
        """Working days of each stage, by its code."""
        return DEFAULTS | {one.stage: one.days for one in self.stages.all()}


class PlannedStage(models.Model):
    """How many working days one stage of a plan takes; none, where it is left out."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=20)
    days = models.PositiveSmallIntegerField(_("working days"))

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["plan", "stage"], name="a_stage_once_in_a_plan"),
            models.CheckConstraint(condition=Q(stage__in=CODES), name="planned_stage_known"),
            models.CheckConstraint(condition=Q(days__lte=MOST_DAYS), name="planned_days_within_a_year"),
        ]

    def __str__(self) -> str:
        return self.stage
