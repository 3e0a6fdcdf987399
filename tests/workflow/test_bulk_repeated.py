"""An act on many is safe to repeat: a double click, two workers, one that died, one that lost its lease."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError

from cases.models import Case
from tests.cast import NOW, Cast, received
from tests.workflow.many import assign, assigns_of, clock
from workflow import bulk_work
from workflow.bulk_rows import Bulk
from workflow.bulk_work import BATCH, LEASE, work_on


def test_a_form_sent_twice_is_one_bulk(cast: Cast) -> None:
    cases, form = [received(cast), received(cast)], uuid4()
    first, second = assign(cast, cases, form=form), assign(cast, cases, form=form)
    assert first == second
    work_on(first.key, clock=clock)
    assert assign(cast, cases, form=form) == first
    assert assigns_of(cases) == [1, 1]


def test_the_same_form_with_other_content_is_another_bulk(cast: Cast) -> None:
    case, form = received(cast), uuid4()
    bulks = {
        assign(cast, [case], form=form),
        assign(cast, [case], form=form, lead=cast.justice),
        assign(cast, [case], form=form, comment="Soon."),
        assign(cast, [received(cast)], form=form),
        assign(cast, [case], form=form, by=cast.validator),
    }
    assert len(bulks) == 5


def test_a_bulk_that_is_done_is_not_worked_on_again(cast: Cast) -> None:
    case = received(cast)
    bulk = assign(cast, [case, case])
    assert bulk.size == 1
    assert work_on(bulk.key, clock=clock) is not None
    assert work_on(bulk.key, clock=clock) is None
    assert assigns_of([case]) == [1]


def test_what_one_worker_has_another_does_not_take(cast: Cast) -> None:
    bulk = assign(cast, [received(cast)])
    Bulk.objects.take(NOW, NOW + LEASE)
    assert work_on(bulk.key, clock=clock) is None
    assert bulk.counts()["left"] == 1


def test_a_worker_that_died_is_followed_where_it_ended(cast: Cast) -> None:
    cases = [received(cast) for _ in range(4)]
    bulk = assign(cast, cases)
    work_on(bulk.key, clock=clock, at_most=2)
    Bulk.objects.take(NOW, NOW + LEASE)

    followed = work_on(bulk.key, clock=lambda: NOW + LEASE)

    assert (followed.state, followed.attempts) == ("done", 3)
    assert assigns_of(cases) == [1, 1, 1, 1]


def test_who_lost_the_lease_does_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was away for longer than its lease; meanwhile another worker took over."""
    cases = [received(cast) for _ in range(BATCH + 1)]
    bulk = assign(cast, cases)
    times: Iterator[datetime] = iter([NOW, NOW, NOW])

    def late() -> datetime:
        now = next(times, None)
        if now is None:
            Bulk.objects.update(lease_until=NOW)
            assert Bulk.objects.filter(pk=bulk.pk).take(NOW, NOW + LEASE)
        return now or NOW

    left = work_on(bulk.key, clock=late)

    assert (left.state, left.counts()["left"]) == ("running", 1)


def test_after_some_rows_it_waits_for_the_next_worker(cast: Cast) -> None:
    bulk = assign(cast, [received(cast) for _ in range(3)])
    left = work_on(bulk.key, clock=clock, at_most=2)
    assert (left.state, left.counts()) == ("waiting", {"done": 2, "refused": 0, "left": 1})
    assert work_on(bulk.key, clock=clock, at_most=1).state == "done"


def test_what_the_database_could_not_carry_out_is_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [received(cast), received(cast)]
    perform, tries = bulk_work.engine.perform_together, []

    def deadlocked(rows: list[Case], *words: Any, **given: Any) -> Any:
        tries.append(rows[0].pk)
        if len(tries) == 2:
            raise OperationalError("deadlock detected")
        return perform(rows, *words, **given)

    monkeypatch.setattr(bulk_work.engine, "perform_together", deadlocked)
    done = work_on(assign(cast, cases).key, clock=clock)
    assert tries == [cases[0].pk, cases[1].pk] * 2
    assert (done.state, assigns_of(cases)) == ("done", [1, 1])
