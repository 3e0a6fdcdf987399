"""The few statements with which the engine holds a case and writes a step, on any database of Django's.

On PostgreSQL these are two: one reads (``reading_postgresql.py``), one writes (``storage_postgresql.py``);
the same tests hold for both ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Model, QuerySet

from workflow import reading_postgresql, storage_postgresql
from workflow.beside import Beside
from workflow.facts import Fact
from workflow.grant_tables import that_count
from workflow.grants import Grants
from workflow.models import Carried, Event, Outbox, Remark
from workflow.step import Step


@dataclass(frozen=True)
class Held:
    """A row that is locked, with what its step needs to know: the person's grants, and facts asked for."""

    row: Carried
    grants: Grants
    known: dict[Fact, list[Any]] = field(default_factory=dict)


def hold_for(case: Carried, step: Step, by: Any) -> Held | None:
    """As :func:`hold`, with what ``by`` holds; on PostgreSQL also with the facts that ``step`` asks for."""
    if connection.vendor == "postgresql":
        return _held_at_once(case, step, by)
    row = hold(case)
    return Held(row, row.process.grants(by)) if row is not None else None


def _held_at_once(case: Carried, step: Step, by: Any) -> Held | None:
    read = reading_postgresql.hold(case, step, by.pk)
    if read is None:
        return None
    row, rows, known = read
    unit = row.process.unit_model
    if (topics := known.get(row.process.topics_of)) is not None:
        row.topic_ids = frozenset(topics)
    return Held(row, Grants.from_rows(unit, that_count(rows, by.pk, unit)), known)


def touch(rows: QuerySet[Any]) -> None:
    """Write to carried rows that are locked, and change nothing in them.

    For who changes what guards ask for without taking a step: a step that waited for the lock sees by it that
    its facts are of before, and asks again.
    """
    if connection.vendor == "postgresql":  # elsewhere facts are read after the row, each by itself
        rows.order_by().update(version=F("version"))


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


def changed(held: Carried, before: Mapping[str, Any], beside: Beside) -> dict[str, Any]:
    """The new values of the columns that changed since ``before``; a row that is still to be written stands
    for its own id."""
    now = fields_of(held) | dict(beside.born(held))
    return {name: value for name, value in now.items() if value != before[name]}


def write(
    held: Carried,
    before: dict[str, Any],
    event: Event,
    remark: Remark | None,
    not_before: datetime,
    beside: Beside | None = None,
) -> bool:
    """Write what changed since ``before``, with the event, its remark if there is one, its outbox row, and
    what the step writes ``beside``.

    False where somebody else moved the case meanwhile; then the transaction must not go on.
    """
    beside = beside or Beside()
    changes = changed(held, before, beside)
    way = storage_postgresql.write if connection.vendor == "postgresql" else _write
    return way(held, changes, before, event, remark, not_before, beside)


def _write(
    held: Carried,
    changes: dict[str, Any],
    before: dict[str, Any],
    event: Event,
    remark: Remark | None,
    not_before: datetime,
    beside: Beside,
) -> bool:
    if not all(one.holds() for one in beside.reliances):
        return False
    for row in beside.new:
        row.save(force_insert=True)
    for name, value in changes.items():
        if isinstance(value, Model):
            changes[name] = held.__dict__[name] = value.pk
    seen = {"pk": held.pk, "state": before["state"], "version": before["version"]}
    if type(held)._base_manager.filter(**seen).update(**changes) != 1:
        return False
    for change in beside.changes:
        change.write()
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
