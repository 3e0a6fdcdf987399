"""Workers at an act on many, killed with -9 time and again, or several at once: each row is done once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.workflow.extent import Extent
from tests.workflow.many import many_received, to_assign
from tests.workflow.walking.case import PEOPLE
from tests.workflow.walking.walk import world_of

pytestmark = [
    pytest.mark.strength,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
KILLS = 20
Elsewhere = Callable[..., dict[str, int]]


def test_it_is_resumed_after_every_kill(
    extent: Extent, elsewhere: Elsewhere, record_property: Callable[[str, object], None]
) -> None:
    world = world_of(PEOPLE)
    to_assign(many_received(world.round, extent.rows), by=world["coordinator"], lead=world.own)
    came = elsewhere("resume", KILLS)
    record_property("killed", came)
    assert came["in the middle"] >= KILLS // 4
    assert (came["done"], came["left"]) == (extent.rows, 0)
    assert (came["events"], came["broken"]) == (extent.rows, 0)


def test_of_several_workers_nobody_takes_anything_twice(extent: Extent, elsewhere: Elsewhere) -> None:
    world = world_of(PEOPLE)
    cases = list(many_received(world.round, extent.rows // 3))
    for several in (cases[:100], cases[50:]):  # two acts that meet in fifty cases
        to_assign(several, by=world["coordinator"], lead=world.own)
    came = elsewhere("share", 4)
    assert (came["left"], came["broken"]) == (0, 0)
    assert came["done"] == came["events"] == len(cases)
