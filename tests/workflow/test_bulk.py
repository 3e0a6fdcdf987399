"""One call takes a step on many rows: each by itself, each with its own result."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from cases import actions, grouping
from cases.extensions.extending import ask_for_more_time
from cases.models import Case, CaseEvent, Extension
from cases.people.models import User
from tests.cast import DUE, LATER, NOW, Cast, assigned, drafted, received, sent
from tests.workflow.many import assign, assigns_of, came_of, clock
from workflow.bulk import Row, open_bulk
from workflow.bulk_rows import Bulk, BulkItem
from workflow.bulk_work import _Batch, _Work, work_on
from workflow.errors import Refused, WrongState
from workflow.given import given_again, written_down
from workflow.invariants import broken


def test_each_row_has_its_step_its_event_and_its_outbox_row(cast: Cast) -> None:
    cases = [received(cast) for _ in range(3)]
    done = work_on(assign(cast, cases, comment="Use the census.").key, clock=clock)

    assert (done.state, done.counts()) == ("done", {"done": 3, "refused": 0, "left": 0})
    events = CaseEvent.objects.in_bulk(done.items.values_list("event_id", flat=True))
    assert {event.case_id for event in events.values()} == {case.pk for case in cases}
    assert {event.remark.text for event in events.values()} == {"Use the census."}
    assert set(Case.objects.values_list("lead", "due_on", "state")) == {(cast.health.pk, DUE, "assigned")}
    assert broken() == []


def test_a_row_that_is_refused_does_not_stop_the_others(cast: Cast) -> None:
    first, wrong, last = received(cast), sent(cast), received(cast)
    done = work_on(assign(cast, [first, wrong, last]).key, clock=clock)

    came = came_of(done)
    assert (came[first.pk], came[last.pk]) == ("", "")
    assert came[wrong.pk] == "“Assign” is not possible while the case stands at “With validator”."
    assert done.counts() == {"done": 2, "refused": 1, "left": 0}


def test_a_row_that_moved_meanwhile_is_a_conflict(cast: Cast) -> None:
    still, moved = received(cast), received(cast)
    bulk = assign(cast, [still, moved])
    actions.take_step(
        Case.objects.get(pk=moved.pk), "assign", by=cast.coordinator, now=NOW, lead=cast.justice, due_on=DUE
    )
    work_on(bulk.key, clock=clock)

    assert bulk.items.get(row_id=moved.pk).refusal == "Conflict"
    assert Case.objects.get(pk=moved.pk).lead == cast.justice
    assert came_of(bulk)[still.pk] == ""


def test_every_row_is_authorised_when_its_turn_comes(cast: Cast) -> None:
    bulk = assign(cast, [received(cast)])
    User.objects.filter(pk=cast.coordinator.pk).update(is_active=False)
    work_on(bulk.key, clock=clock)
    assert bulk.items.get().sentence == "“Assign” is for the coordinator."


def test_a_row_that_is_gone_is_said_to_be_so(cast: Cast) -> None:
    bulk = assign(cast, [Row(pk=10**6, seen=0)])
    work_on(bulk.key, clock=clock)
    assert bulk.items.get().sentence == "This case is no longer there."


def test_rows_may_be_given_something_of_their_own(cast: Cast) -> None:
    cases = [received(cast), received(cast)]
    leads = zip(cases, (cast.health, cast.justice), strict=True)
    rows = [Row(case.pk, case.version, {"lead": lead}) for case, lead in leads]
    bulk = open_bulk(Case.process, "assign", rows, by=cast.coordinator, now=NOW, due_on=DUE)
    work_on(bulk.key, clock=clock)
    assert [Case.objects.get(pk=case.pk).lead for case in cases] == [cast.health, cast.justice]


def test_cases_answered_together_move_together_once(cast: Cast) -> None:
    pair = [received(cast), received(cast)]
    actions.assign_together(pair, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    done = work_on(assign(cast, pair, due_on=LATER).key, clock=clock)

    assert done.counts()["done"] == 2
    assert assigns_of(pair) == [2, 2]
    assert broken() == []


def test_one_whose_companion_moved_meanwhile_is_refused_with_it(cast: Cast) -> None:
    pair = [received(cast), received(cast)]
    actions.assign_together(pair, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    bulk = assign(cast, [Row(pair[0].pk, 1), Row(pair[1].pk, 0)], due_on=LATER)
    work_on(bulk.key, clock=clock)
    assert set(bulk.items.values_list("refusal", flat=True)) == {"Conflict"}
    assert assigns_of(pair) == [1, 1]


def test_one_that_joins_while_the_work_begins_moves_with_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, late = drafted(cast), drafted(cast)
    bulk = open_bulk(Case.process, "sign_and_send", [case], by=cast.head, now=NOW)
    lock = _Batch._lock

    def lock_a_little_late(batch: _Batch, row_ids: object) -> None:
        if late.answer_id != case.answer_id:
            grouping.join(late, case, by=cast.focal_point, now=NOW, text_of=case)
            late.refresh_from_db()
        lock(batch, row_ids)

    monkeypatch.setattr(_Batch, "_lock", lock_a_little_late)
    work_on(bulk.key, clock=clock)

    late.refresh_from_db()
    assert late.state == Case.objects.get(pk=case.pk).state
    assert broken() == []


def test_any_process_takes_steps_on_many(cast: Cast) -> None:
    """Requests for more time are refused in one act, with the engine alone."""
    cases = [assigned(cast) for _ in range(3)]
    wanted = {"wanted_on": LATER, "by": cast.focal_point, "now": NOW, "comment": "A survey."}
    requests = [ask_for_more_time(case, **wanted) for case in cases]
    given = {"by": cast.coordinator, "now": NOW, "comment": "Parliament is waiting."}
    bulk = open_bulk(Extension.process, "refuse", requests, **given)

    work_on(bulk.key, clock=clock)

    assert set(Extension.objects.values_list("state", flat=True)) == {"refused"}
    assert bulk.counts() == {"done": 3, "refused": 0, "left": 0}
    assert broken() == []


def test_what_is_given_is_the_same_after_it_was_written_down(cast: Cast) -> None:
    given = {
        "lead": cast.health,
        "on": DUE,
        "at": NOW,
        "why": "because",
        "many": 3,
        "none": None,
        "yes": True,
    }
    assert given_again(written_down(given)) == given
    with pytest.raises(TypeError, match="cannot be given a list later"):
        written_down({"several": [1]})


def test_what_was_chosen_and_is_gone_refuses_each_row(cast: Cast) -> None:
    bulk = assign(cast, [received(cast)])
    Bulk.objects.update(data=bulk.data | {"lead": {"model": "people.department", "pk": 10**6}})
    work_on(bulk.key, clock=clock)
    assert bulk.items.get().sentence == "What was chosen for it is no longer there."


def test_a_step_that_breaks_is_one_row_that_was_not_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = received(cast), received(cast)
    own_answer = Case.own_answer
    monkeypatch.setattr(
        Case, "own_answer", lambda case, act: own_answer(case, act) if case.pk == good.pk else 1 / 0
    )
    done = work_on(assign(cast, [good, bad]).key, clock=clock)
    assert came_of(done)[bad.pk].startswith("Something went wrong with it on the server")
    assert (done.counts()["done"], "ZeroDivisionError" in caplog.text) == (1, True)


def test_a_row_whose_transaction_cannot_be_ended_does_not_stop_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [received(cast) for _each in range(3)]
    bulk, keep = assign(cast, cases), _Work._keep

    def breaks_at_the_end(work: _Work, results: list[BulkItem]) -> None:
        keep(work, results)
        if any(item.row_id == cases[1].pk and item.state == BulkItem.State.DONE for item in results):
            raise IntegrityError("Found only when the transaction ends.")

    monkeypatch.setattr(_Work, "_keep", breaks_at_the_end)
    work_on(bulk.key, clock=clock)

    came = came_of(bulk)
    assert came.pop(cases[1].pk).startswith("Something went wrong with it on the server")
    assert set(came.values()) == {""}
    assert assigns_of(cases) == [1, 0, 1]
    assert broken() == []


def test_nothing_is_opened_without_rows_or_without_a_step(cast: Cast) -> None:
    with pytest.raises(Refused, match="no row was chosen"):
        assign(cast, [])
    with pytest.raises(WrongState):
        open_bulk(Case.process, "vanish", [received(cast)], by=cast.coordinator, now=NOW)
    assert not Bulk.objects.exists()
