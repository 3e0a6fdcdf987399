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

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model

from workflow.beside import Beside, Change
from workflow.models import Carried, Event, Outbox, Remark
from workflow.prepared_postgresql import execute

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
    real = connections[DEFAULT_DB_ALIAS]  # through Django's proxy each look costs, and this looks often
    joining = _joining(held, beside)
    columns = {field.attname: field for field in held._meta.concrete_fields}
    plain = {name: value for name, value in changes.items() if not isinstance(value, Model)}
    given = [
        _adapted(real, _column(one.model, name), value)
        for one in beside.reliances
        for name, value in one.values.items()
    ]
    given += [value for row in beside.new for value in _values(real, row)]
    given += [_adapted(real, columns[name], value) for name, value in plain.items()]
    given += [
        _adapted(real, columns["id"], held.pk),
        before["state"],
        before["version"],
        *_values(real, event),
    ]
    if remark is not None:
        given += _values(real, remark, without="event")
    given += [value for change in joining for value in _given(real, change)]
    given += [held.process.name, not_before, Outbox.State.WAITING.value]
    pointing = {name: beside.new.index(row) for name, row in changes.items() if name not in plain}
    statement = _statement(
        type(held),
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
        one.pk, one._state.adding, one._state.db = pk, False, real.alias
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


def _given(real: Any, change: Change) -> list[Any]:
    pairs = [*change.values.items(), *((name, value) for name, value in change.where.items())]
    compared = len(change.values)
    return [
        _adapted(real, _column(change.model, name), value)
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
        columns, values = _columns(remark, without="event")
        remarked = _REMARK.format(remark=_name(remark), columns=columns, values=values)
    event_columns, event_values = _columns(event)
    sets = [f"{_quoted(_column(case, name).column)} = %s" for name in changes]
    sets += [f"{_quoted(_column(case, name).column)} = {_ID.format(f'born_{one}')}" for name, one in pointing]
    return _WRITE.format(
        relied="".join(_relied(f"relied_{number}", *one) for number, one in enumerate(relied)),
        held="".join(_HELD.format(f"relied_{number}") for number in range(len(relied))),
        born="".join(_born(f"born_{number}", model) for number, model in enumerate(born)),
        case=_name(case),
        changes=", ".join(sets),
        event=_name(event),
        event_columns=event_columns,
        event_values=event_values,
        remarked=remarked,
        beside="".join(_beside(f"beside_{number}", shape) for number, shape in enumerate(beside)),
        outbox=_name(Outbox),
        born_ids="".join(f", {_ID.format(f'born_{number}')}" for number in range(len(born))),
    )


def _relied(name: str, model: type[Model], columns: tuple[str, ...]) -> str:
    kinds = {one: _column(model, one) for one in columns if one != "pk"}
    same = [
        f"{_quoted(one.column)} IS NOT DISTINCT FROM %s::{one.db_type(connection)}" for one in kinds.values()
    ]
    key = _quoted(model._meta.pk.column)
    return _RELIED.format(name=name, table=_name(model), key=key, where=" AND ".join(same))


def _born(name: str, model: type[Model]) -> str:
    columns, values = _columns(model)
    key = _quoted(model._meta.pk.column)
    return _BORN.format(name=name, table=_name(model), columns=columns, values=values, key=key)


def _beside(name: str, shape: Shape) -> str:
    model, values, compared, empty = shape
    where = [f"{_quoted(_column(model, one).column)} = %s" for one in compared]
    where += [f"{_quoted(_column(model, one).column)} IS NULL" for one in empty]
    sets = ", ".join(f"{_quoted(_column(model, one).column)} = %s" for one in values)
    return _BESIDE.format(name=name, table=_name(model), values=sets, where=" AND ".join(where))


@cache
def _column(model: type[Model], attname: str) -> Field[Any, Any]:
    if attname == "pk":
        return model._meta.pk
    return next(one for one in model._meta.concrete_fields if one.attname == attname)


@cache
def _fields(model: type[Model], without: str = "") -> list[Field[Any, Any]]:
    return [one for one in model._meta.concrete_fields if not one.primary_key and one.name != without]


def _columns(model: type[Model], without: str = "") -> tuple[str, str]:
    """The columns of a row, and as many placeholders."""
    fields = _fields(model, without)
    return ", ".join(_quoted(field.column) for field in fields), ", ".join("%s" for _ in fields)


def _values(real: Any, row: Model, without: str = "") -> list[Any]:
    return [_adapted(real, field, field.pre_save(row, add=True)) for field in _fields(type(row), without)]


def _adapted(real: Any, field: Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection=real)


def _name(model: type[Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
