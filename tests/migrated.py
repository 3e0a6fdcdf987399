"""Takes the database of a test back to an earlier migration, and forward to the newest."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps

from workflow import append_only

Traveller = Generator[None, StateApps, None]
"""Makes what goes back and stops; is sent the models as they stood then and stops; looks at what came."""


@contextmanager
def back_at(*migrations: tuple[str, str]) -> Iterator[StateApps]:
    """The models as they stood then. Afterwards all migrations are applied, for the tests that follow too."""
    try:
        MigrationExecutor(connection).migrate(list(migrations))
        # What migrate returns holds for the way back to one of them only.
        loader = MigrationLoader(connection)
        yield loader.project_state(list(loader.applied_migrations)).apps
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        append_only.protect(connection)
