"""Seven steps of a case's life: through ``perform``, by a plain Django compare-and-set, and by others.

The plain one and ours check one role, change the state in a conditional UPDATE and insert one history row,
each step in a transaction of its own. ``perform`` also locks the row, runs the guards and the steps' own acts
(releasing what was sent, approving it) and writes the outbox row. On PostgreSQL there is the floor too, one
hand-written statement a step (``sql_floor.py``); and on either other workflow engines (``peers/``). They take
turns, case by case: noise hits all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks import sql_floor
from benchmarks.peers import NAMES as PEERS
from benchmarks.peers import Peer
from cases.models import Case, CaseEvent
from cases.people.models import DepartmentGroupPermission
from tests.cast import DUE, NOW, Cast, draft, gather, received
from workflow import engine

CASES = 150


def figures() -> Iterator[tuple[str, float, str]]:
    """The quickest half of all rounds counts: what else the machine does then is left out, for each alike."""
    cast, peers = gather(), {name: Peer(name) for name in PEERS}
    lives: dict[str, Callable[[], float]] = {
        "perform": lambda: _seconds(_our_life(cast, received(cast))),
        "plain_django": lambda: _seconds(_plain_life(cast, received(cast))),
        **{name: peer.life for name, peer in peers.items() if peer.is_there},
    }
    if connection.vendor == "postgresql":
        lives["sql_floor"] = lambda: _seconds(sql_floor.life(cast, received(cast)))
    took: dict[str, list[float]] = {name: [] for name in lives}
    for _ in range(CASES):
        for name, life in lives.items():
            took[name].append(life())
    for peer in peers.values():
        peer.end()
    typical = {name: sum(sorted(times)[: CASES // 2]) / (CASES // 2 * 7) for name, times in took.items()}
    for name, seconds in typical.items():
        yield f"{name}_per_second", 1 / seconds, "steps/s"
    for name, seconds in typical.items():
        if name != "perform":
            yield f"perform_vs_{name}", seconds / typical["perform"], "ratio"
    queries = [_queries_of(step) for step in _our_life(cast, received(cast))]
    yield "queries_per_step", sum(queries) / len(queries), "queries"


_TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def _our_life(cast: Cast, case: Case) -> Iterator[Any]:
    """Seven calls of ``perform``; the text is written in between, outside the clock."""
    again = {"comment": "A source is missing.", "due_on": DUE}
    yield lambda: engine.perform(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    yield lambda: engine.perform(case, "accept", by=cast.focal_point, now=NOW)
    draft(case, by=cast.focal_point)
    yield lambda: engine.perform(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    yield lambda: engine.perform(case, "sign_and_send", by=cast.head, now=NOW)
    yield lambda: engine.perform(case, "return_to_department", by=cast.validator, now=NOW, **again)
    yield lambda: engine.perform(case, "sign_and_send", by=cast.head, now=NOW)
    yield lambda: engine.perform(case, "approve", by=cast.validator, now=NOW)


PLAIN = [
    ("received", "assigned", "coordinator", None),
    ("assigned", "drafting", "focal_point", "draft"),
    ("drafting", "sign-off", "focal_point", "draft"),
    ("sign-off", "validation", "head", "sign_off"),
    ("validation", "drafting", "validator", None),
    ("drafting", "validation", "head", "sign_off"),
    ("validation", "approved", "validator", None),
]


def _plain_life(cast: Cast, case: Case) -> Iterator[Any]:
    case.lead, case.answer = cast.health, cast_answer(cast)
    Case.objects.filter(pk=case.pk).update(lead=case.lead, answer=case.answer)
    for number, (source, target, person, codename) in enumerate(PLAIN, start=1):
        by = getattr(cast, person)
        yield lambda s=source, t=target, b=by, c=codename, n=number: _plain_step(case, s, t, b, c, n)


def cast_answer(cast: Cast) -> Any:
    return cast.round.answers.create(lead=cast.health)


@transaction.atomic
def _plain_step(case: Case, source: str, target: str, by: Any, codename: str | None, number: int) -> None:
    if codename is None:
        allowed = by.groups.filter(permissions__isnull=False).exists()
    else:
        held = DepartmentGroupPermission.objects.filter(content_object=case.lead_id, group__user=by)
        allowed = held.filter(permission__codename=codename).exists()
    moved = Case.objects.filter(pk=case.pk, state=source).update(state=target, version=number)
    assert allowed
    assert moved == 1
    CaseEvent.objects.create(
        case=case, number=number, step="plain", source=source, target=target, by=by, at=NOW
    )


def _seconds(steps: Iterator[Any]) -> float:
    return sum(_timed(step) for step in steps)


def _timed(step: Any) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


def _queries_of(step: Any) -> int:
    """Of the step alone: what is written between two steps is not the engine's."""
    with CaptureQueriesContext(connection) as captured:
        step()
    return len([one for one in captured if not one["sql"].startswith(_TRANSACTION)])
