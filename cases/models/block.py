"""What a department says that blocks an answer, to the coordinator. How it is said: ``cases/blocking.py``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.people.models import Department
from cases.people.roles import COORDINATOR, LEAD_DEPARTMENT, grants_of
from cases.states import WITH_DEPARTMENT

LONGEST_NOTE = 1000


class BlockQuerySet(models.QuerySet["Block"]):
    def visible_to(self, user: Any) -> BlockQuerySet:
        """The coordinators read it, and the department that said it; nobody else."""
        grants = grants_of(user)
        seen = self.filter(case__in=Case.objects.visible_to(user))
        if COORDINATOR.held(grants, None):
            return seen
        return seen.filter(lead__in=grants.units_with(LEAD_DEPARTMENT.codenames))

    def last_said(self) -> BlockQuerySet:
        """Of each case, department and due date the newest that was not taken back."""
        newer = Block.objects.filter(
            case=OuterRef("case"),
            lead=OuterRef("lead"),
            about_on=OuterRef("about_on"),
            undone_at=None,
            pk__gt=OuterRef("pk"),
        )
        return self.filter(~Exists(newer), undone_at=None)

    def in_force(self) -> BlockQuerySet:
        """Those that count: not solved, of a case that is with the same department, for the same date."""
        present = Q(about_on=F("case__due_on"), lead=F("case__lead"), case__state__in=WITH_DEPARTMENT)
        return self.last_said().filter(present, solved_at=None)


class Block(models.Model):
    """``lead`` says what blocks its answer to ``case``, which is due on ``about_on``.

    It lapses when the date moves or the case leaves the department. ``form`` is the id of the form by which
    it was said, for one case or for several.
    """

    class What(models.TextChoices):
        TIME = "time", _("Need time")
        DATA = "data", _("Waiting for data")
        NOT_OURS = "not-ours", _("Not ours")
        OTHER = "other", _("Other")

    NEEDS_NOTE = (What.DATA, What.OTHER)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="blocks")
    lead = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("lead"))
    about_on = models.DateField(_("due date"))
    what = models.CharField(_("what blocks it"), max_length=10, choices=What.choices)
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    form = models.UUIDField(editable=False)
    solved_at = models.DateTimeField(_("solved at"), null=True, blank=True)
    solved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("what blocks an answer")
        verbose_name_plural = _("what blocks answers")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["form", "case"], name="what_blocks_said_once_by_a_form"),
            models.CheckConstraint(
                condition=Q(what__in=["time", "data", "not-ours", "other"]), name="what_blocks_known"
            ),
            models.CheckConstraint(
                condition=~Q(what__in=["data", "other"]) | ~Q(note=""), name="what_blocks_with_its_note"
            ),
            models.CheckConstraint(
                condition=Q(solved_at__isnull=True, solved_by__isnull=True)
                | Q(solved_at__isnull=False, solved_by__isnull=False),
                name="what_blocks_solved_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["case", "lead", "about_on", "id"], name="what_blocks_a_case")]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_what_display()}"
