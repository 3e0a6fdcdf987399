"""The columns of a table as a statement of PostgreSQL needs them: their names, and their values for psycopg.

Django asks a field anew about each value. What it would hand on as it is (a text for a text column) goes to
psycopg unasked; about whatever else there is, such as a date or JSON, Django is asked as ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model

_HANDED_ON = {
    **dict.fromkeys(["CharField", "TextField"], str),
    **dict.fromkeys(["AutoField", "BigAutoField", "IntegerField", "BigIntegerField"], int),
    **dict.fromkeys(["PositiveIntegerField", "PositiveSmallIntegerField", "PositiveBigIntegerField"], int),
    "BooleanField": bool,
}
"""By kind of field: of what type a value is that Django hands on as it is."""

_CONVERTING = ("get_db_prep_save", "get_db_prep_value", "get_prep_value", "to_python")


@dataclass(frozen=True, eq=False)
class Column:
    """``quoted`` is its name in SQL; of values of the type ``kind`` Django need not be asked."""

    field: Field[Any, Any]
    quoted: str
    kind: type | None

    def adapted(self, value: Any) -> Any:
        """The value as psycopg is to get it."""
        if value is None or (self.kind and isinstance(value, self.kind)):
            return value
        return self.field.get_db_prep_save(value, connection=connections[DEFAULT_DB_ALIAS])

    def value_of(self, row: Model) -> Any:
        """As :meth:`adapted`, of a row that is to be written for the first time."""
        return self.adapted(self.field.pre_save(row, add=True))


@cache
def column(model: type[Model], attname: str) -> Column:
    """That of the name in Python (``lead_id``); “pk” is the primary key."""
    if attname == "pk":
        return _column(model._meta.pk)
    return next(_column(one) for one in model._meta.concrete_fields if one.attname == attname)


@cache
def columns(model: type[Model], without: str = "") -> list[Column]:
    """All but the primary key, which the database gives."""
    fields = model._meta.concrete_fields
    return [_column(one) for one in fields if not one.primary_key and one.name != without]


def quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")


def table(model: type[Model]) -> str:
    return quoted(model._meta.db_table)


def _column(field: Field[Any, Any]) -> Column:
    return Column(field, quoted(field.column), _kind(field))


def _kind(field: Any) -> type | None:
    while field.is_relation:
        field = field.target_field
    kind = type(field)
    own = next(one for one in kind.__mro__ if one.__module__.startswith("django.db.models."))
    converts = any(getattr(kind, name) is not getattr(own, name) for name in _CONVERTING)
    return None if converts else _HANDED_ON.get(field.get_internal_type())
