"""The few statements with which the engine holds a case and writes a step, on any database of Django's.

On PostgreSQL the writing is one statement (``storage_postgresql.py``); the same tests hold for both.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from workflow import storage_postgresql
from workflow.models import Carried, Event, Outbox, Remark


def hold(case: Carried) -> Carried | None:
    """Read the case anew and lock its row until the transaction ends; None where it is gone.

    On SQLite the transaction itself holds the lock: it begins IMMEDIATE.
    """
    rows = type(case)._base_manager.select_for_update(of=("self",))
    if beside := case.process.beside:
        rows = rows.select_related(*beside)
    return rows.filter(pk=case.pk).first()


def fields_of(case: Model) -> dict[str, Any]:
    """The values of the case's own columns, by attribute name."""
    return {
        column.attname: case.__dict__[column.attname]
        for column in case._meta.concrete_fields
        if column.attname in case.__dict__
    }


def write(
    held: Carried, before: dict[str, Any], event: Event, remark: Remark | None, not_before: datetime
) -> bool:
    """Write what changed since ``before``, with the event, its remark if there is one, and its outbox row.

    False where somebody else moved the case meanwhile; then nothing was written.
    """
    changed = {name: value for name, value in fields_of(held).items() if value != before[name]}
    if connection.vendor == "postgresql":
        return storage_postgresql.write(held, changed, before, event, remark, not_before)
    return _write(held, changed, before, event, remark, not_before)


def _write(
    held: Carried,
    changed: dict[str, Any],
    before: dict[str, Any],
    event: Event,
    remark: Remark | None,
    not_before: datetime,
) -> bool:
    seen = {"pk": held.pk, "state": before["state"], "version": before["version"]}
    if type(held)._base_manager.filter(**seen).update(**changed) != 1:
        return False
    event.save(force_insert=True)
    if remark is not None:
        remark.event = event  # type: ignore[attr-defined]
        remark.save(force_insert=True)
    Outbox.objects.create(process=held.process.name, event_id=event.pk, not_before=not_before)
    return True


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
