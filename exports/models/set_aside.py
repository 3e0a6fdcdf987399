"""What editors set aside of what was found in a report: rows that are added, and never changed."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exports.models.report import Report
from workflow.append_only import kept_for_good

LONGEST_REASON = 1_000


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    def by_key(self) -> dict[str, SetAside]:
        """Those in force: of several rows for one finding the last counts. One query."""
        last = {one.key: one for one in self.select_related("by").order_by("pk")}
        return {key: one for key, one in last.items() if not one.taken_back}

    def of(self, report: Report) -> Self:
        return self.filter(report=report)


@kept_for_good
class SetAside(models.Model):
    """A finding that does not apply, and why; or, where ``taken_back``, that it does after all.

    ``key`` is that of the finding (``exports/checking/finding.py``): where the text there changes, it is
    another one and comes back. ``sentence`` is what the editor read.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="set_aside")
    code = models.CharField(max_length=40)
    key = models.CharField(max_length=32)
    sentence = models.TextField(blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=LONGEST_REASON)
    taken_back = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding set aside")
        verbose_name_plural = _("findings set aside")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=(Q(taken_back=True, reason="") | Q(taken_back=False) & ~Q(reason="")) & ~Q(key=""),
                name="set_aside_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.sentence or self.key
