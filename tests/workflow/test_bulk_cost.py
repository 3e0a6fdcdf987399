"""What an act on many costs, and what the database itself refuses of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import actions
from tests.cast import DUE, NOW, Cast, received
from tests.workflow.many import assign, clock
from workflow import bulk_work
from workflow.bulk_rows import BulkItem
from workflow.bulk_work import BATCH, work_on
from workflow.invariants import broken


def test_a_row_costs_little_more_than_its_step(cast: Cast) -> None:
    alone, cases = received(cast), [received(cast) for _ in range(2 * BATCH)]
    with CaptureQueriesContext(connection) as one:
        actions.take_step(alone, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    bulk = assign(cast, cases)
    with CaptureQueriesContext(connection) as many:
        work_on(bulk.key, clock=clock)
    assert len(many) <= len(one) * len(cases) + 3 * 8


def test_the_rows_are_never_all_in_memory(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [received(cast) for _ in range(2 * BATCH + 1)]
    bulk = assign(cast, cases)
    sizes: list[int] = []
    results = bulk_work._Batch.results
    monkeypatch.setattr(
        bulk_work._Batch, "results", lambda batch: sizes.append(len(batch.items)) or results(batch)
    )
    work_on(bulk.key, clock=clock)
    assert sizes == [BATCH, BATCH, 1]


@pytest.mark.parametrize(
    "wrong",
    [{"state": "done"}, {"state": "refused"}, {"state": "waiting", "event_id": 1}],
)
def test_a_result_without_its_proof_is_refused_by_the_database(cast: Cast, wrong: dict[str, Any]) -> None:
    bulk = assign(cast, [received(cast)])
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.items.update(**wrong)


def test_an_event_is_of_one_bulk_only(cast: Cast) -> None:
    case = received(cast)
    bulk, other = assign(cast, [case]), assign(cast, [case])
    work_on(bulk.key, clock=clock)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.items.update(state="done", event_id=bulk.items.get().event_id)


def test_a_result_with_the_event_of_another_row_is_found(cast: Cast) -> None:
    first, second = received(cast), received(cast)
    bulk = assign(cast, [first, second])
    work_on(bulk.key, clock=clock, at_most=1)
    BulkItem.objects.filter(state="done").update(row_id=first.pk + 10**6)
    assert len(broken()) == 1
