"""Killed with -9 in the middle of steps, time and again: what was acknowledged stays, none is half done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.workflow.extent import Extent
from tests.workflow.walking.case import PEOPLE, station
from tests.workflow.walking.walk import world_of


@pytest.mark.strength
@pytest.mark.processes
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_promise_is_broken_by_a_killed_process(
    extent: Extent, elsewhere: Callable[..., dict[str, int]], record_property: Callable[[str, object], None]
) -> None:
    world = world_of(PEOPLE)
    for state in ("received", "drafting", "validation"):
        station(world, state)
    came = elsewhere("die", extent.kills)
    record_property("killed", came)
    assert (came["lost"], came["broken"]) == (0, 0)
    assert came["in the middle of one"] >= extent.kills // 2
    assert came["steps"] > 0
