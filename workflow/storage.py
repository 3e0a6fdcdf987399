"""The few statements with which the engine holds, moves and records a case, on any database of Django's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model

from workflow.models import Carried, Event, Outbox, Remark


def hold(case: Carried) -> Carried | None:
    """Read the case anew and lock its row until the transaction ends; None where it is gone.

    On SQLite the transaction itself holds the lock: it begins IMMEDIATE.
    """
    return type(case)._base_manager.select_for_update().filter(pk=case.pk).first()


def fields_of(case: Model) -> dict[str, Any]:
    """The values of the case's own columns, by attribute name."""
    return {
        column.attname: case.__dict__[column.attname]
        for column in case._meta.concrete_fields
        if column.attname in case.__dict__
    }


def move(case: Carried, before: dict[str, Any]) -> bool:
    """Write what changed since ``before``, if nobody else moved the case. True where the row was written."""
    changed = {name: value for name, value in fields_of(case).items() if value != before[name]}
    seen = {"pk": case.pk, "state": before["state"], "version": before["version"]}
    return type(case)._base_manager.filter(**seen).update(**changed) == 1


def reflect(case: Carried, held: Carried) -> None:
    """Bring the caller's instance up to the row as it was written, without another query."""
    for name, value in fields_of(held).items():
        case.__dict__[name] = value
    case._state.fields_cache.clear()


def cancel_promise(event: Event) -> bool:
    """Nobody will be told of ``event``. False where those concerned have been told, or are being told."""
    process: str = event.case.process.name  # type: ignore[attr-defined]
    waiting = Outbox.objects.filter(process=process, event_id=event.pk, state=Outbox.State.WAITING)
    return waiting.update(state=Outbox.State.CANCELLED) == 1


def record(event: Event, remark: Remark | None, not_before: datetime) -> Event:
    """Insert the event, its remark where there is one, and its outbox row."""
    event.save(force_insert=True)
    if remark is not None:
        remark.event = event  # type: ignore[attr-defined]
        remark.save(force_insert=True)
    process: str = event.case.process.name  # type: ignore[attr-defined]
    Outbox.objects.create(process=process, event_id=event.pk, not_before=not_before)
    return event
