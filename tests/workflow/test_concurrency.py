"""Of many who approve one case at once exactly one wins, and each of the others gets a clear Conflict.

From eight processes on either database; on PostgreSQL from fifty threads too.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from cases.models import Case, CaseEvent
from tests.cast import NOW
from tests.workflow.extent import Extent
from tests.workflow.walking.case import PEOPLE, station
from tests.workflow.walking.walk import world_of
from tests.workflow.walking.world import World
from workflow import engine
from workflow.errors import Conflict
from workflow.invariants import broken
from workflow.models import Outbox

pytestmark = [
    pytest.mark.strength,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
THREADS = 50


@pytest.fixture
def world(transactional_db: None) -> World:
    return world_of(PEOPLE)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one writer on SQLite")
def test_of_many_threads_one_approves(world: World, extent: Extent) -> None:
    case = station(world, "validation")
    each = extent.approvals // THREADS
    copies = [[Case.objects.get(pk=case.pk) for _ in range(each)] for _ in range(THREADS)]
    came: Counter[str] = Counter()
    begin = threading.Barrier(THREADS)

    def approve(mine: list[Case]) -> None:
        begin.wait()
        for copy in mine:
            came[_approval(copy, world)] += 1
        connection.close()

    _all_at_once(approve, copies)

    assert came == {"approved": 1, "Conflict": extent.approvals - 1}
    event = CaseEvent.objects.get(case=case, step="approve")
    assert Outbox.objects.filter(event_id=event.pk).count() == 1
    assert broken() == []


def test_of_eight_processes_one_approves(
    world: World, extent: Extent, elsewhere: Callable[..., dict[str, int]]
) -> None:
    station(world, "validation")
    came = elsewhere("approve", extent.approvals)
    assert came == {"approved": 1, "Conflict": extent.approvals - 1, "events": 1, "broken": 0}


def _approval(case: Case, world: World) -> str:
    try:
        engine.perform(case, "approve", by=world["validator"], now=NOW)
    except Conflict:
        return "Conflict"
    return "approved"


def _all_at_once(act: Callable[[list[Case]], None], shares: list[list[Case]]) -> None:
    threads = [threading.Thread(target=act, args=[share]) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
