"""What only somebody with the keys of the database could do: lift the triggers that keep history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from workflow import append_only
from workflow.process import registered_processes


@contextmanager
def lifted() -> Iterator[None]:
    """While it lasts, events can be changed and removed."""
    tables = [process.event_model._meta.db_table for process in registered_processes()]
    suffix = "" if connection.vendor == "sqlite" else ' ON "{table}"'
    with connection.cursor() as cursor:
        for table in tables:
            for act in append_only.ACTS[connection.vendor]:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{act}"' + suffix.format(table=table))
    try:
        yield
    finally:
        append_only.protect(connection)
