"""What a person has typed into a form and not saved yet, whatever it is for; each kind has its table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.prose import words_in

PRESENT = timedelta(minutes=3)
"""Whose page was heard of within this time writes still."""


class TypedCopyQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        return self.filter(dropped_at__isnull=True)

    def dropped(self) -> Self:
        return self.filter(dropped_at__isnull=False)

    def writing_at(self, now: datetime) -> Self:
        """Those whose page was heard of a moment ago."""
        return self.standing().filter(here_at__gte=now - PRESENT, person__is_active=True)


class TypedCopy(models.Model):
    """``typed`` are the fields of the form by name, ``started_from`` the number of the text they began with.

    ``edition`` counts the savings: a window that does not know the last one does not write over it.
    ``here_since`` and ``here_at`` say since when, and when last, a page with it was heard of.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    typed = models.JSONField(_("typed"))
    started_from = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("saved at"))
    here_since = models.DateTimeField()
    here_at = models.DateTimeField()
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.person}, {self.saved_at}"

    @property
    def words(self) -> int:
        """Of the long text."""
        return words_in(self.text)

    @property
    def text(self) -> str:
        """The long text of what was typed."""
        typed: dict[str, Any] = self.typed
        return str(typed.get("full_text", typed.get("text", "")))

    def take(self, typed: Mapping[str, Any], *, started_from: int, now: datetime) -> None:
        """Hold this instead of what was typed before."""
        self.typed, self.started_from, self.saved_at = dict(typed), started_from, now
        self.is_heard_of(now)

    def is_heard_of(self, now: datetime) -> None:
        """A page with it is open."""
        if now - self.here_at > PRESENT:
            self.here_since = now
        self.here_at = now
