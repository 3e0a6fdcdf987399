"""The system checks: of every process, that its table has no hole; of the database, that history is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

from workflow.append_only import missing_triggers
from workflow.process import Process, registered_processes


def check_processes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check every registered process; called by ``manage.py check``."""
    return [found for process in registered_processes() for found in problems_of(process)]


def check_triggers(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """workflow.E006: a table of events that could be changed. Called by ``manage.py check --database``."""
    return [
        Error(
            f"{alias}: nothing in the database refuses {act} on “{table}”, so history could be changed.",
            hint="Run: manage.py migrate",
            id="workflow.E006",
        )
        for alias in databases or ()
        for table, act in missing_triggers(connections[alias])
    ]


def problems_of(process: Process) -> list[CheckMessage]:
    """What is wrong with a process: ids workflow.E001 to E005, one error per finding."""
    return [
        *_errors("E001", "No step reaches the state “{}”.", process, _unreachable(process)),
        *_errors("E002", "The state “{}” is a dead end and not final.", process, _dead_ends(process)),
        *_errors("E003", "Nobody may take the step “{}”: its role names no permission, or one that its unit "
                 "does not define.", process, _nobody(process)),
        *_errors("E004", "A guard of “{}” has no docstring that says its rule.", process, _unsaid(process)),
        *_errors("E005", "The state “{}” is used, but has no label.", process, _unlabelled(process)),
    ]  # fmt: skip


def _errors(code: str, text: str, process: Process, names: Iterable[str]) -> list[CheckMessage]:
    return [
        Error(f"{process.name}: {text.format(name)}", obj=process.model, id=f"workflow.{code}")
        for name in names
    ]


def _unreachable(process: Process) -> list[str]:
    reached, fresh = {process.initial}, {process.initial}
    while fresh:
        fresh = {one.target for state in fresh for one in process.leaving(state)} - reached
        reached |= fresh
    return [state for state in process.states if state not in reached]


def _dead_ends(process: Process) -> list[str]:
    return [state for state in process.states if not process.leaving(state) and state not in process.final]


def _nobody(process: Process) -> list[str]:
    defined = {codename for codename, _ in process.unit_model._meta.permissions}
    return [one.name for one in process.steps.values() if not set() < set(one.role.codenames) <= defined]


def _unsaid(process: Process) -> list[str]:
    return [one.name for one in process.steps.values() if any(not guard.__doc__ for guard in one.guards)]


def _unlabelled(process: Process) -> list[str]:
    used = {state for one in process.steps.values() for state in (*one.sources, one.target)}
    return sorted(used - set(process.states))
