"""Taking a step back: for some minutes, by who took it, while nobody has acted on it and nobody was told.

Where its row of the table says so (``in_turn=``), the step before an undone one can be taken back next.
The undo is an event of its own, so history keeps both. The case's columns get the values that they had, as
the event noted them; what a step did beside them is taken back by the function that its row of the table
names (``undo=``). The outbox row of the step is cancelled in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflow import history, storage
from workflow.errors import Blocked, Conflict, NotAllowed, Refused, WrongState
from workflow.grants import Grants
from workflow.migrating import MIGRATE
from workflow.models import Carried, Event
from workflow.process import Process
from workflow.roles import National, OneOf, Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNDO = "undo"
"""The name under which history keeps it; no process may have a step of this name."""

Known = TypeVar("Known", bound=Event)

NO_STEPS = (UNDO, MIGRATE)
"""What history knows beside the steps of a table."""


def undo(case: Carried, *, by: Any, now: datetime, seen: int) -> list[Event]:
    """Take back the last step of ``case`` on every case that it moved; one event each, all or none.

    After an undo that is the newest step in force, where it can be taken back in turn.
    ``seen`` is the version of the case that the person saw. The instance given is not refreshed.

    Raises :class:`Conflict` where somebody acted since, :class:`NotAllowed` for anybody but who took the step
    and holds its role still, :class:`WrongState` where the step is not one to undo, :class:`Blocked` where
    the time has passed or those concerned were told; then nothing was changed.
    """
    with transaction.atomic():
        newest = history.last_event(case)
        if newest is None or newest.number != seen:
            raise Conflict(_("Somebody has acted on it since, so nothing was undone."))
        last = next_back(newest, _reader(case))
        together = sorted(last.data.get("together", [case.pk]))
        model: Any = type(case)
        held = [_held(model(pk=pk), last) for pk in together]
        # Backwards, so that what they share gets the value that it had before the first of them moved.
        return [_take_back(one, event, by=by, at=now) for one, event in reversed(held)]


def window() -> timedelta:
    """How long a step can be undone; the notices of a step wait as long."""
    return timedelta(seconds=getattr(settings, "WORKFLOW_UNDO_SECONDS", 600))


def why_not(event: Event, *, grants: Grants, by: Any, now: datetime) -> StrOrPromise:
    """Why ``by``, who holds ``grants``, may not take back ``event``, the next one back; empty: go on.

    Whether those concerned were told, and what else was done meanwhile, only the undo itself finds.
    """
    refusal = _refusal(event, _process(event), grants, by, now)
    return refusal.sentence if refusal else ""


def in_force(events: Iterable[Event]) -> list[Event]:
    """The steps of a case that stand: neither undone, nor an undo, nor a move by ``migrate_process``."""
    known = list(events)
    undone = {event.data["undoes"] for event in known if event.step == UNDO}
    return [event for event in known if event.step not in NO_STEPS and event.number not in undone]


def next_back(last: Known, read: Callable[[int], Known | None]) -> Known:
    """What an undo takes back: ``last``, the last event, or after undos the newest step in force.

    ``read`` gives an event of the same case by its number. ``last`` is returned, which is none to undo, where
    that step cannot be taken back in turn.
    """
    found = last
    while found.step == UNDO and (earlier := read(found.data["undoes"] - 1)):
        found = earlier
    step = _process(last).steps.get(found.step)
    return found if found is last or (step is not None and step.in_turn) else last


def undoable_steps(process: Process) -> list[str]:
    return [step.name for step in process.steps.values() if step.undo is not None]


def _held(case: Carried, last: Event) -> tuple[Carried, Event]:
    """The case's row, locked, and the event to take back, which must be of the same act."""
    held, newest = storage.hold(case), history.last_event(case)
    event = next_back(newest, _reader(case)) if newest else None
    if held is None or event is None or _act_of(event) != _act_of(last):
        raise Conflict(_("Somebody has acted on it since, so nothing was undone."))
    return held, event


def _reader(case: Carried) -> Callable[[int], Event | None]:
    return lambda number: history.event_of(case, number)


def _take_back(held: Carried, event: Event, *, by: Any, at: datetime) -> Event:
    process = held.process
    if refusal := _refusal(event, process, process.grants(by), by, at):
        raise refusal
    if not storage.cancel_promise(event):
        raise Blocked(_("Those concerned have been told already, so it cannot be undone."))
    before = storage.fields_of(held)
    undo_rest = process.steps[event.step].undo
    if undo_rest is not None and (sentence := undo_rest(held, event)):
        raise Blocked(str(sentence))
    _restore(held, event)
    made, _remark = history.drawn_up(
        held,
        step=UNDO,
        source=before["state"],
        by=by,
        acting_for=event.acting_for_id,
        at=at,
        data={"undoes": event.number},
    )
    if not storage.write(held, before, made, None, at + window()):
        raise Conflict(_("Somebody has acted on it since, so nothing was undone."))
    return made


def _refusal(event: Event, process: Process, grants: Grants, by: Any, now: datetime) -> Refused | None:
    step = process.steps.get(event.step)
    if step is None or step.undo is None or event.source not in process.states:
        return WrongState(_("The last step is not one that can be undone."))
    if shut := process.gate(event.case, by):  # type: ignore[attr-defined]
        return NotAllowed(str(shut))
    if event.by_id != by.pk or not _held_then(step.role, grants, event, process):
        return NotAllowed(_("Only the person who took the step can undo it."))
    if now - event.at >= window():
        minutes = int(window().total_seconds()) // 60
        sentence = ngettext(
            "A step can be undone for %(count)d minute; it has passed.",
            "A step can be undone for %(count)d minutes; they have passed.",
            minutes,
        )
        return Blocked(sentence % {"count": minutes})
    return None


def _held_then(role: Role, grants: Grants, event: Event, process: Process) -> bool:
    """Whether it is held on the unit that the row had when the step was taken; topics are those of now."""
    if isinstance(role, OneOf):
        return any(_held_then(one, grants, event, process) for one in role.roles)
    if isinstance(role, National):
        return role.held_for(grants, event.case)  # type: ignore[attr-defined]
    return role.held(grants, _unit_id(event, process, role.on))


def _unit_id(event: Event, process: Process, on: str) -> int | None:
    """The unit on which the role was held when the step was taken; None for a role of the nation."""
    column = process.unit_column(on)
    if not column:
        return None
    now: int | None = getattr(event.case, column)  # type: ignore[attr-defined]
    before: int | None = event.data.get("before", {}).get(column, now)
    return before


def _restore(case: Carried, event: Event) -> None:
    columns = {field.attname: field for field in case._meta.concrete_fields}
    for attname, value in event.data.get("before", {}).items():
        case.__dict__[attname] = columns[attname].to_python(value)
    case.__dict__["state"] = event.source
    case._state.fields_cache.clear()


def _act_of(event: Event) -> Sequence[Any]:
    return event.step, event.by_id, event.at


def _process(event: Event) -> Process:
    process: Process = event.case.process  # type: ignore[attr-defined]
    return process
