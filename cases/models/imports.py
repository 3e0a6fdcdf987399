"""An import: which file, when, how far it is, and what it brought; so that it can be looked at and undone.

``cases/importing`` does it. Where an import stands is what its dates say; nothing is kept twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.context import Context
from cases.models.recommendation import Recommendation
from cases.people.roles import COORDINATOR, grants_of

AGAIN, WARNS = "↻ ", "⚠ "
"""How a note begins that says why what was confirmed was not written, until it is confirmed anew; and one
that warns. Both are shown first."""


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: Any) -> ImportQuerySet:
        """All of them, for coordinators; none for anybody else."""
        return self.all() if COORDINATOR.held(grants_of(user), None) else self.none()

    def standing(self) -> ImportQuerySet:
        """Those whose rows are among the recommendations."""
        return self.filter(written_at__isnull=False, undone_at__isnull=True)

    def waiting(self) -> ImportQuerySet:
        """Those for which a worker has something to do: to read the file, or to write what was confirmed.

        Not those of which a person is to say first what the columns mean.
        """
        unread = Q(read_at=None) & (Q(header=[]) | ~Q(columns={}))
        unwritten = Q(confirmed_at__isnull=False, written_at=None)
        return self.filter(unread | unwritten, refused="").exclude(file="")

    def take(self, key: UUID, *, now: datetime, until: datetime) -> bool:
        """Whether this one waits, and is the caller's now until that moment; nobody else gets it."""
        free = self.waiting().filter(Q(lease_until=None) | Q(lease_until__lte=now), key=key)
        return free.update(lease_until=until, attempts=F("attempts") + 1, tries=F("tries") + 1) == 1

    def held(self, one: Import) -> ImportQuerySet:
        """This one, where the worker that took it so has it still: its lease did not pass to another."""
        return self.filter(pk=one.pk, attempts=one.attempts)

    def nobody_confirmed_since(self, moment: datetime) -> ImportQuerySet:
        """Files that were sent before it, and of which nothing was written or asked for."""
        return self.filter(at__lt=moment, confirmed_at=None, written_at=None)


def _import_path(one: Import, name: str) -> str:
    return f"imports/{one.key}/{name}"


class Import(models.Model):
    """A file that is read (``read_at``), confirmed, written and, while nobody has worked on it, undone.

    ``refused`` is the sentence by which the whole file was refused. ``layout`` and ``source`` are chosen by
    the person, else found out when the file is read. ``columns`` says for each column of a header that no
    layout knows which of ours it is. ``done`` of ``total`` is how far the worker is. What the command line
    imports keeps no ``file`` and no staged rows. ``attempts`` only grows, so that a worker whose lease passed
    to another is known by it; ``tries`` are those at what it waits for now.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    file_name = models.CharField(_("file"), max_length=255)
    file = models.FileField(_("file"), upload_to=_import_path, blank=True)
    sha256 = models.CharField(max_length=64)
    layout = models.CharField(_("layout"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=60, blank=True)
    state_name = models.CharField(_("state"), max_length=120, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    header = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refused = models.TextField(_("why refused"), blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("same"), default=0)
    skipped = models.PositiveIntegerField(_("skipped"), default=0)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(read_at__isnull=False), name="an_import_is_read_first"
            ),
            models.CheckConstraint(
                condition=Q(written_at=None) | Q(refused="", read_at__isnull=False),
                name="what_was_refused_is_not_written",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(written_at__isnull=False),
                name="only_what_was_written_is_undone",
            ),
        ]
        indexes = [models.Index(fields=["source", "sha256"], name="imports_of_a_source")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def is_under_way(self) -> bool:
        """Whether a worker reads or writes it, or is about to."""
        waits = self.read_at is None and not self.asks_for_columns
        return not self.refused and (waits or (self.confirmed_at is not None and self.written_at is None))

    @property
    def asks_for_columns(self) -> bool:
        return self.read_at is None and bool(self.header) and not self.columns and not self.refused

    @property
    def is_to_confirm(self) -> bool:
        return self.read_at is not None and self.confirmed_at is None and self.written_at is None

    @property
    def warnings(self) -> list[str]:
        """Notes that are read before anything else, without the mark with which they begin."""
        return [note[2:] for note in self.notes if note.startswith((AGAIN, WARNS))]

    @property
    def remarks(self) -> list[str]:
        return [note for note in self.notes if not note.startswith((AGAIN, WARNS))]

    @property
    def may_be_read_again(self) -> bool:
        """Whether a person may still say otherwise what its columns are, or whose list it is."""
        return self.is_to_confirm and bool(self.file)

    @property
    def is_standing(self) -> bool:
        return self.written_at is not None and self.undone_at is None


class StagedRow(models.Model):
    """One row of a file that was read and is not written yet: what it says, and what would be done with it.

    ``row`` is ``Row`` as JSON (``importing/staging.py``). ``reason`` says why it needs a look; ``mended``
    what a person put right in it.
    """

    class Standing(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("Same")
        LOOK = "look", _("Needs a look")

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    key = models.CharField(max_length=255, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    row = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    mended = models.JSONField(default=dict, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["of", "place"], name="a_row_once_in_its_file"),
            models.CheckConstraint(
                condition=~Q(standing="look") | ~Q(reason=""), name="a_row_that_needs_a_look_says_why"
            ),
        ]
        indexes = [models.Index(fields=["of", "standing", "place"], name="staged_rows_in_order")]

    def __str__(self) -> str:
        return self.key


class Brought(models.Model):
    """What an import did to one recommendation, so that it can be undone.

    ``before`` is how the recommendation stood (``importing/before.py``); empty where the import made it.
    """

    by = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="brought")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="brought_by")
    is_new = models.BooleanField()
    before = models.JSONField(default=dict, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["by", "recommendation"], name="brought_once_by_an_import"),
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(is_new=True), name="a_recommendation_is_new_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.recommendation_id)


class BroughtContext(models.Model):
    """The same of a concern or an observation."""

    by = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="brought_context")
    context = models.ForeignKey(Context, on_delete=models.PROTECT, related_name="brought_by")
    is_new = models.BooleanField()
    before = models.JSONField(default=dict, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["by", "context"], name="context_brought_once_by_an_import"),
            models.UniqueConstraint(
                fields=["context"], condition=Q(is_new=True), name="a_context_is_new_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.context_id)


class ColumnMatch(models.Model):
    """What the columns of a header mean that no layout knows, for the next file with that header.

    ``columns`` is a column of ours by theirs; ``digest`` is the SHA-256 of the header.
    """

    digest = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest
