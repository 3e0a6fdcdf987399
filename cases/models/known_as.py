"""What else a recommendation is called: its keys in other sources, numberings or languages.

``cases/importing`` recognises it by them (``recognising.py``), and records them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.recommendation import Recommendation


class KnownAs(models.Model):
    """Under which key another source, numbering or language names a recommendation that stands already."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="known_as")
    source = models.CharField(_("source"), max_length=60)
    source_key = models.CharField(_("key in the source"), max_length=120)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="known_once_per_source"),
            models.CheckConstraint(condition=~Q(source_key=""), name="known_by_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.source_key}"
