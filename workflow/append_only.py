"""Tables that take INSERT only, all events among them: triggers refuse the rest, whoever asks.

They are put in place after every ``migrate``, since SQLite drops them when a migration remakes a table, and
looked for when the site starts (workflow.E006). To change a table of events, a migration drops them by itself
on SQLite; on PostgreSQL changing columns does not fire them.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from workflow.process import registered_processes

_SQLITE = """
CREATE TRIGGER "{table}_no_{act}" BEFORE {act} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""

_FUNCTION = """
CREATE OR REPLACE FUNCTION workflow_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'insufficient_privilege'; END $$
"""

_POSTGRESQL = """
CREATE TRIGGER "{table}_no_{act}" BEFORE {act} ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION workflow_refuse()
"""

Row = TypeVar("Row", bound=Model)

_kept: list[type[Model]] = []

REFUSAL = "history is append-only: what it keeps is never changed or removed"

ACTS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}
"""What is refused, by vendor. On another database nothing is, and the check says so."""


def kept_for_good(model: type[Row]) -> type[Row]:
    """Class decorator: the rows of ``model`` are written once, as events are, and never changed."""
    _kept.append(model)
    return model


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the missing triggers of events, and of what else is kept for good, in place. Safe to repeat."""
    missing = missing_triggers(connection)
    with connection.cursor() as cursor:
        if missing and connection.vendor == "postgresql":
            cursor.execute(_FUNCTION.format(refusal=REFUSAL))
        template = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
        for table, act in missing:
            cursor.execute(template.format(table=table, act=act, refusal=REFUSAL))


def missing_triggers(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Table and act of every trigger that should be there and is not; tables yet to be made are left out."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        protected = [table for table in protected_tables() if table in tables]
        wanted = [(table, act) for table in protected for act in ACTS[connection.vendor]]
        cursor.execute(_NAMES[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    return [(table, act) for table, act in wanted if f"{table}_no_{act}" not in there]


_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def refuse_without_triggers() -> None:
    """Called when the site starts. Raises ImproperlyConfigured where a table of events could be changed.

    A database that does not answer yet is no reason not to start.
    """
    try:
        missing = missing_triggers(connections["default"])
    except DatabaseError:
        return
    if missing:
        table, act = missing[0]
        raise ImproperlyConfigured(
            f"Nothing in the database refuses {act} on “{table}”, so history could be changed. "
            "Run: manage.py migrate"
        )


def protect_after_migrate(using: str, **kwargs: Any) -> None:
    """The receiver of ``post_migrate``."""
    connection = connections[using]
    if connection.vendor in ACTS:
        protect(connection)


def protected_tables() -> list[str]:
    models = [*(process.event_model for process in registered_processes()), *_kept]
    return [model._meta.db_table for model in models]
