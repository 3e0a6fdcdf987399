"""Takes the database of a test back to an earlier migration, and forward to the newest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from workflow import append_only


@contextmanager
def back_at(app: str, migration: str) -> Iterator[StateApps]:
    """The models as they stood then. Afterwards all migrations are applied, for the tests that follow too."""
    try:
        yield MigrationExecutor(connection).migrate([(app, migration)]).apps
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        append_only.protect(connection)
