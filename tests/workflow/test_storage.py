"""Both ways of writing a step write the same; on PostgreSQL each is tried."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Answer, Case, CaseEvent, Round
from cases.people.models import Department
from tests.cast import DUE, NOW, Cast, assigned, drafted, received, sent
from workflow import engine, history, storage, undoing
from workflow.beside import Beside
from workflow.errors import Conflict
from workflow.invariants import broken
from workflow.models import Outbox

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="one statement writes a step on PostgreSQL only"
)


@pytest.fixture(params=["by the ORM", pytest.param("in one statement", marks=only_postgresql)])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "by the ORM":
        monkeypatch.setattr(storage.storage_postgresql, "write", storage._write)
    return str(request.param)


def test_state_event_remark_and_promise_are_written(written: str, cast: Cast) -> None:
    case = assigned(cast)
    event = engine.perform(case, "accept", by=cast.focal_point, now=NOW, comment="With “quotes”, 100 %s.")
    kept = CaseEvent.objects.select_related("remark").get(pk=event.pk)
    row = Case.objects.get(pk=case.pk)
    assert (row.state, row.version, row.head) == ("drafting", 2, kept.own_hash)
    assert (kept.number, kept.step, kept.at, kept.by) == (2, "accept", NOW, cast.focal_point)
    assert kept.remark.text == "With “quotes”, 100 %s."
    assert Outbox.objects.get(event_id=event.pk).state == "waiting"
    assert broken() == []


def test_where_the_case_was_moved_nothing_is_written(
    written: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = assigned(cast)
    stale = Case.objects.get(pk=case.pk)
    engine.perform(case, "accept", by=cast.focal_point, now=NOW)
    held = storage.Held(stale, stale.process.grants(cast.focal_point))
    monkeypatch.setattr(storage, "hold_for", lambda *_: held)
    with pytest.raises(Conflict):
        engine.perform(stale, "accept", by=cast.focal_point, now=NOW, comment="Too late.")
    assert CaseEvent.objects.count() == Outbox.objects.count() == 2
    assert broken() == []


def test_which_way_is_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    one = storage.storage_postgresql.write
    monkeypatch.setattr(
        storage.storage_postgresql, "write", lambda *given: taken.append("one") or one(*given)
    )
    assigned(cast)
    assert taken == (["one"] if connection.vendor == "postgresql" else [])


def test_what_stands_beside_is_written_with_the_step(written: str, cast: Cast) -> None:
    """A new row to which the case points, changes of two tables, and two changes of one, the later on top."""
    case = received(cast)
    held = storage.hold(case)
    before, beside = storage.fields_of(held), Beside()
    held.lead, held.answer = cast.health, Answer(round_id=cast.round.pk, lead_id=cast.health.pk)
    beside.add(held.answer)
    beside.change(Round, {"id": cast.round.pk, "due_on": DUE}, title="Asked with “quotes”, 100 %s.")
    beside.change(Department, {"id": cast.health.pk, "valid_until": None}, branch="judiciary", language="ar")
    beside.change(Department, {"id": cast.health.pk}, language="fr")
    beside.change(Department, {"id": cast.justice.pk, "parent_id": cast.health.pk}, language="de")
    event, remark = history.drawn_up(
        held, step="assign", source="received", by=cast.coordinator, at=NOW, data={}, comment="Please."
    )
    assert storage.write(held, before, event, remark, NOW, beside)
    kept = Case.objects.select_related("answer").get(pk=case.pk)
    assert (kept.lead, kept.answer.lead, kept.answer.pk) == (cast.health, cast.health, held.answer_id)
    assert Round.objects.get().title == "Asked with “quotes”, 100 %s."
    health, justice = Department.objects.order_by("code")
    assert (health.branch, health.language, justice.language) == ("judiciary", "fr", "")


def test_a_new_answer_is_noted_as_a_change_and_undone(written: str, cast: Cast, settings: object) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = assigned(cast)
    undoing.undo(case, by=cast.coordinator, now=NOW, seen=1)
    assert Case.objects.get(pk=case.pk).answer_id is None
    assert broken() == []


@only_postgresql
@pytest.mark.parametrize("step", ["accept", "send_for_sign_off", "sign_and_send", "approve"])
def test_a_step_reads_once_and_writes_once(cast: Cast, step: str) -> None:
    """Between SAVEPOINT and RELEASE."""
    takes = {"accept": assigned, "send_for_sign_off": drafted, "sign_and_send": drafted, "approve": sent}
    by = {"sign_and_send": cast.head, "approve": cast.validator}.get(step, cast.focal_point)
    case = takes[step](cast)
    with CaptureQueriesContext(connection) as asked:
        engine.perform(case, step, by=by, now=NOW)
    assert len(asked) == 4, [query["sql"] for query in asked]
