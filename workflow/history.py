"""History that nobody changes quietly: each event carries the hash of the one before it.

The chain runs per case. ``drawn_up`` makes an event with its hash, ``faults`` reads the chains again and says
where one is broken. Who can write to the database could rebuild a whole chain; against that stand the signed
heads in a file outside it (``workflow/heads.py``).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, cast

from django.db.models import Model

from workflow.models import Carried, Event, Remark
from workflow.process import Process
from workflow.step import Act

Heads = Mapping[tuple[str, int], tuple[int, str]]
"""By process and id of a case: the number and the hash of an event that its chain must hold."""


@dataclass(frozen=True)
class Fault:
    """The first broken link of one chain: the event's ``number``, and a ``sentence`` of what is wrong."""

    process: str
    case_id: int
    number: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.process} {self.case_id}, event {self.number}: {self.sentence}"


def drawn_up(
    case: Carried,
    *,
    step: str,
    source: str,
    by: Any,
    at: datetime,
    data: Mapping[str, Any],
    acting_for: int | None = None,
    comment: str = "",
) -> tuple[Event, Remark | None]:
    """The event of what was done to ``case``, chained to its last one, and what was written to it.

    ``source`` is the state that the case left; ``data`` holds what JSON can. Nothing is saved; ``case`` gets
    its new ``version`` and ``head``.
    """
    process = case.process
    case.version += 1
    written = comment.strip()
    remark = process.remark_model(text=written, salt=secrets.token_hex(16)) if written else None
    event_model: Any = process.event_model
    event: Event = event_model(
        case=case,
        number=case.version,
        step=step,
        source=source,
        target=case.state,
        by=by,
        at=at,
        process_version=process.version,
        acting_for_id=acting_for,
        data=dict(data) | ({"comment": remark_digest(remark)} if remark else {}),
        previous_hash=case.head,
    )
    event.own_hash = case.head = event_hash(process.name, event)
    return event, remark


def data_of(act: Act, before: Mapping[str, Any], changed: Iterable[str]) -> dict[str, Any]:
    """What an event keeps of an act, without what is empty.

    ``given`` is what the step was given, ``noted`` what its method wrote down, ``before`` the earlier values
    of the columns that ``changed``, ``together`` the ids of all cases that moved in one.
    """
    were = {name: before[name] for name in changed if name not in OWN}
    kept = {
        "given": plain(act.data),
        "noted": plain(act.noted),
        "before": plain(were),
        "together": list(act.together) if len(act.together) > 1 else [],
    }
    return {name: value for name, value in kept.items() if value}


OWN = ("state", "version", "head")
"""Columns of which the event itself tells."""


def last_event(case: Carried) -> Event | None:
    events: Any = case.process.event_model._base_manager
    return cast(
        "Event | None", events.filter(case=case.pk).select_related("case").order_by("-number").first()
    )


def event_of(case: Carried, number: int) -> Event | None:
    """The event of that number."""
    events: Any = case.process.event_model._base_manager
    found = events.filter(case=case.pk, number=number).select_related("case")
    return cast("Event | None", found.first())


def event_hash(process: str, event: Event) -> str:
    """SHA-256, in hex, over the event's fields as canonical JSON, the previous hash among them."""
    fields = {
        "process": process,
        "case": event.case_id,  # type: ignore[attr-defined]
        "number": event.number,
        "step": event.step,
        "source": event.source,
        "target": event.target,
        "by": event.by_id,
        "acting_for": event.acting_for_id,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "process_version": event.process_version,
        "data": event.data,
        "previous": event.previous_hash,
    }
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def remark_digest(remark: Remark) -> str:
    """What the chain keeps of a remark. The salt goes with the text, so an erased one cannot be guessed."""
    return hashlib.sha256(f"{remark.salt}\n{remark.text}".encode()).hexdigest()


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a step was given, as JSON keeps it: a row by its id, a date as text; else TypeError.

    Lists and mappings are kept with what is in them.
    """
    return {name: _plain(value) for name, value in data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    raise TypeError(f"A step cannot be given a {type(value).__name__}: history has no way to keep it.")


def faults(process: Process, heads: Heads) -> Iterator[Fault]:
    """Read every chain of a process: the first fault of each that is broken. Cases are read in batches."""
    cases = process.model._base_manager.order_by("pk").iterator(chunk_size=1000)
    chains = groupby(_events(process), key=lambda event: event.case_id)  # type: ignore[attr-defined]
    chain_of, chain = next(chains, (None, iter(())))
    for case in cases:
        events: Iterable[Event] = ()
        if chain_of == case.pk:
            events = list(chain)
            chain_of, chain = next(chains, (None, iter(())))
        found = _fault(case, list(events), heads.get((process.name, case.pk)))
        if found:
            yield Fault(process.name, case.pk, *found)


def _events(process: Process) -> Iterator[Event]:
    events: Any = process.event_model._base_manager
    return cast(
        "Iterator[Event]",
        events.select_related("remark").order_by("case_id", "number").iterator(chunk_size=2000),
    )


def _fault(case: Carried, events: list[Event], signed: tuple[int, str] | None) -> tuple[int, str] | None:
    previous = ""
    for number, event in enumerate(events, start=1):
        if sentence := _event_fault(case.process, event, number, previous):
            return number, sentence
        previous = event.own_hash
    if (case.version, case.head) != (len(events), previous):
        return len(events) + 1, "the case has moved further than its history, or its last events are missing."
    state = events[-1].target if events else case.process.initial
    if case.state != state:
        return len(events), f"the case stands at “{case.state}”, and its history says “{state}”."
    if signed and (len(events) < signed[0] or events[signed[0] - 1].own_hash != signed[1]):
        return signed[0], "the signed record outside the database says otherwise: the history was rewritten."
    return None


def _event_fault(process: Process, event: Event, number: int, previous: str) -> str:
    if event.number != number:
        return f"it is missing; event {event.number} comes next."
    if event.previous_hash != previous:
        return "it does not follow the event before it."
    if event.own_hash != event_hash(process.name, event):
        return "it was changed after it was written."
    remark = getattr(event, "remark", None)
    if remark is not None and event.data.get("comment") != remark_digest(remark):
        return "what was written to it was changed afterwards."
    return ""
