"""What happened to a case: its steps, and the remarks made with them (``workflow/history.py``)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from workflow.models import Event, Remark


class CaseEvent(Event):
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_event_per_case_version")]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(step__in=("approve", "agree")), name="case_event_approved"
            )
        ]


class CaseRemark(Remark):
    event = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, related_name="remark")

    class Meta:
        default_permissions = ("view",)
