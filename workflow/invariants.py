"""What must hold whatever fails, as checks that read the whole database and change nothing.

Each room has its own in a module ``invariants``; ``manage.py check_invariants`` runs them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef
from django.db.models.functions import Cast
from django.utils.module_loading import autodiscover_modules

from workflow import heads, history
from workflow.bulk_rows import BulkItem
from workflow.migrating import MIGRATE
from workflow.models import Event, Outbox
from workflow.process import Process, registered_processes
from workflow.undoing import UNDO

Check = Callable[[], Iterator[str]]
"""Yields one sentence for each place where the invariant is broken."""

_checks: dict[str, Check] = {}


def invariant(promise: str) -> Callable[[Check], Check]:
    """Decorator: the function checks ``promise``, a sentence that must always be true."""

    def keep(check: Check) -> Check:
        _checks[promise] = check
        return check

    return keep


def all_invariants() -> dict[str, Check]:
    """Every promise of every installed room, with its check."""
    autodiscover_modules("invariants")
    return dict(_checks)


def broken() -> list[str]:
    """A sentence for everything that is broken anywhere; empty where all holds."""
    return [f"{promise} {found}" for promise, check in all_invariants().items() for found in check()]


@invariant("A case's history recomputes, ends at its state, and agrees with the signed record.")
def chains() -> Iterator[str]:
    signed = heads.signed_heads()
    for process in registered_processes():
        yield from (str(fault) for fault in history.faults(process, signed))


@invariant("Each event is a step of its process, a migration, or the undo of the newest one in force.")
def edges() -> Iterator[str]:
    for process in registered_processes():
        before: Any = None
        in_force: list[Any] = []
        for event in _events(process):
            if before is not None and before.case_id != event.case_id:
                before, in_force = None, []
            if not _is_legal(process, event, before, in_force[-1] if in_force else None):
                yield f"{process.name} {event.case_id}, event {event.number}."
            if event.step != UNDO:
                in_force.append(event)
            elif in_force:
                in_force.pop()
            before = event


@invariant("Each event has one outbox row, and each outbox row its event.")
def promises() -> Iterator[str]:
    for process in registered_processes():
        rows = Outbox.objects.filter(process=process.name)
        events = process.event_model._base_manager
        key = Cast(OuterRef("pk"), BigIntegerField())
        untold = events.exclude(Exists(rows.filter(event_id=key)))
        yield from (f"{process.name}, event id {pk}." for pk in untold.values_list("pk", flat=True))
        loose = rows.exclude(Exists(events.filter(pk=OuterRef("event_id"))))
        yield from (f"{process.name}, outbox row {pk}." for pk in loose.values_list("pk", flat=True))


@invariant("Each row done in an act on many has its event, and no event is that of two.")
def bulk_items() -> Iterator[str]:
    for process in registered_processes():
        done = BulkItem.objects.filter(process=process.name, state=BulkItem.State.DONE)
        row, number, step = OuterRef("row_id"), OuterRef("seen") + 1, OuterRef("bulk__step")
        own = process.event_model._base_manager.filter(  # type: ignore[misc]
            pk=OuterRef("event_id"), case=row, number=number, step=step, by=OuterRef("bulk__by")
        )
        wrong = done.exclude(Exists(own)) | done.exclude(process=F("bulk__process"))
        yield from (f"{process.name}, bulk item {pk}." for pk in wrong.values_list("pk", flat=True))


def _events(process: Process) -> Iterator[Any]:
    return process.event_model._base_manager.order_by("case_id", "number").iterator(chunk_size=2000)


def _is_legal(process: Process, event: Event, before: Event | None, newest: Event | None) -> bool:
    """``before`` is the event before it, ``newest`` the newest one that stood in force before it."""
    if event.step == UNDO:
        undone = (newest.number, newest.target, newest.source) if newest else None
        return undone == (event.data.get("undoes"), event.source, event.target)
    if event.step == MIGRATE and event.source != (before.target if before else event.source):
        return False
    if event.process_version != process.version:
        return True  # a step of an earlier table, which is not at hand any more
    if event.step == MIGRATE:
        said = process.renamed.get(event.source, event.target)
        return event.source not in process.states and event.target in process.states and event.target == said
    step = process.steps.get(event.step)
    return step is not None and event.source in step.sources and event.target == step.reaches(event.source)
