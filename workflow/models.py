"""What the engine keeps: the carried row, its events, and one outbox row beside each event.

``Carried``, ``Event`` and ``Remark`` are abstract; each process has concrete tables of its own.
``Outbox`` is one table for all processes, and so are ``Bulk`` and ``BulkItem`` (``bulk_rows.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin

from workflow.bulk_rows import Bulk, BulkItem

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from workflow.process import Process

__all__ = ["Bulk", "BulkItem", "Carried", "Delegation", "Event", "Outbox", "Remark"]


class Carried(FSMModelMixin, models.Model):
    """A row that a process carries from state to state.

    A subclass sets ``process`` and ``state``, a protected ``FSMField`` with the initial state as its default,
    and writes its steps as methods decorated with :func:`workflow.step.step`. ``version`` counts the
    events: 0 before the first. ``head`` is the hash of the last one.
    """

    process: ClassVar[Process]
    state: Any

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    head = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def standing(self) -> StrOrPromise:
        """Where it stands, in the words that people read; a subclass may have others than its states."""
        return self.process.states[self.state]

    @cached_property
    def topic_ids(self) -> frozenset[int]:
        """The ids of its topics (``Process.topics``): read once for this instance, or with its lock."""
        return frozenset(self.process.topics_of(self)) if self.process.topics else frozenset()

    def moving_together(self) -> Sequence[Carried]:
        """The rows that a step moves in one with this one, itself the first; a subclass may have more."""
        return [self]

    @classmethod
    def companies(cls, rows: Iterable[Any]) -> dict[int, Sequence[Carried]]:
        """:meth:`moving_together` of many rows, by their ids; a subclass may ask for all of them at once."""
        return {row.pk: row.moving_together() for row in rows}


class Event(models.Model):
    """One step that was taken: who, when, from where to where. Written once, never changed.

    A concrete event adds ``case``, a foreign key to its carried model with ``related_name="events"``,
    and a unique constraint on (case, number). ``data`` is what the step was given, with the digest of the
    remark under ``comment``. Triggers refuse to change or delete a row (``workflow/append_only.py``).
    """

    number = models.PositiveIntegerField(_("number"))
    step = models.CharField(_("step"), max_length=60)
    source = models.CharField(_("from"), max_length=50)
    target = models.CharField(_("to"), max_length=50)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    process_version = models.PositiveSmallIntegerField(default=1)
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    data = models.JSONField(default=dict, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    own_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


class Remark(models.Model):
    """What the person wrote when taking a step. It stands beside the event, so that it can be erased.

    The event keeps a digest of ``salt`` and ``text``.

    A concrete remark adds ``event``, a one-to-one key to its event with ``related_name="remark"``.
    """

    text = models.TextField(_("text"))
    salt = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        abstract = True


class Delegation(models.Model):
    """A role in one unit, lent by who holds it to a colleague for some days. It ends by itself.

    A concrete delegation adds ``unit``, a foreign key to the process's unit with
    ``related_name="delegations"``. It counts only while the lender holds ``codename`` there by a grant, so
    what was borrowed cannot be lent on. Rows are kept: they say why somebody acted for another.
    """

    codename = models.CharField(_("role"), max_length=60)
    lender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("lent by")
    )
    borrower = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("lent to")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="%(class)s_days_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(lender=models.F("borrower")), name="%(class)s_to_another"
            ),
        ]


class Outbox(models.Model):
    """A promise, written with its event, that those concerned will be told of it.

    ``process`` and ``event_id`` name the event. Not to be worked on before ``not_before``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")

    process = models.CharField(max_length=40)
    event_id = models.PositiveBigIntegerField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        verbose_name = _("outbox row")
        verbose_name_plural = _("outbox rows")
        constraints = [models.UniqueConstraint(fields=["process", "event_id"], name="outbox_one_per_event")]
        indexes = [models.Index(fields=["state", "not_before"], name="outbox_due")]
