"""A reminder by hand: which coordinator reminded, when, and with what words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.people.models import new_key
from cases.people.roles import COORDINATOR, grants_of


class ChaseQuerySet(models.QuerySet["Chase"]):
    def visible_to(self, user: Any) -> ChaseQuerySet:
        """Coordinators see who was reminded, by whomever."""
        return self if COORDINATOR.held(grants_of(user), None) else self.none()


class Chase(models.Model):
    """A coordinator reminded departments by hand, with a ``note``; its notices say whom of what.

    ``rule`` is theirs: a plain reminder, or an escalation (escalation.py).

    ``form`` is the id of the form that was sent: a double click is one act.
    """

    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    rule = models.CharField(_("rule"), max_length=40, default="chase", editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)
    form = models.UUIDField(null=True, unique=True, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = ChaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder by hand")
        verbose_name_plural = _("reminders by hand")
        default_permissions = ("view",)
