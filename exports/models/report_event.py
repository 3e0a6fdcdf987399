"""What happened to a report, step by step: its chained events, and the texts given with them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from exports.models.report import Report
from workflow.models import Event, Remark


class ReportEvent(Event):
    case = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("event of a report")
        verbose_name_plural = _("events of reports")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_event_per_report_version")
        ]


class ReportRemark(Remark):
    event = models.OneToOneField(ReportEvent, on_delete=models.PROTECT, related_name="remark")

    class Meta:
        default_permissions = ("view",)
