"""The few statements with which the engine holds, moves and records a case, on any database of Django's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model

from workflow.models import Carried, Event, Outbox
from workflow.process import Act


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
    changed["version"] = before["version"] + 1
    seen = {"pk": case.pk, "state": before["state"], "version": before["version"]}
    unmoved = type(case)._base_manager.filter(**seen)
    case.version = changed["version"]
    return unmoved.update(**changed) == 1


def reflect(case: Carried, held: Carried) -> None:
    """Bring the caller's instance up to the row as it was written, without another query."""
    for name, value in fields_of(held).items():
        case.__dict__[name] = value
    case._state.fields_cache.clear()


def record(act: Act, source: str, not_before: datetime) -> Event:
    """Insert the event, its remark where there is a comment, and its outbox row."""
    process = act.case.process
    event: Event = process.event_model._base_manager.create(
        case=act.case,
        number=act.case.version,
        step=act.step.name,
        source=source,
        target=act.case.state,
        by=act.by,
        at=act.at,
        process_version=process.version,
    )
    if act.comment.strip():
        process.remark_model._base_manager.create(event=event, text=act.comment.strip())
    Outbox.objects.create(process=process.name, event_id=event.pk, not_before=not_before)
    return event
