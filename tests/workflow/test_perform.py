"""``perform``: all or nothing, once, and with a sentence for every refusal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django_fsm import TransitionNotAllowed

from cases.models import Case, CaseEvent
from tests.cast import DUE, NOW, Cast, assigned, received, sent
from workflow import engine, storage
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState
from workflow.models import Outbox


def assign(case: Case, cast: Cast, **more: object) -> CaseEvent:
    return engine.perform(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE, **more)


def test_it_writes_state_event_and_outbox_row(cast: Cast) -> None:
    case = received(cast)
    event = assign(case, cast, comment="  Please answer by April. ")

    assert (case.state, case.version, case.lead) == ("assigned", 1, cast.health)
    assert (event.number, event.step, event.source, event.target) == (1, "assign", "received", "assigned")
    assert (event.by, event.at, event.process_version) == (cast.coordinator, NOW, 1)
    assert event.remark.text == "Please answer by April."
    row = Outbox.objects.get(process="case", event_id=event.pk)
    assert (row.state, row.not_before) == ("waiting", NOW)


def test_the_outbox_row_waits_for_the_undo_window(cast: Cast, settings: object) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    event = assign(received(cast), cast)
    assert Outbox.objects.get(event_id=event.pk).not_before == NOW + timedelta(minutes=10)


def test_it_refuses_with_a_sentence_and_changes_nothing(cast: Cast) -> None:
    case = received(cast)
    with pytest.raises(NotAllowed, match="“Assign” is for the coordinator."):
        engine.perform(case, "assign", by=cast.stranger, now=NOW, lead=cast.health, due_on=DUE)
    with pytest.raises(WrongState, match="“Approve” is not possible while the case stands at “To assign”."):
        engine.perform(case, "approve", by=cast.validator, now=NOW)
    with pytest.raises(WrongState, match="no step “vanish”"):
        engine.perform(case, "vanish", by=cast.coordinator, now=NOW)
    with pytest.raises(Blocked, match="Give a due date"):
        engine.perform(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health)
    assert not CaseEvent.objects.exists()
    assert not Outbox.objects.exists()
    assert Case.objects.get(pk=case.pk).version == 0


def test_who_saw_an_older_version_gets_a_conflict(cast: Cast) -> None:
    case = sent(cast)
    late = Case.objects.get(pk=case.pk)
    engine.perform(case, "approve", by=cast.validator, now=NOW)
    with pytest.raises(Conflict, match="Somebody else changed this case"):
        engine.perform(late, "approve", by=cast.second_validator, now=NOW)


def test_the_version_seen_on_a_page_counts(cast: Cast) -> None:
    case = sent(cast)
    with pytest.raises(Conflict):
        engine.perform(case, "approve", by=cast.validator, now=NOW, seen=case.version - 1)


def test_a_case_that_is_gone_is_a_conflict(cast: Cast) -> None:
    case = received(cast)
    Case.objects.filter(pk=case.pk).delete()
    with pytest.raises(Conflict, match="no longer there"):
        assign(case, cast)


def test_it_rolls_back_with_the_transaction_around_it(cast: Cast) -> None:
    case = received(cast)
    with pytest.raises(RuntimeError), transaction.atomic():
        assign(case, cast)
        raise RuntimeError
    assert Case.objects.get(pk=case.pk).state == "received"
    assert not CaseEvent.objects.exists()
    assert not Outbox.objects.exists()


def test_several_move_together_or_not_at_all(cast: Cast) -> None:
    free, taken = received(cast), assigned(cast)
    data = {"lead": cast.health, "proposed": cast.justice, "comment": "Not ours."}
    with pytest.raises((NotAllowed, WrongState)):
        engine.perform_together([taken, free], "hand_back", by=cast.focal_point, now=NOW, **data)
    assert Case.objects.get(pk=taken.pk).state == "assigned"
    assert CaseEvent.objects.count() == 1


def test_rows_are_held_in_the_order_of_their_ids(cast: Cast) -> None:
    """So that two who move the same cases never wait for each other in a circle."""
    first, second = assigned(cast), assigned(cast)
    events = engine.perform_together([second, first], "accept", by=cast.focal_point, now=NOW)
    assert [event.case for event in events] == [first, second]
    assert events[0].pk < events[1].pk


def test_a_row_that_moved_after_it_was_held_is_a_conflict(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = assigned(cast)
    hold = storage.hold_for

    def hold_what_moves_on(wanted: Case, *more: object) -> object:
        held = hold(wanted, *more)
        Case.objects.filter(pk=wanted.pk).update(version=F("version") + 1)
        return held

    monkeypatch.setattr(storage, "hold_for", hold_what_moves_on)
    with pytest.raises(Conflict):
        engine.perform(case, "accept", by=cast.focal_point, now=NOW)
    assert (Case.objects.get(pk=case.pk).state, case.events.count()) == ("assigned", 1)


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="SQLite locks the whole database")
def test_the_row_is_locked_while_the_step_is_taken(cast: Cast) -> None:
    case = assigned(cast)
    with CaptureQueriesContext(connection) as asked:
        engine.perform(case, "accept", by=cast.focal_point, now=NOW)
    assert any("FOR UPDATE" in query["sql"] for query in asked)


def test_nobody_changes_a_state_but_the_engine(cast: Cast) -> None:
    case = received(cast)
    with pytest.raises(AttributeError):
        case.state = "approved"
    with pytest.raises(TransitionNotAllowed):
        case.accept(None)


def test_a_case_that_the_engine_has_moved_is_locked_again(cast: Cast) -> None:
    event = assign(received(cast), cast)
    with pytest.raises(TransitionNotAllowed):
        event.case.accept(None)


def test_it_takes_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: object) -> None:
    case = assigned(cast)
    # SAVEPOINT, hold, grants, compare and set, event, outbox row, RELEASE; on PostgreSQL a read and a write
    with django_assert_num_queries(4 if connection.vendor == "postgresql" else 7):
        engine.perform(case, "accept", by=cast.focal_point, now=NOW)


def test_an_inactive_user_may_do_nothing(cast: Cast) -> None:
    cast.coordinator.is_active = False
    cast.coordinator.save()
    with pytest.raises(NotAllowed):
        assign(received(cast), cast)


def test_a_superuser_has_no_role(cast: Cast) -> None:
    cast.stranger.is_superuser = True
    cast.stranger.save()
    with pytest.raises(NotAllowed):
        engine.perform(received(cast), "assign", by=cast.stranger, now=NOW, lead=cast.health, due_on=DUE)
    assert not Case.objects.visible_to(cast.stranger).exists()
