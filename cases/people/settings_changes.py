"""Every change in the settings, written once and kept: who changed what, and how it stood before.

The pages read it (``cases/pages/settings/history.py``), where each act has its sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow.append_only import kept_for_good


@kept_for_good
class SettingsChange(models.Model):
    """One act on a person, department or the like (``about``); ``thing`` is its id, 0 where it is the site.

    ``details`` are plain values: what the sentence of the act names, and under “changes” rows of field,
    before and after.
    """

    class About(models.TextChoices):
        PERSON = "person", _("person")
        DEPARTMENT = "department", _("department")
        THEME = "theme", _("theme")
        SITE = "site", _("site")
        CALENDAR = "calendar", _("calendar")
        WEBHOOK = "webhook", _("webhook")
        REPORT_TYPE = "report-type", _("type of report")

    about = models.CharField(_("about"), max_length=12, choices=About.choices)
    thing = models.PositiveBigIntegerField(default=0)
    act = models.CharField(_("act"), max_length=30)
    details = models.JSONField(_("details"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change of the settings")
        verbose_name_plural = _("changes of the settings")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["about", "thing", "at"], name="settings_change_of_a_thing")]


def note(thing: Any, act: str, *, by: Any, now: datetime, **details: Any) -> SettingsChange:
    """Write one down, in the transaction of the act; ``thing`` is what was changed, None: the site."""
    return SettingsChange.objects.create(
        about=_about(thing), thing=thing.pk if thing else 0, act=act, details=details, by=by, at=now
    )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[list[str]]:
    """Field, before and after of what differs, as texts."""
    return [
        [name, _said(before.get(name)), _said(value)]
        for name, value in after.items()
        if _said(before.get(name)) != _said(value)
    ]


def _said(value: Any) -> str:
    return "" if value is None else str(value)


_ABOUT = {
    "user": SettingsChange.About.PERSON,
    "department": SettingsChange.About.DEPARTMENT,
    "term": SettingsChange.About.THEME,
    "calendar": SettingsChange.About.CALENDAR,
    "webhook": SettingsChange.About.WEBHOOK,
    "reporttype": SettingsChange.About.REPORT_TYPE,
}


def _about(thing: Any) -> str:
    return _ABOUT[thing._meta.model_name] if thing else SettingsChange.About.SITE
