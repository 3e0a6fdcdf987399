"""The migrations run once in a run of tests; each further process begins with a copy of what came of them.

pytest-django still makes the database of each process, and ``migrate`` still looks at it: on a copy it finds
nothing left to do. SQLite is copied from a file, PostgreSQL from a template database.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from tests.made_once import alone

TEMPLATE = "test_migrated"


@contextmanager
def copied_or_kept(folder: Path) -> Iterator[None]:
    """Around the making of the test database: from the copy in ``folder``, or else the copy from it."""
    with alone(folder, "migrated"):
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(_name_of_test_database(), uri=True)) as memory:
                _fill(memory, sqlite_of(folder))
                yield
            _keep(sqlite_of(folder))
        else:
            template = folder / TEMPLATE
            if template.exists():
                connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
            yield
            if not template.exists():
                _make_template()
                template.touch()


def sqlite_of(folder: Path) -> Path:
    """Where the migrated database lies as a file, on SQLite; to be copied, never to be opened."""
    return folder / "migrated.sqlite3"


def forget(folder: Path) -> None:
    """The template, when a run ends that made it; who is not through yet migrates by himself."""
    with alone(folder, "migrated"):
        if (folder / TEMPLATE).exists():
            (folder / TEMPLATE).unlink()
            _execute(f'DROP DATABASE "{TEMPLATE}"')


def _fill(memory: sqlite3.Connection, kept: Path) -> None:
    """As long as one connection is open, this database is there for those that Django opens."""
    if kept.exists():
        with closing(sqlite3.connect(kept)) as source:
            source.backup(memory)


def _keep(kept: Path) -> None:
    if kept.exists():
        return
    with closing(sqlite3.connect(kept)) as copy:
        connection.connection.backup(copy)


def _name_of_test_database() -> str:
    return str(connection.creation._get_test_db_name())


def _make_template() -> None:
    own = connection.settings_dict["NAME"]
    connection.close()
    _execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}"', f'CREATE DATABASE "{TEMPLATE}" TEMPLATE "{own}"')


def _execute(*statements: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
