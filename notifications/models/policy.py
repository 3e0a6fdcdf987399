"""The numbers of the ladder as a coordinator settled them; each change is a row, and the newest counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.append_only import kept_for_good


@kept_for_good
class SavedPolicy(models.Model):
    """``numbers`` are by name those that differ from the defaults (``notifications/policy.py``)."""

    numbers = models.JSONField(_("numbers"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder settings")
        verbose_name_plural = _("reminder settings")
        default_permissions = ("view",)
