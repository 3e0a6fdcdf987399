"""What a person has typed and not saved as a version yet: seen by that person alone, never lost unsaid.

The acts are in ``cases/drafting/copies.py``. It becomes a version when the person saves or sends; then the
row goes, since the version has its text. What is dropped stays for a while, to be brought back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.access import texts_hidden_from
from cases.models.answer import Answer
from cases.models.contribution import Contribution
from cases.models.typed_copy import TypedCopy, TypedCopyQuerySet
from cases.people.models import User
from cases.people.roles import CONTRIBUTORS, LEAD_DEPARTMENT, grants_of

Subject = Answer | Contribution
"""What is written: the answer of a department, or its part of another's."""


class WorkingCopyQuerySet(TypedCopyQuerySet):
    def visible_to(self, user: User) -> WorkingCopyQuerySet:
        """The person's own, while the person's department writes it, and no case of it is hidden."""
        grants = grants_of(user)
        answers = Q(answer__lead__in=grants.units_with(LEAD_DEPARTMENT.codenames))
        parts = Q(contribution__department__in=grants.units_with(CONTRIBUTORS.codenames))
        own = self.filter(answers | parts, person=user.pk)
        return own.exclude(texts_hidden_from(user) | texts_hidden_from(user, "contribution__answer"))

    def of(self, subject: Subject) -> WorkingCopyQuerySet:
        return self.filter(**{"answer" if isinstance(subject, Answer) else "contribution": subject.pk})


class WorkingCopy(TypedCopy):
    """What is typed into an answer, or into a part of one.

    ``before`` is what was typed before sentences of contributions were taken over, the last at the end, so
    that this is undone; None stands for no copy at all. It is emptied by typing on.
    """

    answer = models.ForeignKey(
        Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="working_copies"
    )
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.PROTECT, related_name="working_copies"
    )
    before = models.JSONField(default=list)

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

    @property
    def texts(self) -> list[str]:
        """All texts that were typed."""
        return [text for name in ("full_text", "short_text", "text") if (text := self.typed.get(name))]

    def take(self, typed: Mapping[str, Any], *, started_from: int, now: datetime) -> None:
        super().take(typed, started_from=started_from, now=now)
        self.before = []
