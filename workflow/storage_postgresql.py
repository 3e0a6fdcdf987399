"""The same writing as ``storage.write``, as one statement of PostgreSQL: one round trip instead of many.

Parts of a WITH that change data all run, and run once. Event, remark and outbox row take their rows from the
part before them, so that where the case was not moved no step is recorded; what stands beside it is rolled
back with the transaction. A statement is put together once for each shape, and kept as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from workflow.beside import Beside, Change
from workflow.columns_postgresql import column, columns, table
from workflow.models import Carried, Event, Outbox, Remark
from workflow.prepared_postgresql import execute, numbered

_WRITE = """
WITH {relied}{born}moved AS (
  UPDATE {case} SET {changes} WHERE id = %s AND state = %s AND version = %s{held} RETURNING id
), happened AS (
  INSERT INTO {event} ({event_columns}) SELECT {event_values} FROM moved RETURNING id
){remarked}{beside}
INSERT INTO {outbox} (process, event_id, not_before, state)
SELECT %s, id, %s, %s FROM happened RETURNING event_id{born_ids}
"""
_REMARK = """, remarked AS (
  INSERT INTO {remark} ({columns}, event_id) SELECT {values}, id FROM happened
)"""
_BORN = """{name} AS (
  INSERT INTO {table} ({columns}) VALUES ({values}) RETURNING {key} AS id
), """
_BESIDE = """, {name} AS (
  UPDATE {table} SET {values} WHERE {where}
)"""
_RELIED = """{name} AS (
  SELECT 1 FROM {table} WHERE {key} = %s AND {where} FOR KEY SHARE
), """
_HELD = " AND EXISTS (SELECT FROM {})"
_ID = "(SELECT id FROM {})"


def write(
    held: Carried,
    changes: Mapping[str, Any],
    before: Mapping[str, Any],
    event: Event,
    remark: Remark | None,
    not_before: datetime,
    beside: Beside,
) -> bool:
    """As :func:`workflow.storage.write`; ``changes`` holds the case's new values by attribute name."""
    case, joining = type(held), _joining(held, beside)
    plain = {name: value for name, value in changes.items() if not isinstance(value, Model)}
    given = [
        column(one.model, name).adapted(value)
        for one in beside.reliances
        for name, value in one.values.items()
    ]
    given += [value for row in beside.new for value in _values(row)]
    given += [column(case, name).adapted(value) for name, value in plain.items()]
    given += [
        column(case, "pk").adapted(held.pk),
        before["state"],
        before["version"],
        *_values(event),
    ]
    if remark is not None:
        given += _values(remark, without="event")
    given += [value for change in joining for value in _given(change)]
    given += [held.process.name, not_before, Outbox.State.WAITING.value]
    pointing = {name: beside.new.index(row) for name, row in changes.items() if name not in plain}
    statement = _statement(
        case,
        tuple(plain),
        tuple(pointing.items()),
        type(event),
        type(remark) if remark is not None else None,
        tuple(map(type, beside.new)),
        tuple(map(_shape, joining)),
        tuple((one.model, tuple(one.values)) for one in beside.reliances),
    )
    row = execute(statement, given)
    if row is None:
        return False
    for one, pk in zip([event, *beside.new], row, strict=True):
        one.pk, one._state.adding, one._state.db = pk, False, DEFAULT_DB_ALIAS
    for name, number in pointing.items():
        held.__dict__[name] = beside.new[number].pk
    return True


def _joining(held: Carried, beside: Beside) -> list[Change]:
    """What can be written in the same statement. In one statement no row may be changed twice: of several
    changes to one table the last joins; the others, and those to the table of the case, are written now."""
    last = {change.model: change for change in beside.changes if change.model is not type(held)}
    for change in beside.changes:
        if last.get(change.model) is not change:
            change.write()
    return list(last.values())


Shape = tuple[type[Model], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""A change without its values: the model, its columns that get one, that are compared, that are empty."""


def _shape(change: Change) -> Shape:
    compared = tuple(name for name, value in change.where.items() if value is not None)
    empty = tuple(name for name, value in change.where.items() if value is None)
    return change.model, tuple(change.values), compared, empty


def _given(change: Change) -> list[Any]:
    pairs = [*change.values.items(), *((name, value) for name, value in change.where.items())]
    compared = len(change.values)
    return [
        column(change.model, name).adapted(value)
        for place, (name, value) in enumerate(pairs)
        if place < compared or value is not None
    ]


@cache
def _statement(
    case: type[Carried],
    changes: tuple[str, ...],
    pointing: tuple[tuple[str, int], ...],
    event: type[Event],
    remark: type[Remark] | None,
    born: tuple[type[Model], ...],
    beside: tuple[Shape, ...],
    relied: tuple[tuple[type[Model], tuple[str, ...]], ...],
) -> str:
    remarked = ""
    if remark is not None:
        names, values = _listed(remark, without="event")
        remarked = _REMARK.format(remark=table(remark), columns=names, values=values)
    event_columns, event_values = _listed(event)
    sets = [f"{column(case, name).quoted} = %s" for name in changes]
    sets += [f"{column(case, name).quoted} = {_ID.format(f'born_{one}')}" for name, one in pointing]
    text = _WRITE.format(
        relied="".join(_relied(f"relied_{number}", *one) for number, one in enumerate(relied)),
        held="".join(_HELD.format(f"relied_{number}") for number in range(len(relied))),
        born="".join(_born(f"born_{number}", model) for number, model in enumerate(born)),
        case=table(case),
        changes=", ".join(sets),
        event=table(event),
        event_columns=event_columns,
        event_values=event_values,
        remarked=remarked,
        beside="".join(_beside(f"beside_{number}", shape) for number, shape in enumerate(beside)),
        outbox=table(Outbox),
        born_ids="".join(f", {_ID.format(f'born_{number}')}" for number in range(len(born))),
    )
    return numbered(text)


def _relied(name: str, model: type[Model], names: tuple[str, ...]) -> str:
    kinds = [column(model, one) for one in names if one != "pk"]
    same = [f"{one.quoted} IS NOT DISTINCT FROM %s::{one.field.db_type(connection)}" for one in kinds]
    key = column(model, "pk").quoted
    return _RELIED.format(name=name, table=table(model), key=key, where=" AND ".join(same))


def _born(name: str, model: type[Model]) -> str:
    names, values = _listed(model)
    key = column(model, "pk").quoted
    return _BORN.format(name=name, table=table(model), columns=names, values=values, key=key)


def _beside(name: str, shape: Shape) -> str:
    model, values, compared, empty = shape
    where = [f"{column(model, one).quoted} = %s" for one in compared]
    where += [f"{column(model, one).quoted} IS NULL" for one in empty]
    sets = ", ".join(f"{column(model, one).quoted} = %s" for one in values)
    return _BESIDE.format(name=name, table=table(model), values=sets, where=" AND ".join(where))


def _listed(model: type[Model], without: str = "") -> tuple[str, str]:
    """The columns of a row, and as many placeholders."""
    all_of_it = columns(model, without)
    return ", ".join(one.quoted for one in all_of_it), ", ".join("%s" for _ in all_of_it)


def _values(row: Model, without: str = "") -> list[Any]:
    return [one.value_of(row) for one in columns(type(row), without)]
