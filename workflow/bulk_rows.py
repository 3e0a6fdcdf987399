"""An act on many rows, and what came of each: what is to be done stands in the database, not in a queue.

``workflow/bulk.py`` opens them and works on them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _


class BulkQuerySet(models.QuerySet["Bulk"]):
    def under_way(self) -> BulkQuerySet:
        return self.filter(state__in=Bulk.UNDER_WAY)

    def with_counts(self) -> BulkQuerySet:
        """With ``done`` and ``refused``, how many of each one's rows."""
        counts = {
            state.value: Count("items", filter=Q(items__state=state))
            for state in (BulkItem.State.DONE, BulkItem.State.REFUSED)
        }
        return self.annotate(**counts)

    def due(self, now: datetime) -> BulkQuerySet:
        """What waits, and what a worker left that died: its lease is over."""
        left = Q(state=Bulk.State.RUNNING, lease_until__lte=now)
        return self.filter(Q(state=Bulk.State.WAITING) | left)

    def take(self, now: datetime, until: datetime) -> bool:
        """Whether the due one among these is the caller's now, until that moment; nobody else gets it."""
        lease = {"state": Bulk.State.RUNNING, "lease_until": until, "attempts": F("attempts") + 1}
        return self.due(now).update(**lease) == 1


class Bulk(models.Model):
    """One step, taken by one person on many rows of one process.

    ``data`` is what the step is given, as JSON (``workflow/given.py``). ``form`` and ``content`` make one of
    a double click: the form that was sent, and a digest of what was in it. ``undoes`` is the bulk that this
    one takes back. ``language`` is that of the person, for the sentences of what is refused.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("stopped")

    UNDER_WAY = (State.WAITING, State.RUNNING)

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    process = models.CharField(_("process"), max_length=40)
    step = models.CharField(_("step"), max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    comment = models.TextField(_("remark"), blank=True)
    data = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=12, blank=True)
    size = models.PositiveIntegerField(_("rows"), default=0)
    form = models.UUIDField(null=True, editable=False)
    content = models.CharField(max_length=64, blank=True, editable=False)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = BulkQuerySet.as_manager()

    class Meta:
        verbose_name = _("act on many")
        verbose_name_plural = _("acts on many")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["by", "form", "content"],
                condition=Q(form__isnull=False),
                name="one_bulk_per_form",
            )
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="bulk_due"),
            models.Index(fields=["by", "at"], name="bulk_of_a_person"),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    def counts(self) -> dict[str, int]:
        """How many of its rows are ``done``, ``refused`` and ``left``."""
        by_state = dict(self.items.values_list("state").annotate(Count("pk")).order_by())
        done, refused = by_state.get(BulkItem.State.DONE, 0), by_state.get(BulkItem.State.REFUSED, 0)
        return {"done": done, "refused": refused, "left": self.size - done - refused}


class BulkItem(models.Model):
    """One row of a bulk, and what came of it: its event, or the sentence why not.

    ``seen`` is the version that the person saw, so ``seen + 1`` is the number of the event. ``data`` is what
    this row is given beside the rest. ``process`` repeats that of the bulk, for the constraint.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        REFUSED = "refused", _("not done")

    bulk = models.ForeignKey(Bulk, on_delete=models.CASCADE, related_name="items")
    process = models.CharField(max_length=40)
    row_id = models.PositiveBigIntegerField()
    seen = models.PositiveIntegerField()
    data = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    event_id = models.PositiveBigIntegerField(null=True)
    refusal = models.CharField(max_length=20, blank=True)
    sentence = models.TextField(blank=True)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["bulk", "row_id"], name="a_row_once_in_a_bulk"),
            models.UniqueConstraint(fields=["process", "event_id"], name="an_event_of_one_bulk"),
            models.CheckConstraint(
                condition=Q(state="done", event_id__isnull=False) | (~Q(state="done") & Q(event_id=None)),
                name="a_row_done_has_its_event",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(sentence=""), name="a_row_refused_has_its_sentence"
            ),
        ]
        indexes = [models.Index(fields=["bulk", "state", "row_id"], name="bulk_items_left")]

    def failed(self) -> None:
        """For a fault of the server's own, which its log has."""
        self.refused("Failed", _("Something went wrong with it on the server, and nothing was changed."))

    def refused(self, kind: str, sentence: Any) -> None:
        self.state, self.refusal, self.sentence = self.State.REFUSED, kind, str(sentence)
