"""An act on many, stopped, or taken back as a whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases import actions
from cases.models import Case
from tests.cast import DUE, LATER, NOW, Cast, received, sent
from tests.workflow.many import assign, came_of, clock
from workflow.bulk import cancel, undo_bulk
from workflow.bulk_work import work_on
from workflow.errors import NotAllowed, WrongState
from workflow.invariants import broken


def test_what_has_not_begun_is_left(cast: Cast) -> None:
    cases = [received(cast) for _ in range(3)]
    bulk = assign(cast, cases)
    work_on(bulk.key, clock=clock, at_most=1)
    cancel(bulk, now=NOW)
    assert work_on(bulk.key, clock=clock) is None
    assert (bulk.state, bulk.counts()) == ("cancelled", {"done": 1, "refused": 0, "left": 2})
    with pytest.raises(WrongState):
        cancel(bulk, now=NOW)


def test_one_press_takes_all_of_it_back(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    cases = [received(cast), received(cast), sent(cast)]
    bulk = assign(cast, cases)
    work_on(bulk.key, clock=clock)

    undo = undo_bulk(bulk, by=cast.coordinator, now=NOW)
    work_on(undo.key, clock=clock)

    assert (undo.size, undo.counts()["done"]) == (2, 2)
    assert [Case.objects.get(pk=case.pk).state for case in cases] == ["received", "received", "validation"]
    assert undo_bulk(bulk, by=cast.coordinator, now=NOW) == undo
    assert broken() == []


def test_what_went_on_or_is_too_old_is_not_taken_back(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    cases = [received(cast), received(cast)]
    bulk = assign(cast, cases)
    work_on(bulk.key, clock=clock)
    actions.take_step(Case.objects.get(pk=cases[0].pk), "accept", by=cast.focal_point, now=NOW)
    undo = undo_bulk(bulk, by=cast.coordinator, now=NOW)
    work_on(undo.key, clock=lambda: NOW + timedelta(minutes=10))
    assert came_of(undo) == {
        cases[0].pk: "Somebody has acted on it since, so nothing was undone.",
        cases[1].pk: "A step can be undone for 10 minutes; they have passed.",
    }


def test_those_answered_together_are_taken_back_together(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    pair = [received(cast), received(cast)]
    actions.assign_together(pair, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    bulk = assign(cast, pair, due_on=LATER)
    work_on(bulk.key, clock=clock)
    undo = undo_bulk(bulk, by=cast.coordinator, now=NOW)
    work_on(undo.key, clock=clock)
    assert undo.counts() == {"done": 2, "refused": 0, "left": 0}
    assert set(Case.objects.values_list("due_on", flat=True)) == {DUE}
    assert broken() == []


def test_only_who_did_it_takes_it_back_once_it_has_ended(cast: Cast) -> None:
    bulk = assign(cast, [received(cast)])
    with pytest.raises(WrongState):
        undo_bulk(bulk, by=cast.coordinator, now=NOW)
    work_on(bulk.key, clock=clock)
    with pytest.raises(NotAllowed):
        undo_bulk(bulk, by=cast.validator, now=NOW)
