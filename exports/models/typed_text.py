"""What an editor has typed into a form of the outline and not saved yet: seen by that person alone.

The acts are in ``exports/typed_places.py``.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.typed_copy import TypedCopy, TypedCopyQuerySet
from cases.people.roles import EDITOR, grants_of
from exports.models.report import Report


class TypedTextQuerySet(TypedCopyQuerySet):
    def visible_to(self, user: Any) -> Self:
        """The person's own, as long as the person is an editor."""
        return self.filter(person=user.pk) if EDITOR.held(grants_of(user), None) else self.none()


class TypedText(TypedCopy):
    """``place`` is the name of the form in its report, such as ``passage-12-fr``."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="typed_texts")
    place = models.CharField(max_length=80)

    objects = TypedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a report that is not saved yet")
        verbose_name_plural = _("texts of reports that are not saved yet")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "report", "place"],
                condition=Q(dropped_at__isnull=True),
                name="one_typed_text_of_a_place",
            )
        ]

    @property
    def text(self) -> str:
        """What was typed as text, or as titles of a heading."""
        typed: dict[str, str] = self.typed
        titles = (text for name, text in typed.items() if name.startswith("title_"))
        return typed.get("text") or " ".join(titles)
