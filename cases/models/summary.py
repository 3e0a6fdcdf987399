"""What the worker has counted lately, for pages that count all cases: ``cases/overview/counting.py``."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Summary(models.Model):
    """One thing that was counted, and when. ``data`` is as its counter returns it; nothing hangs on it."""

    name = models.CharField(max_length=40, unique=True)
    made_at = models.DateTimeField(_("made at"))
    data: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        default_permissions = ()
