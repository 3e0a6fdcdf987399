"""A folder printed for signature: which texts, for whose signature, and the scan by which it came back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.access import hidden_from
from cases.models.answer import Version
from cases.models.case import Case
from cases.people.models import Department
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from workflow.bulk_rows import Bulk


class SignaturePaperQuerySet(models.QuerySet["SignaturePaper"]):
    def visible_to(self, user: Any) -> SignaturePaperQuerySet:
        """Those of the own departments of which every case is in sight."""
        own = grants_of(user).units_with(LEAD_DEPARTMENT.codenames)
        shut = PaperText.objects.filter(case__in=hidden_from(user)).values("paper")
        return self.filter(department__in=own).exclude(pk__in=shut)

    def scans_visible_to(self, user: Any) -> SignaturePaperQuerySet:
        """Those of which this person may read every text, also what was struck out: the scan shows it."""
        unread = PaperText.objects.exclude(version__in=Version.objects.visible_to(user)).values("paper")
        return self.exclude(scan="").exclude(pk__in=unread)

    def unfiled(self) -> SignaturePaperQuerySet:
        return self.filter(filed_at__isnull=True)


def _scan_path(paper: SignaturePaper, name: str) -> str:
    return f"signatures/{paper.key}/{name}"


class SignaturePaper(models.Model):
    """One print for one ``signer``. Filed once, with its ``scan``, by somebody who drafted none of it.

    ``bulk`` is the act by which what was signed was sent, with what came of each.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    filed_at = models.DateTimeField(null=True)
    scan = models.FileField(_("scan"), upload_to=_scan_path, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    bulk = models.ForeignKey(Bulk, null=True, on_delete=models.PROTECT, related_name="+")

    objects = SignaturePaperQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("paper for signature")
        verbose_name_plural = _("papers for signature")
        constraints = [
            models.CheckConstraint(
                condition=Q(filed_at=None, filed_by=None, scan="")
                | (Q(filed_at__isnull=False, filed_by__isnull=False) & ~Q(scan="") & ~Q(sha256="")),
                name="a_paper_is_filed_with_its_scan",
            )
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def file(self) -> Any:
        return self.scan


class PaperText(models.Model):
    """One text on a paper: ``printed`` is all that is signed, ``digest`` its SHA-256, ``code`` in short.

    ``case`` is the first of those that it answers.
    """

    paper = models.ForeignKey(SignaturePaper, on_delete=models.PROTECT, related_name="texts")
    place = models.PositiveSmallIntegerField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    printed = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=20, db_index=True)

    class Meta:
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["paper", "version"], name="a_text_once_on_a_paper")]

    def __str__(self) -> str:
        return self.code
