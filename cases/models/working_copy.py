"""What a person has typed and not saved as a version yet: seen by that person alone, never lost unsaid.

The acts are in ``cases/drafting/copies.py``. It becomes a version when the person saves or sends; then the
row goes, since the version has its text. What is dropped stays for a while, to be brought back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.access import texts_hidden_from
from cases.models.answer import Answer
from cases.models.contribution import Contribution
from cases.people.models import User
from cases.people.roles import CONTRIBUTORS, LEAD_DEPARTMENT, grants_of
from cases.prose import words_in

PRESENT = timedelta(minutes=3)
"""Whose page was heard of within this time writes still."""

Subject = Answer | Contribution
"""What is written: the answer of a department, or its part of another's."""


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    def visible_to(self, user: User) -> WorkingCopyQuerySet:
        """The person's own, while the person's department writes it, and no case of it is hidden."""
        grants = grants_of(user)
        answers = Q(answer__lead__in=grants.units_with(LEAD_DEPARTMENT.codenames))
        parts = Q(contribution__department__in=grants.units_with(CONTRIBUTORS.codenames))
        own = self.filter(answers | parts, person=user.pk)
        return own.exclude(texts_hidden_from(user) | texts_hidden_from(user, "contribution__answer"))

    def of(self, subject: Subject) -> WorkingCopyQuerySet:
        return self.filter(**{"answer" if isinstance(subject, Answer) else "contribution": subject.pk})

    def standing(self) -> WorkingCopyQuerySet:
        return self.filter(dropped_at__isnull=True)

    def dropped(self) -> WorkingCopyQuerySet:
        return self.filter(dropped_at__isnull=False)

    def writing_at(self, now: datetime) -> WorkingCopyQuerySet:
        """Those whose page was heard of a moment ago."""
        return self.standing().filter(here_at__gte=now - PRESENT, person__is_active=True)


class WorkingCopy(models.Model):
    """``typed`` are the fields of the form by name, ``started_from`` the number of the text they began with.

    ``before`` is what was typed before sentences of contributions were taken over, the last at the end, so
    that this is undone; None stands for no copy at all. It is emptied by typing on.
    ``edition`` counts the savings: a window that does not know the last one does not write over it.
    ``here_since`` and ``here_at`` say since when, and when last, a page with it was heard of.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(
        Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="working_copies"
    )
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="working_copies"
    )
    typed = models.JSONField(_("typed"))
    before = models.JSONField(default=list)
    started_from = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("saved at"))
    here_since = models.DateTimeField()
    here_at = models.DateTimeField()
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("text that is not saved yet")
        verbose_name_plural = _("texts that are not saved yet")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__isnull=False, contribution__isnull=True)
                | Q(answer__isnull=True, contribution__isnull=False),
                name="a_working_copy_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["person", "answer"],
                condition=Q(dropped_at__isnull=True),
                name="one_working_copy_of_an_answer",
            ),
            models.UniqueConstraint(
                fields=["person", "contribution"],
                condition=Q(dropped_at__isnull=True),
                name="one_working_copy_of_a_part",
            ),
        ]

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

    @property
    def texts(self) -> list[str]:
        """All texts that were typed."""
        return [text for name in ("full_text", "short_text", "text") if (text := self.typed.get(name))]

    def is_heard_of(self, now: datetime) -> None:
        """A page with it is open."""
        if now - self.here_at > PRESENT:
            self.here_since = now
        self.here_at = now
