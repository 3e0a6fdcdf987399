"""The system checks: of every process, that its table has no hole; of the database, that history is kept."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from workflow.append_only import missing_triggers
from workflow.migrating import strays
from workflow.process import Process, registered_processes
from workflow.roles import InUnit, Role
from workflow.step import Guard
from workflow.undoing import NO_STEPS


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


def check_states(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """workflow.E007: rows in a state unknown to the code. Called by ``manage.py check --database``."""
    return [
        Error(f"{alias}: {stray.sentence}", obj=process.model, id="workflow.E007")
        for alias in databases or ()
        for process in registered_processes()
        if process.model._meta.db_table in connections[alias].introspection.table_names()
        for stray in strays(process, using=alias)
    ]


def problems_of(process: Process) -> list[CheckMessage]:
    """What is wrong with a process: ids workflow.E001 to E005 and E008 to E011, one error per finding."""
    return [
        *_errors("E001", "No step reaches the state “{}”.", process, _unreachable(process)),
        *_errors("E002", "The state “{}” is a dead end and not final.", process, _dead_ends(process)),
        *_errors("E003", "Nobody may take the step “{}”: its role names no permission, one that its unit "
                 "does not define, or a unit that a row has not.", process, _nobody(process)),
        *_errors("E004", "A guard of “{}” has no docstring that says its rule.", process, _unsaid(process)),
        *_errors("E005", "The state “{}” is used, but has no label.", process, _unlabelled(process)),
        *_errors("E008", "“{}” is renamed from a state that is still there, to one that is not, or without a "
                 "new version of the process.", process, _misnamed(process)),
        *_errors("E009", "A guard of “{}” does not answer with a sentence: it returns something else, "
                 "or only ever the empty text.", process, _speechless(process)),
        *_errors("E010", "“{}” is a name that history keeps for itself.", process, _reserved(process)),
        *_errors("E011", "The unit “{}” has no tables of its own for permissions of users and groups.",
                 process, _without_tables(process)),
    ]  # fmt: skip


def _errors(code: str, text: str, process: Process, names: Iterable[str]) -> list[CheckMessage]:
    return [
        Error(f"{process.name}: {text.format(name)}", obj=process.model, id=f"workflow.{code}")
        for name in names
    ]


def _unreachable(process: Process) -> list[str]:
    reached, fresh = {process.initial}, {process.initial}
    while fresh:
        fresh = {one.reaches(state) for state in fresh for one in process.leaving(state)} - reached
        reached |= fresh
    return [state for state in process.states if state not in reached]


def _dead_ends(process: Process) -> list[str]:
    ends = [
        state
        for state in process.states
        if all(one.reaches(state) == state for one in process.leaving(state))
    ]
    return [state for state in ends if state not in process.final]


def _nobody(process: Process) -> list[str]:
    defined = {codename for codename, _ in process.unit_model._meta.permissions}
    return [
        one.name
        for one in process.steps.values()
        if not set() < set(one.role.codenames) <= defined or _is_homeless(process, one.role)
    ]


def _is_homeless(process: Process, role: Role) -> bool:
    """Whether the role is held in a unit that the row does not have."""
    return isinstance(role, InUnit) and not process.unit_column(role.on)


def _unsaid(process: Process) -> list[str]:
    return [one.name for one in process.steps.values() if any(not guard.__doc__ for guard in one.guards)]


def _misnamed(process: Process) -> list[str]:
    return [
        old
        for old, new in process.renamed.items()
        if old in process.states or new not in process.states or process.version == 1
    ]


def _speechless(process: Process) -> list[str]:
    return [one.name for one in process.steps.values() if any(map(_is_speechless, one.guards))]


def _is_speechless(guard: Guard) -> bool:
    """As far as its source tells: a guard that only calls others is taken at their word."""
    try:
        read = ast.parse(textwrap.dedent(inspect.getsource(guard)))
    except (OSError, TypeError, SyntaxError):
        return False
    answers = [one.value for one in ast.walk(read) if isinstance(one, ast.Return)]
    return any(map(_is_no_text, answers)) or all(map(_is_empty_text, answers))


def _is_no_text(answer: ast.expr | None) -> bool:
    if isinstance(answer, ast.IfExp):
        return _is_no_text(answer.body) or _is_no_text(answer.orelse)
    if isinstance(answer, ast.Constant):
        return not isinstance(answer.value, str)
    truth = isinstance(answer, ast.UnaryOp) and isinstance(answer.op, ast.Not)
    return answer is None or truth or isinstance(answer, ast.Compare)


def _is_empty_text(answer: ast.expr | None) -> bool:
    return isinstance(answer, ast.Constant) and answer.value == ""


def _without_tables(process: Process) -> list[str]:
    tables = [one.related_model for one in process.unit_model._meta.related_objects]
    wanted = (UserObjectPermissionBase, GroupObjectPermissionBase)
    there = all(any(issubclass(table, kind) for table in tables) for kind in wanted)
    return [] if there else [process.unit]


def _reserved(process: Process) -> list[str]:
    return [name for name in process.steps if name in NO_STEPS]


def _unlabelled(process: Process) -> list[str]:
    rows = [(one, source) for one in process.steps.values() for source in one.sources]
    used = {state for one, source in rows for state in (source, one.reaches(source))}
    return sorted(used - set(process.states))
