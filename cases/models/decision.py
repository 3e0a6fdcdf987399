"""What the government decided on recommendations: the positions, with date and document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.round import Round
from cases.un import Position


def _document_path(decision: Decision, name: str) -> str:
    return f"decisions/{decision.round_id}/{name}"


class Decision(models.Model):
    """One decision of the government in a round of positions. Many recommendations hang on it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField(_("decided on"))
    document = models.CharField(_("document"), max_length=255)
    file = models.FileField(_("file"), upload_to=_document_path, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(condition=~Q(document=""), name="a_decision_has_its_document")]

    def __str__(self) -> str:
        return self.document


class DecidedPosition(models.Model):
    """The position on one recommendation, and what its department had proposed. The last one stands."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="positions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decided_positions")
    position = models.CharField(_("position"), max_length=20, choices=Position.choices)
    proposed = models.CharField(_("proposed position"), max_length=20, choices=Position.choices, blank=True)

    class Meta:
        verbose_name = _("decided position")
        verbose_name_plural = _("decided positions")
        default_permissions = ("view",)

    @property
    def differs(self) -> bool:
        """Whether the government decided otherwise than the department proposed."""
        return bool(self.proposed) and self.proposed != self.position


def last_decided(case: Case) -> DecidedPosition | None:
    """The position that stands, with its decision."""
    rows: Any = DecidedPosition.objects.filter(case=case).select_related("decision__recorded_by")
    found: DecidedPosition | None = rows.order_by("-pk").first()
    return found
