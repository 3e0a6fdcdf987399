"""Assigning many cases by one call, against ``perform`` on each in a transaction of its own.

They take turns, a transaction's worth of cases at a time: noise hits both.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from cases.models import Case
from tests.cast import DUE, NOW, gather, received
from workflow import bulk_work, engine
from workflow.bulk import open_bulk

ROUNDS = 12


def figures() -> Iterator[tuple[str, float, str]]:
    cast, size = gather(), bulk_work.BATCH
    given: dict[str, Any] = {"by": cast.coordinator, "now": NOW, "lead": cast.health, "due_on": DUE}
    many = single = 0.0
    for _ in range(ROUNDS):
        alone, together = ([received(cast) for _ in range(size)] for _ in range(2))
        opened = open_bulk(Case.process, "assign", together, **given)
        many += _seconds(lambda key=opened.key: bulk_work.work_on(key, clock=lambda: NOW))
        single += _seconds(lambda cases=alone: [engine.perform(case, "assign", **given) for case in cases])
        assert opened.counts()["done"] == size
    yield "steps_per_second", ROUNDS * size / many, "steps/s"
    yield "vs_perform", single / many, "ratio"


def _seconds(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
