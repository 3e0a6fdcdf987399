"""Facts: what a guard asks of the database is the same whether it comes with the row or is asked alone."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.facts import drafters, heads
from cases.guards.answering import signer_did_not_draft
from cases.models import Case
from tests.cast import NOW, SHORT, Cast, drafted, gather
from tests.workflow.walking import WALKS
from tests.workflow.walking.walk import world_of
from workflow import engine, storage
from workflow.errors import Blocked
from workflow.grants import Grants
from workflow.process import process_named
from workflow.step import Act, Step

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="facts come with the row on PostgreSQL only"
)
STATIONS = [(name, state) for name in WALKS for state in process_named(name).states]


@only_postgresql
@pytest.mark.parametrize(("name", "state"), STATIONS)
@pytest.mark.django_db
def test_what_comes_with_the_row_is_what_would_be_asked(name: str, state: str) -> None:
    process, walk = process_named(name), WALKS[name]
    world = world_of(walk.people)
    row = walk.station(world, state)
    for step in process.steps.values():
        for person in (world[name] for name in walk.people):
            held = storage.hold_for(row, step, person)
            assert storage.fields_of(held.row) == storage.fields_of(row)
            assert _role(step, held.grants, held.row) == _role(step, process.grants(person), row)
        assert held.known == {fact: list(fact(row)) for fact in step.asks}, step.name


def _role(step: Step, grants: Grants, row: Any) -> tuple[object, ...]:
    """Whether it is held, for whom, and what it is called: more is not asked of the grants."""
    role = step.role
    return role.held_for(grants, row), role.lender_for(grants, row), str(role.label_for(grants))


def test_a_fact_that_nobody_announced_is_asked_for_once(cast: Cast) -> None:
    case = drafted(cast)
    act = Act(case, Case.process.steps["sign_and_send"], cast.focal_point, NOW)
    with CaptureQueriesContext(connection) as asked:
        assert signer_did_not_draft(act) == signer_did_not_draft(act) != ""
    assert len(asked) == 2
    assert (act.ask(drafters), act.ask(heads)) == ([cast.focal_point.pk], [cast.head.pk])


def test_a_guard_that_forgot_to_announce_refuses_as_well(cast: Cast, monkeypatch: Any) -> None:
    case, step = drafted(cast), Case.process.steps["sign_and_send"]
    actions_of_head(case, cast)
    monkeypatch.setitem(Case.process.steps, "sign_and_send", replace(step, asks=()))
    with pytest.raises(Blocked, match="You drafted this answer"):
        engine.perform(case, "sign_and_send", by=cast.head, now=NOW)


def actions_of_head(case: Case, cast: Cast) -> None:
    """The head writes a version too, in one transaction that holds the case."""
    actions.save_draft(
        case, full_text="As the head says.", short_text=SHORT, status=case.proposed_status, started_from=1,
        by=cast.head, now=NOW,
    )  # fmt: skip


@only_postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_waited_for_the_row_sees_what_was_written_meanwhile() -> None:
    """The head signs while a text by the same head is being saved: four eyes must see it."""
    cast = gather()
    case, came = drafted(cast), []

    def sign() -> None:
        try:
            came.append(engine.perform(Case.objects.get(pk=case.pk), "sign_and_send", by=cast.head, now=NOW))
        except Blocked as refused:
            came.append(refused.sentence)
        connection.close()

    signing = threading.Thread(target=sign)
    with transaction.atomic():
        actions_of_head(case, cast)
        signing.start()
        until_somebody_waits()
    signing.join(timeout=30)
    assert came == ["You drafted this answer; somebody else in your department signs it."]


def until_somebody_waits() -> None:
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("Nobody waits.")
