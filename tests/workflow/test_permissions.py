"""Who may take which step where: every cell of docs/permissions.md is walked, and what it leaves out.

What it leaves out is refused to everybody. There each step is tried by every third person, and by others in
the next state; with ``--long`` by all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import NOW
from tests.workflow.extent import LONG, Extent
from tests.workflow.walking import WALKS
from tests.workflow.walking.table import NO, RULE, YES, Row, by_edge, tables
from tests.workflow.walking.walk import Walk, world_of
from tests.workflow.walking.world import World
from workflow import engine, may
from workflow.errors import Blocked, NotAllowed, Refused, WrongState
from workflow.process import Process, process_named, registered_processes

TABLES = tables()
PLACES = [(*table, state) for table in TABLES for state in process_named(table[0]).states]
ANSWERS = {YES: YES, NO: NotAllowed.__name__, RULE: Blocked.__name__}


def test_every_process_has_its_tables() -> None:
    """A process that is missing joins with a line in tests/workflow/walking/__init__.py."""
    assert set(WALKS) == {process.name for process in registered_processes()}
    assert set(TABLES) == {(name, variant) for name, walk in WALKS.items() for variant in walk.variants}


@pytest.mark.parametrize(("name", "variant"), TABLES)
def test_each_edge_has_its_row_and_each_row_its_edge(name: str, variant: str) -> None:
    process = process_named(name)
    rows = by_edge(process, TABLES[name, variant])
    edges = {(state, step.name) for step in process.steps.values() for state in step.sources}
    assert set(rows) == edges
    assert len(rows) == len(TABLES[name, variant])
    for (state, step), row in rows.items():
        assert row.target == process.states[process.steps[step].reaches(state)]


@pytest.mark.parametrize("name", WALKS)
def test_somebody_may_take_each_edge_and_everybody_has_a_column(name: str) -> None:
    process, taken, people = process_named(name), set(), set()
    for table in (table for table in TABLES if table[0] == name):
        for edge, row in by_edge(process, TABLES[table]).items():
            taken |= {edge} if YES in row.answers.values() else set()
            people |= set(row.answers)
            assert set(row.answers.values()) <= {YES, NO, RULE}
    assert taken == {(state, step.name) for step in process.steps.values() for state in step.sources}
    assert people == set(WALKS[name].people)


@pytest.mark.once  # the table; that steps and rights hold on a database, test_lives and test_may show
@pytest.mark.parametrize(("name", "variant", "state"), PLACES)
@pytest.mark.django_db
def test_each_cell_is_what_the_engine_answers(name: str, variant: str, state: str, extent: Extent) -> None:
    process, walk = process_named(name), WALKS[name]
    rows = by_edge(process, TABLES[name, variant])
    world = world_of(walk.people)
    row = walk.station(world, state)
    walk.variants[variant](world)
    row = type(row)._base_manager.get(pk=row.pk)
    people = next(iter(rows.values())).answers
    start = transaction.savepoint()
    walked: set[tuple[str, str]] = set()
    for place, person in enumerate(people):
        openings = {one.step.name: str(one.refusal) for one in may.available(row, world[person], now=NOW)}
        assert set(openings) == {step for source, step in rows if source == state}
        for step in _tried(process, rows, state, place, extent):
            said, sentence = _answer(walk, world, row, step, person)
            transaction.savepoint_rollback(start)
            assert said in _answers(rows.get((state, step)), person), f"{step} by {person}"
            # What is brought to a step cannot be judged before: it may stand open, and be refused for that.
            unjudged = {""} if process.steps[step].needs else set()
            assert openings.get(step, sentence) in {sentence} | unjudged, f"{step} by {person}"
            walked.add((step, person))
    assert walked >= {(step, person) for source, step in rows if source == state for person in people}
    assert {step for step, _person in walked} == set(process.steps)


def _tried(
    process: Process, rows: Mapping[tuple[str, str], Row], state: str, place: int, extent: Extent
) -> Iterator[str]:
    """The steps that the person at ``place`` of the table tries in this state."""
    turn = place + list(process.states).index(state)
    for number, step in enumerate(process.steps):
        if (state, step) in rows or extent == LONG or (turn + number) % 3 == 0:
            yield step


def _answer(walk: Walk, world: World, row: Any, step: str, person: str) -> tuple[str, str]:
    """What ``perform`` says to it, with its sentence; the caller takes back whatever it does."""
    tried = copy(row)
    try:
        event = engine.perform(tried, step, by=world[person], now=NOW, **walk.given(world, step))
    except Refused as refused:
        assert _stands(row) == (row.state, row.version)
        return type(refused).__name__, refused.sentence
    assert _stands(row) == (event.target, event.number)
    assert (event.source, event.number) == (row.state, row.version + 1)
    return YES, ""


def _stands(row: Any) -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state, version FROM {row._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608
        stands: tuple[str, int] = cursor.fetchone()
    return stands


def _answers(row: Row | None, person: str) -> set[str]:
    """What may be answered. A step that has no row there is refused to all, for its state or their role."""
    if row is None:
        return {WrongState.__name__, NotAllowed.__name__}
    return {ANSWERS[row.answers[person]]}
