"""A scene that many tests begin with is played once by the real steps; then its rows and files are put back.

``remembered(play)`` returns what ``play`` returned, each time afresh. Rows come back under the ids that they
had, in the test's own transaction, so tests share nothing. Where the database or the clock stands otherwise
than when it was played first, it is played anew.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

Scene = TypeVar("Scene")
Rows = dict[str, list[str]]
"""The rows of each table, each as the database writes it down: SQLite as literals, PostgreSQL as JSON."""


@dataclass(frozen=True)
class Kept:
    """``before``: how many rows each of the tables had that the scene wrote to."""

    now: datetime
    before: Mapping[str, int]
    rows: Rows
    files: dict[str, bytes]
    scene: bytes


_kept: dict[Any, Kept] = {}


def remembered(play: Callable[[], Scene], key: object = None) -> Scene:
    """What ``play`` makes. ``key`` tells scenes apart whose ``play`` is the same; by default it is itself."""
    kept = _kept.get(key or play)
    if kept is None:
        return _played(play, key or play)
    if kept.now != timezone.now() or kept.before != _counted(list(kept.before)):
        return play()
    for table, rows in kept.rows.items():
        _put_back(table, rows)
    for name, content in kept.files.items():
        path = Path(default_storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    scene: Scene = pickle.loads(kept.scene)  # noqa: S301 - written by this process
    return scene


def forget() -> None:
    """Where tables were emptied, the rows of the migrations may come back under other ids."""
    _kept.clear()


def _played(play: Callable[[], Scene], key: object) -> Scene:
    before, files = _all_rows(), _all_files()
    scene = play()
    after = _all_rows()
    made = {table: [row for row in after[table] if row not in set(before[table])] for table in after}
    made = {table: rows for table, rows in made.items() if rows}
    changed = [table for table in after if len(after[table]) != len(before[table]) + len(made.get(table, ()))]
    assert not changed, f"The scene changed rows that were there before: {changed}"
    counts = {table: len(before[table]) for table in made}
    new = {name: content for name, content in _all_files().items() if name not in files}
    _kept[key] = Kept(timezone.now(), counts, made, new, pickle.dumps(scene))
    return scene


def _all_rows() -> Rows:
    return {table: _rows(table) for table in connection.introspection.django_table_names(only_existing=True)}


def _rows(table: str) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            literals = " || ',' || ".join(f'quote("{column}")' for column in _columns(table))
            cursor.execute(f'SELECT {literals} FROM "{table}"')  # noqa: S608
        else:
            cursor.execute(f'SELECT row_to_json(one)::text FROM "{table}" one')  # noqa: S608
        return [row for (row,) in cursor.fetchall()]


def _put_back(table: str, rows: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            columns = ", ".join(f'"{column}"' for column in _columns(table))
            cursor.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({"), (".join(rows)})')  # noqa: S608
        else:
            like = f'json_populate_recordset(NULL::"{table}", %s::json)'
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM {like}', [f"[{','.join(rows)}]"])  # noqa: S608


_columns_of: dict[str, list[str]] = {}


def _columns(table: str) -> list[str]:
    if table not in _columns_of:
        with connection.cursor() as cursor:
            found = connection.introspection.get_table_description(cursor, table)
        _columns_of[table] = [column.name for column in found]
    return _columns_of[table]


def _counted(tables: list[str]) -> dict[str, int]:
    if not tables:
        return {}
    counts = [f'(SELECT count(*) FROM "{table}")' for table in tables]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def _all_files() -> dict[str, bytes]:
    folder = Path(default_storage.path(""))
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
