"""Who has read which version of an answer: so that a page can say what changed since one last saw it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from cases.models.answer import Version


class Reading(models.Model):
    """A version that one person has had before the eyes, since when. Shown to nobody but that person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="readings")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="a_reading_once")]


def note_readings(version_ids: Iterable[int], *, by: Any, now: datetime) -> None:
    """As :func:`note_reading`, of those among these that the person may see."""
    seen = Version.objects.visible_to(by).filter(pk__in=list(version_ids))
    rows = [Reading(person=by, version=version, at=now) for version in seen]
    Reading.objects.bulk_create(rows, ignore_conflicts=True)


def note_reading(version: Version, *, by: Any, now: datetime) -> None:
    """Write down that this person has seen this version; a second time changes nothing."""
    Reading.objects.get_or_create(person=by, version=version, defaults={"at": now})
