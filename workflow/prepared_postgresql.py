"""Runs a statement that is used again and again: PostgreSQL parses and plans it once for each connection.

Its placeholders are PostgreSQL's own (``$1``), so that psycopg sends it as it stands; with others it would
read the whole text each time for what to replace.

Prepared only where the connection allows it (``prepare_threshold`` in the database's OPTIONS): a pooler that
shares connections by the transaction does not keep what was prepared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import count
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def numbered(statement: str) -> str:
    """The text of which each ``%s`` becomes ``$1``, ``$2``, … in their order."""
    return filled(statement, (f"${number}" for number in count(1)))


def filled(statement: str, fillings: Iterable[str]) -> str:
    """The text of which each ``%s`` becomes the next of ``fillings``."""
    rest = iter(fillings)
    return re.sub("%([s%])", lambda found: next(rest) if found[1] == "s" else "%", statement)


def execute(statement: str, given: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row that it returns, if any. Django's wrappers see it, as they see every other statement."""
    real: Any = connections[DEFAULT_DB_ALIAS]
    with real._prepare_cursor(_cursor_class()(real.connection)) as cursor:
        cursor.execute(statement, given)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


@cache
def _cursor_class() -> Any:
    """Made at the first use: where the database is another, psycopg need not be there."""
    from psycopg import RawCursor

    class Prepared(RawCursor):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            return super().execute(query, params, prepare=True)

        def _convert_query(self, query: Any, params: Any = None) -> Any:
            """psycopg remembers only what it did not prepare; Django shows what is remembered."""
            self._query = super()._convert_query(query, params)
            return self._query

    return Prepared
