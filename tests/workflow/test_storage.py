"""Both ways of writing a step write the same; on PostgreSQL each is tried."""

from __future__ import annotations

import pytest
from django.db import connection

from cases.models import Case, CaseEvent
from tests.cast import NOW, Cast, assigned
from workflow import engine, storage
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
    monkeypatch.setattr(storage, "hold", lambda _: stale)
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
