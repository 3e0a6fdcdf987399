"""Editions: the exact text of a report, frozen, in each of its languages; its adoption, its submission.

All of them are written once and never changed (``workflow/append_only.py``).
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.people.roles import grants_of
from cases.states import APPROVED
from exports.content import Content, hash_of
from workflow.append_only import kept_for_good


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: Any) -> Self:
        """For those who hold a national role."""
        return self if grants_of(user).national else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-number")


@kept_for_good
class Edition(models.Model):
    """A frozen report. ``content`` is all that is printed; ``sha256`` is the hash of its canonical JSON.

    That is the text in the report's original language; those in its other languages are ``texts``.

    ``words`` are those that count for its type, by the rule ``counting``, of ``limit`` at most, as the type
    was when it was frozen; ``lacking`` says in sentences what it was frozen without.
    ``frozen_by`` is empty for a report that was submitted before reports had editions.
    """

    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    content: models.JSONField[Content, Content] = models.JSONField()
    sha256 = models.CharField(max_length=64)
    words = models.PositiveIntegerField(_("words"))
    limit = models.PositiveIntegerField(_("most words"), null=True)
    counting = models.CharField(_("what counts"), max_length=30, blank=True)
    lacking = models.JSONField(default=list)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    frozen_at = models.DateTimeField(_("frozen at"))

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_edition_of_a_number"),
            models.CheckConstraint(condition=Q(number__gt=0) & ~Q(sha256=""), name="edition_has_its_hash"),
        ]

    def __str__(self) -> str:
        return str(_("Edition %(number)d") % {"number": self.number})

    @property
    def is_whole(self) -> bool:
        """Whether the text is the one of its hash."""
        return hash_of(self.content) == self.sha256

    @property
    def language(self) -> str:
        """The original one."""
        return self.content["language"]

    @cached_property
    def hashes(self) -> dict[str, str]:
        """Of its texts, by language, the original one first; one query."""
        others = self.texts.order_by("pk").values_list("language", "sha256")
        return {self.language: self.sha256, **dict(others)}

    @property
    def languages(self) -> list[str]:
        """Those in which it has a text, the original one first."""
        return list(self.hashes)

    def keep_text(self, content: Content) -> EditionText:
        """Its text in another language; only while it is being frozen."""
        return self.texts.create(language=content["language"], content=content, sha256=hash_of(content))

    def text_in(self, language: str) -> Content:
        """Raises ``EditionText.DoesNotExist`` where it has none in this language."""
        if language == self.language:
            return self.content
        return self.texts.get(language=language).content

    @property
    def versions(self) -> dict[int, set[str]]:
        """Which version of an answer stands in it, and the references that it answers."""
        return {one["version"]: set(one["references"]) for one in self.content["narratives"]}

    @property
    def references(self) -> set[str]:
        """The recommendations that it answers."""
        return {reference for answered in self.versions.values() for reference in answered}

    def cases_as_printed(self, by: Any) -> list[Case]:
        """Cases whose approved text is the printed one, word for word: reopened ones are not among them.

        Nor are those that were restricted since, for one who is not named in them.
        """
        versions = self.versions
        still = Case.objects.not_hidden_from(by).filter(state=APPROVED, answer__approved__in=list(versions))
        read = still.select_related("answer", "recommendation")
        return [case for case in read if case.reference in versions[case.present_answer.approved_id or 0]]


@kept_for_good
class EditionText(models.Model):
    """The text of an edition in another language than the original, frozen with it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=12)
    content: models.JSONField[Content, Content] = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("text of an edition")
        verbose_name_plural = _("texts of editions")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="one_edition_text_per_language"),
            models.CheckConstraint(condition=~Q(sha256=""), name="edition_text_has_its_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.language}"

    @property
    def is_whole(self) -> bool:
        """Whether the text is the one of its hash."""
        return hash_of(self.content) == self.sha256


def _path(adoption: Adoption, name: str) -> str:
    return f"reports/{adoption.edition.report.reference}/adoption-{adoption.edition.number}-{name}"


def _receipt_path(submission: Submission, name: str) -> str:
    return f"reports/{submission.edition.report.reference}/receipt-{submission.edition.number}-{name}"


@kept_for_good
class Adoption(models.Model):
    """The government's decision on an edition: its date, its document, and the hash of the file, if any."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="adoption")
    decided_on = models.DateField(_("decided on"))
    document = models.CharField(_("document"), max_length=200)
    file = models.FileField(_("file"), upload_to=_path, blank=True, max_length=200)
    file_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", sha256="") | ~Q(file="") & ~Q(sha256=""), name="adoption_file_has_a_hash"
            )
        ]

    def record(self, edition: Edition, *, by: Any, at: datetime) -> None:
        """Keep it, as the decision on this edition."""
        self.edition, self.by, self.at = edition, by, at
        self.save(force_insert=True)


@kept_for_good
class Submission(models.Model):
    """That an edition was handed in, and what confirms it, as words and, if there is one, as a file.

    ``references``: the cases submitted with it.
    """

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="submission")
    submitted_on = models.DateField(_("submitted on"))
    receipt = models.CharField(_("receipt"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to=_receipt_path, blank=True, max_length=200)
    file_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    references = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", sha256="") | ~Q(file="") & ~Q(sha256=""), name="receipt_file_has_a_hash"
            )
        ]

    def record(self, edition: Edition, references: list[str], *, by: Any, at: datetime) -> None:
        """Keep it, as the submission of this edition with these cases."""
        self.edition, self.references, self.by, self.at = edition, references, by, at
        self.save(force_insert=True)

    @property
    def left_out(self) -> list[str]:
        """Printed in it, but not submitted with it: their approved text was no longer the printed one."""
        return sorted(self.edition.references - set(self.references))
