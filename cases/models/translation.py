"""An answer in another language than its round's: a chain of versions beside that of the answer.

No step asks for it and none waits for it. Only what has left the department is translated: ``source`` is the
version of the answer that the translation was made from. Acts on it: ``cases/translations/translating.py``.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from cases.models.answer import Answer, Version
from cases.people.models import User

SOURCE = Case(
    When(approved__number__gte=F("sent__number"), then=F("approved")),
    When(sent__isnull=True, then=F("approved")),
    default=F("sent"),
)
"""Of an answer, as a condition of the database: what :func:`source_of` gives."""


def source_of(answer: Answer) -> Version | None:
    """What is translated: the newest text that left the department, sent or approved."""
    texts = [text for text in (answer.sent, answer.approved) if text is not None]
    return max(texts, key=lambda text: text.number, default=None)


class TranslationQuerySet(models.QuerySet["Translation"]):
    def visible_to(self, user: User) -> TranslationQuerySet:
        """A translation is read by whoever reads the text that it was made from."""
        return self.filter(source__in=Version.objects.visible_to(user).values("pk"))

    def newest_first(self) -> TranslationQuerySet:
        return self.order_by("-number")

    def revised(self) -> TranslationQuerySet:
        return self.filter(revised_at__isnull=False)


class Translation(models.Model):
    """One state of an answer's text in one language. Its text is never changed; a new one is added.

    ``by_lead``: made within the department that answers, so that it is its own; else it is unofficial where
    the body is independent. ``revised_by`` is who read it against the source, and did not write it.
    """

    class Standing(models.TextChoices):
        MISSING = "missing", _("missing")
        OUTDATED = "outdated", _("out of date")
        DRAFT = "draft", _("draft")
        REVISED = "revised", _("revised")

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(_("language"), max_length=12)
    number = models.PositiveIntegerField(_("number"))
    source = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="translations")
    full_text = models.TextField(_("full text"), blank=True)
    short_text = models.TextField(_("short text"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    by_lead = models.BooleanField(default=False)
    revised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revised_at = models.DateTimeField(_("revised at"), null=True, blank=True)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "language", "number"], name="translation_numbers_unique"
            ),
            models.CheckConstraint(
                condition=Q(revised_by__isnull=True, revised_at__isnull=True)
                | (Q(revised_at__isnull=False) & ~Q(revised_by=F("author"))),
                name="revised_by_another_than_the_translator",
            ),
        ]

    @property
    def texts(self) -> tuple[str, str]:
        return self.full_text, self.short_text

    def standing_beside(self, source: Version) -> Standing:
        """How it stands where ``source`` is the text today."""
        if self.source_id != source.pk:
            return self.Standing.OUTDATED
        return self.Standing.REVISED if self.revised_at else self.Standing.DRAFT


def standing_of(translation: Translation | None, source: Version) -> Any:
    """As :meth:`Translation.standing_beside`; of none, that it is missing."""
    return translation.standing_beside(source) if translation else Translation.Standing.MISSING
