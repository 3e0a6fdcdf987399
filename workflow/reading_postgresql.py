"""The locking read of a step, as one statement of PostgreSQL: row, grants of the person, facts for guards.

Django composes it once for a process and what is asked; it is kept as text, and prepared by each connection.
What is the same each time stands in the text; it is given the row, the person and the day.
Everything in a statement is seen as of its beginning. So where it had to wait for the lock, or somebody wrote
to the row in between, the row is newer than its facts: ``moved`` tells, and all is read again under the lock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BooleanField, Field, JSONField, Model, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.db.models.query import FlatValuesListIterable
from django.utils import timezone

from workflow.facts import Columns, Fact
from workflow.grant_tables import SOME_DAY, SOMEBODY, Row, statement_of
from workflow.models import Carried
from workflow.prepared_postgresql import execute, filled
from workflow.process import Process
from workflow.step import Step

SOME_ROW = -2
"""Stands in the kept statement for the row."""

_PLACES = {SOME_ROW: "$1", SOMEBODY: "$2", SOME_DAY: "$3"}
"""What is given each time, in this order, by what stands for it while Django composes the statement."""

Read = tuple[Carried, list[Row], dict[Fact, list[Any]]]
"""The row, what the person holds, and the answers to what was asked."""


def hold(case: Carried, step: Step, user_id: int) -> Read | None:
    """Lock the row and read it anew, with everything that ``step`` asks for; None where it is gone."""
    reading = _reading(type(case), step.asks, step.role.where)
    given = [case.pk, user_id, timezone.localdate()]
    values = execute(reading.statement, given)
    if values is not None and reading.moved(values):
        values = execute(reading.statement, given)
    return reading.read(values) if values is not None else None


@dataclass(frozen=True)
class _Part:
    """Where the columns of one model stand in what comes back."""

    model: Any
    names: list[str]
    columns: slice
    key: int

    def row(self, values: Sequence[Any]) -> Any:
        """The row; None where a foreign key is empty."""
        if values[self.key] is None:
            return None
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, values[self.columns])


@dataclass(frozen=True)
class _Reading:
    """A statement, and how what it returns becomes a row and answers."""

    statement: str
    own: _Part
    beside: list[tuple[Any, _Part]]
    converters: dict[int, Any]
    compiler: Any
    at: dict[str, int]
    answers: tuple[tuple[Fact, int, Callable[[list[Any]], list[Any]]], ...]

    def moved(self, values: tuple[Any, ...]) -> bool:
        return bool(values[self.at["_moved"]])

    def read(self, values: tuple[Any, ...]) -> Read:
        if self.converters:
            values = tuple(next(self.compiler.apply_converters([values], self.converters)))
        row = self.own.row(values)
        for key, part in self.beside:
            key.set_cached_value(row, part.row(values))
        known = {fact: answer(values[place] or []) for fact, place, answer in self.answers}
        return row, values[self.at["_grants"]] or [], known


@cache
def _reading(model: type[Carried], asked: tuple[Fact, ...], where: frozenset[str]) -> _Reading:
    facts = [fact(Columns()) for fact in asked]
    rows: Any = model._base_manager.select_for_update(of=("self",)).filter(pk=SOME_ROW)
    if beside := model.process.beside:
        rows = rows.select_related(*beside)
    rows = rows.annotate(
        _moved=_moved(model),
        _grants=_grants(model.process, where),
        **{f"_fact_{number}": _AsJson(fact) for number, fact in enumerate(facts)},
    )
    compiler = rows.query.get_compiler(connection=connection)
    statement, given = compiler.as_sql()
    beside_infos = compiler.klass_info.get("related_klass_infos", [])
    at = compiler.annotation_col_map
    return _Reading(
        statement=filled(statement, map(_filling, given)),
        own=_part(compiler.klass_info, compiler.select),
        beside=[(info["field"], _part(info, compiler.select)) for info in beside_infos],
        converters=compiler.get_converters([column[0] for column in compiler.select]),
        compiler=compiler,
        at=at,
        answers=tuple(
            (fact, at[f"_fact_{number}"], _answer(facts[number])) for number, fact in enumerate(asked)
        ),
    )


def _filling(value: Any) -> str:
    from psycopg.sql import Literal  # where the database is another, psycopg need not be there

    return _PLACES.get(value) or Literal(value).as_string(connection.connection)


def _part(info: Any, select: Any) -> _Part:
    columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
    names = [column[0].target.attname for column in select[columns]]
    key = columns.start + names.index(info["model"]._meta.pk.attname)
    return _Part(info["model"], names, columns, key)


class _AsJson(Subquery):
    template = "(SELECT json_agg(f) FROM (%(subquery)s) f)"
    output_field = TextField()


def _moved(model: type[Model]) -> RawSQL:
    """Whether the version of the row that was locked is another than the statement saw when it began."""
    table = connection.ops.quote_name(model._meta.db_table)
    pk = connection.ops.quote_name(model._meta.pk.column)  # type: ignore[arg-type]
    seen = f"(SELECT seen.xmin <> {table}.xmin FROM {table} seen WHERE seen.{pk} = {table}.{pk})"  # noqa: S608
    return RawSQL(seen, (), BooleanField())  # noqa: S611 - nothing in it comes from outside


def _grants(process: Process, where: frozenset[str]) -> RawSQL:
    unit, topics = process.unit_model, process.topic_model
    statement, _stand_in, given = statement_of(unit, topics, where, connection.vendor)
    held = f"(SELECT json_agg(json_build_array(c, u, l, t)) FROM ({statement}) AS held(c, u, l, t))"  # noqa: S608
    return RawSQL(held, given, TextField())  # noqa: S611 - nothing in it comes from outside


def _answer(fact: Any) -> Callable[[list[Any]], list[Any]]:
    """From JSON to what the fact's own query would return."""
    compiler = fact.query.get_compiler(connection=connection)
    compiler.setup_query()
    readers = [_reader(column[0].output_field) for column in compiler.select]
    if fact._iterable_class is FlatValuesListIterable:
        return lambda rows: [readers[0](value) for row in rows for value in row.values()]
    return lambda rows: [
        tuple(reader(value) for reader, value in zip(readers, row.values(), strict=True)) for row in rows
    ]


def _reader(kind: Field[Any, Any]) -> Callable[[Any], Any]:
    """JSON has texts, numbers and truth; what is more, such as a date, the field reads from its text."""
    return (lambda value: value) if isinstance(kind, JSONField) else kind.to_python
