"""Runs a statement that is used again and again: PostgreSQL parses and plans it once for each connection.

Prepared only where the connection allows it (``prepare_threshold`` in the database's OPTIONS): a pooler that
shares connections by the transaction does not keep what was prepared.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection


def execute(statement: str, given: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row that it returns, if any. Django's wrappers see it, as they see every other statement."""
    with connection._prepare_cursor(_cursor_class()(connection.connection)) as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement, given)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


@cache
def _cursor_class() -> Any:
    """Made at the first use: where the database is another, psycopg need not be there."""
    from django.db.backends.postgresql.base import ServerBindingCursor

    class Prepared(ServerBindingCursor):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            return super().execute(query, params, prepare=True)  # type: ignore[misc]

        def _convert_query(self, query: Any, params: Any = None) -> Any:
            """psycopg remembers only what it did not prepare; Django shows what is remembered."""
            self._query = super()._convert_query(query, params)  # type: ignore[misc]
            return self._query

    return Prepared
