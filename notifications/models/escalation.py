"""Escalations: a coordinator pressed Send for a late case, and its department's contact is told of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.people.roles import COORDINATOR, grants_of
from notifications.models.chase import Chase


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def visible_to(self, user: Any) -> EscalationQuerySet:
        """Coordinators see those of the cases that they see."""
        if not COORDINATOR.held(grants_of(user), None):
            return self.none()
        return self.filter(case__in=Case.objects.visible_to(user))

    def for_present_dates(self) -> EscalationQuerySet:
        """Those that count: the due date has not been moved since."""
        return self.filter(about_on=models.F("case__due_on"))


class Escalation(models.Model):
    """``case`` was escalated for its due date ``about_on``: once for each, as the constraint says.

    ``chase`` is the press of Send, with its note and its notices. Taken back in time, the row is gone.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    about_on = models.DateField(_("due date"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    chase = models.ForeignKey(Chase, on_delete=models.PROTECT, related_name="escalations", editable=False)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["case", "about_on"], name="escalated_once_for_a_due_date")
        ]
