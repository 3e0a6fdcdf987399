"""Moving the rows of a process whose states have changed their names in the code.

``Process.renamed`` says which state became which. Until the rows are moved, the site does not start
(``refuse_unknown_states``) and ``manage.py check --database`` fails; ``manage.py migrate_process`` moves
them, each through an event of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from workflow import history, storage
from workflow.errors import Conflict
from workflow.models import Carried, Event
from workflow.process import Process, registered_processes

MIGRATE = "migrate"
"""The name under which history keeps such a move; no process may have a step of this name."""

BATCH = 500
"""How many rows move in one transaction."""


@dataclass(frozen=True)
class Stray:
    """``rows`` rows of a process that stand in ``state``, which the code does not know."""

    process: Process
    state: str
    rows: int

    @property
    def target(self) -> str | None:
        """Where the process says that they belong now; None where it does not say."""
        return self.process.renamed.get(self.state)

    @property
    def sentence(self) -> str:
        name, stand = self.process.name, "row stands" if self.rows == 1 else "rows stand"
        unknown = f"{name}: {self.rows} {stand} in the state “{self.state}”, which the code does not know."
        return f"{unknown} Run: manage.py migrate_process {name}"


def strays(process: Process, using: str = "default") -> list[Stray]:
    """What of a process stands where the code knows no state, in one query. Reads only."""
    kept: Any = process.model._base_manager
    unknown = kept.using(using).exclude(state__in=list(process.states)).order_by()
    counted = unknown.values_list("state").annotate(rows=Count("pk")).order_by("state")
    return [Stray(process, state, number) for state, number in counted]


def refuse_unknown_states() -> None:
    """Called when the site or its worker starts. Raises ImproperlyConfigured with the sentence of a stray.

    A database that does not answer yet, or has no tables, is no reason not to start.
    """
    try:
        found = [stray for process in registered_processes() for stray in strays(process)]
    except DatabaseError:
        return
    if found:
        raise ImproperlyConfigured(found[0].sentence)


def move_renamed(process: Process, *, by: Any, now: datetime) -> Iterator[int]:
    """Move every row whose state was renamed, and yield how many after each transaction.

    What was moved stays moved if a later transaction fails; run again, it goes on with the rest. Nobody is
    told: the work of no one has changed. Raises :class:`Conflict` where a row moved meanwhile.
    """
    for source, target in process.renamed.items():
        while moved := _move_batch(process, source, target, by=by, now=now):
            yield moved


@transaction.atomic
def _move_batch(process: Process, source: str, target: str, *, by: Any, now: datetime) -> int:
    kept: Any = process.model._base_manager
    rows = kept.select_for_update().filter(state=source).order_by("pk")[:BATCH]
    return len([_move(case, target, by=by, now=now) for case in rows])


def _move(case: Carried, target: str, *, by: Any, now: datetime) -> Event:
    before = storage.fields_of(case)
    case.__dict__["state"] = target
    event, _remark = history.drawn_up(case, step=MIGRATE, source=before["state"], by=by, at=now, data={})
    if not storage.write(case, before, event, None, now):
        raise Conflict(_("Somebody else changed this case meanwhile, so it was not moved. Run it again."))
    return event
