"""An objection of a department to a report that circulates. Its steps: ``exports/objection_flow.py``."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.people.models import Department
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.telling import Line, ToldOfItself
from exports.models.circulation import Circulation
from exports.models.report import Report
from exports.objection_flow import OPEN, ObjectionFlow
from workflow.models import Event, Remark
from workflow.process import register


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: Any) -> Self:
        """National roles see all; a department its own."""
        grants = grants_of(user)
        if grants.national:
            return self
        return self.filter(department__in=grants.units_with(LEAD_DEPARTMENT.codenames))

    def open(self) -> Self:
        return self.filter(state=OPEN)


@register
class Objection(ObjectionFlow, ToldOfItself):
    """What ``department`` has against the text that circulates: at ``anchor``, or, where empty, all of it.

    ``place`` says the heading in words. What was written, and what was answered, are remarks of its events.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="objections")
    circulation = models.ForeignKey(Circulation, on_delete=models.PROTECT, related_name="objections")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    anchor = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=400, blank=True)

    objects = ObjectionQuerySet.as_manager()
    line_reads = ("report", "department__wordings")

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ObjectionFlow.process.storable), name="objection_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.place}" if self.place else str(self.report)

    def line(self) -> Line:
        return Line(
            reference=self.report.reference,
            words=self.place or self.report.title,
            language=self.report.language,
            department=str(self.department),
            due="",
            path=reverse("report-circulated", args=[self.report.reference]) + f"#objection-{self.pk}",
        )


class ObjectionEvent(Event):
    case = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("event of an objection")
        verbose_name_plural = _("events of objections")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_event_per_objection_version")
        ]


class ObjectionRemark(Remark):
    event = models.OneToOneField(ObjectionEvent, on_delete=models.PROTECT, related_name="remark")

    class Meta:
        default_permissions = ("view",)
