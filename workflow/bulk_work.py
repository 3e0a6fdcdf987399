"""The work on an act on many rows, in transactions of a bounded size, until nothing is left.

In each, a row's step and its result stand or fall together: who is killed repeats nothing and loses nothing.
One worker at a time has a bulk, by a lease; the next goes on where it ended.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import translation
from django.utils.module_loading import import_string

from workflow import engine, undoing
from workflow.bulk import canonical
from workflow.bulk_rows import Bulk, BulkItem
from workflow.errors import Refused
from workflow.given import given_again
from workflow.models import Carried, Event
from workflow.process import process_named

BATCH = 50
"""Rows in one transaction; docs/decisions has what was measured."""
LEASE = timedelta(seconds=60)
"""Renewed with every transaction: how soon a worker that died is followed."""
TRIES = 3
"""How often one transaction is tried where the database could not carry it out, as after a deadlock."""

Clock = Callable[[], datetime]

log = logging.getLogger(__name__)


def work_on(key: UUID, *, clock: Clock, at_most: int | None = None) -> Bulk | None:
    """Take the step on the rows that are left of one bulk; None where it is not due, or another has it.

    ``clock`` is asked for the time of each transaction. After ``at_most`` rows, in whole transactions, the
    bulk is left waiting for the next worker.
    """
    if not Bulk.objects.filter(key=key).take(clock(), clock() + LEASE):
        return None
    work = _Work(Bulk.objects.select_related("by").get(key=key), clock)
    with translation.override(work.bulk.language or translation.get_language()):
        work.go_on(at_most)
    work.bulk.refresh_from_db()
    return work.bulk


class _Lost(Exception):  # noqa: N818 - what happened, not an error
    """The bulk was stopped, or another worker has it."""


@dataclass
class _Work:
    """One worker at one bulk, for as long as its lease holds."""

    bulk: Bulk
    clock: Clock

    def go_on(self, at_most: int | None) -> None:
        left = at_most
        try:
            while (left is None or left > 0) and (tried := self._batch(min(BATCH, left or BATCH))):
                left = None if left is None else left - tried
            if left is not None and left <= 0:
                self._put_back()
        except _Lost:
            log.info("Bulk %s was stopped, or is another worker's.", self.bulk.key)

    def _batch(self, size: int, tries: int = TRIES) -> int:
        """How many rows have their result now; 0 once the bulk is done."""
        try:
            with transaction.atomic():
                return self._in_one_transaction(size)
        except OperationalError as problem:
            if tries == 1:
                raise
            log.warning("Bulk %s: a transaction is tried again: %s", self.bulk.key, problem)
        except _Lost:
            raise
        except Exception:
            log.exception("Bulk %s: a transaction could not be ended.", self.bulk.key)
            return self._batch(1) if size > 1 else self._pass_over()
        return self._batch(size, tries - 1)

    @transaction.atomic
    def _pass_over(self) -> int:
        """The row whose transaction cannot be ended would be taken up again and again: it is not done."""
        self._write(lease_until=self.clock() + LEASE)
        item = self._left()[0]
        item.failed()
        self._keep([item])
        return 1

    def _in_one_transaction(self, size: int) -> int:
        now = self.clock()
        self._write(lease_until=now + LEASE)
        items = list(self._left()[:size])
        if not items:
            self._write(state=Bulk.State.DONE, finished_at=now, lease_until=None)
            return 0
        results = _Batch(self.bulk, items, now).results()
        self._keep(results)
        return len(results)

    def _keep(self, results: list[BulkItem]) -> None:
        """The event of a row that was done is the one that follows what the person saw."""
        done = [item.pk for item in results if item.state == BulkItem.State.DONE]
        events: Any = process_named(self.bulk.process).event_model._base_manager
        own = events.filter(case=OuterRef("row_id"), number=OuterRef("seen") + 1).values("pk")
        if done:
            self.bulk.items.filter(pk__in=done).update(state=BulkItem.State.DONE, event_id=Subquery(own))
        refused = [item for item in results if item.state == BulkItem.State.REFUSED]
        BulkItem.objects.bulk_update(refused, ["state", "refusal", "sentence"])

    def _put_back(self) -> None:
        ended = not self._left().exists()
        state = Bulk.State.DONE if ended else Bulk.State.WAITING
        self._write(state=state, lease_until=None, finished_at=self.clock() if ended else None)

    def _left(self) -> Any:
        return self.bulk.items.filter(state=BulkItem.State.WAITING).order_by("row_id")

    def _write(self, **values: Any) -> None:
        """Guarded, and it locks the bulk till the transaction ends: who lost the lease stops here."""
        ours = {"pk": self.bulk.pk, "state": Bulk.State.RUNNING, "attempts": self.bulk.attempts}
        if not Bulk.objects.filter(**ours).update(**values):
            raise _Lost


class _Batch:
    """The rows of one transaction: read together, locked in the engine's order, then taken one by one."""

    def __init__(self, bulk: Bulk, items: list[BulkItem], now: datetime) -> None:
        self.bulk, self.items, self.now = bulk, items, now
        self.process = process_named(bulk.process)
        self.model: Any = self.process.model
        self.item_of: dict[int, BulkItem | None] = {item.row_id: item for item in items}
        self.moving: dict[int, Sequence[Carried]] = {}
        self._data: dict[str, dict[str, Any]] = {}

    def results(self) -> list[BulkItem]:
        """The items that have their result now: these, and those of rows that moved with them."""
        self._look_for_items(self._hold_everybody())
        for item in self.items:
            if item.state == BulkItem.State.WAITING:  # or it has moved with one before it
                self._take(item)
        return [item for item in self.item_of.values() if item and item.state != BulkItem.State.WAITING]

    def _hold_everybody(self) -> set[int]:
        """Who moves is locked. Who joined them before they were is found by looking again, and locked too."""
        held: set[int] = set()
        while True:
            rows = self.model._base_manager.in_bulk([item.row_id for item in self.items])
            self.moving = self.model.companies(rows.values())
            everybody = {case.pk for cases in self.moving.values() for case in cases}
            if everybody <= held:
                return everybody
            self._lock(everybody)
            held |= everybody

    def _take(self, item: BulkItem) -> None:
        """The engine's own transaction is a savepoint here: what is refused leaves the others as they are."""
        try:
            events = self._events(item)
        except Refused as refused:
            item.refused(type(refused).__name__, refused.sentence)
        except OperationalError:
            raise
        except Exception:
            log.exception("Bulk %s: %s %s", self.bulk.key, self.bulk.process, item.row_id)
            item.failed()
        else:
            self._note(events)

    def _events(self, item: BulkItem) -> list[Event]:
        cases = self.moving.get(item.row_id) or [self.model(pk=item.row_id)]
        if self.bulk.step == undoing.UNDO:
            return undoing.undo(cases[0], by=self.bulk.by, now=self.now, seen=item.seen)
        given = self._data_of(item)
        following = [does for name, does in self.process.steps[self.bulk.step].follow if given.get(name)]
        if not following:
            return self._stepped(cases, given)
        with transaction.atomic():
            events = self._stepped(cases, given)
            for does in following:
                import_string(does)(cases[0], given, by=self.bulk.by, now=self.now)
        return events

    def _stepped(self, cases: Sequence[Carried], given: dict[str, Any]) -> list[Event]:
        items = [self.item_of.get(case.pk) for case in cases]
        return engine.perform_together(
            cases,
            self.bulk.step,
            by=self.bulk.by,
            now=self.now,
            comment=self.bulk.comment,
            seen=[one.seen if one else None for one in items],
            **given,
        )

    def _note(self, events: list[Event]) -> None:
        row_ids = [event.case_id for event in events]  # type: ignore[attr-defined]
        self._look_for_items(row_ids)
        for row_id in row_ids:
            if item := self.item_of[row_id]:
                item.state = BulkItem.State.DONE

    def _data_of(self, item: BulkItem) -> dict[str, Any]:
        """Read once for all rows of this transaction that are given the same."""
        kept = self.bulk.data | item.data
        same = canonical(kept)
        if same not in self._data:
            self._data[same] = given_again(kept)
        return self._data[same]

    def _look_for_items(self, row_ids: Iterable[int]) -> None:
        """Rows of this bulk that move with these, and whose turn would come later; None for all others."""
        unknown = set(row_ids) - set(self.item_of)
        if unknown:
            waiting = self.bulk.items.filter(state=BulkItem.State.WAITING, row_id__in=unknown)
            self.item_of |= dict.fromkeys(unknown) | {item.row_id: item for item in waiting}

    def _lock(self, row_ids: Iterable[int]) -> None:
        """All rows at once, by their ids: two who move many never wait for each other in a circle."""
        rows = self.model._base_manager.select_for_update(of=("self",)).filter(pk__in=row_ids)
        list(rows.order_by("pk").values_list("pk"))
