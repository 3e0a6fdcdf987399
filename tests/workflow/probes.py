"""Probes: each does what one guard of the engine forbids, and holds where it is refused, or found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F

from cases.actions import assign_together, take_step
from cases.contributions import contributing
from cases.models import Case, CaseEvent, Comment, Round, Version
from cases.people import handing_over, reorganising
from cases.people.models import Department
from tests.cast import DUE, NOW, draft, received
from tests.tampering import lifted
from tests.workflow.many import to_assign
from tests.workflow.switched_off import without
from tests.workflow.walking.case import given, independent, station
from tests.workflow.walking.world import World
from workflow import bulk_work, engine, history, may, storage, undoing
from workflow.bulk_rows import Bulk
from workflow.errors import Blocked, Conflict, NotAllowed
from workflow.invariants import broken
from workflow.models import Outbox

Patch = pytest.MonkeyPatch
TABLE = "cases_caseevent"


def perform(case: Case, step: str, by: str, world: World, **more: Any) -> None:
    engine.perform(case, step, by=world[by], now=NOW, **given(world, step), **more)


def who_moved_after_the_row_was_held_is_not_overwritten(world: World, patch: Patch) -> None:
    case, hold = station(world, "assigned"), storage.hold_for

    def hold_what_moves_on(wanted: Case, *more: Any) -> Any:
        held = hold(wanted, *more)
        Case.objects.filter(pk=wanted.pk).update(version=F("version") + 1)
        return held

    patch.setattr(storage, "hold_for", hold_what_moves_on)
    with pytest.raises(Conflict):
        perform(case, "accept", "alternate", world)


def the_row_is_locked(world: World, patch: Patch) -> None:
    case, said = station(world, "assigned"), []

    def look(execute: Any, sql: str, *more: Any) -> Any:
        said.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(look):
        perform(case, "accept", "alternate", world)
    assert any("FOR UPDATE" in sql for sql in said)


def no_number_is_given_twice(world: World, patch: Patch) -> None:
    station(world, "assigned")
    names = [field.column for field in CaseEvent._meta.concrete_fields]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join("id + 1000" if name == "id" else f'"{name}"' for name in names)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{TABLE}" ({columns}) SELECT {values} FROM "{TABLE}"')  # noqa: S608


def an_old_page_is_refused(world: World, patch: Patch) -> None:
    case = station(world, "assigned")
    old = Case.objects.get(pk=case.pk)
    perform(case, "assign", "coordinator", world)
    with pytest.raises(Conflict):
        perform(old, "assign", "coordinator", world)


def a_stranger_is_refused(world: World, patch: Patch) -> None:
    with pytest.raises(NotAllowed):
        perform(station(world, "assigned"), "accept", "stranger", world)


def a_validator_for_another_theme_decides_nothing(world: World, patch: Patch) -> None:
    with pytest.raises(NotAllowed):
        perform(station(world, "validation"), "approve", "validator for another theme", world)


def a_validator_for_another_theme_finds_nothing(world: World, patch: Patch) -> None:
    station(world, "validation")
    assert not Case.objects.visible_to(world["validator for another theme"]).exists()
    assert not Version.objects.visible_to(world["validator for another theme"]).exists()


def what_moves_along_is_asked_about_too(world: World, patch: Patch) -> None:
    """Of two cases with one answer, one has a theme of theirs."""
    case = station(world, "validation")
    mate = received(world)
    mate.recommendation.themes.set([world.themes["other"]])
    Case.objects.filter(pk=mate.pk).update(answer=case.answer, lead=case.lead, state=case.state)
    openings = may.available(case, world["validator for its theme"], now=NOW)
    assert all("moves" in str(one.refusal) for one in openings if one.step.name == "approve")


def who_drafted_does_not_approve(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        perform(station(world, "validation"), "approve", "validator who drafted", world)


def an_approval_of_ones_own_is_found(world: World, patch: Patch) -> None:
    """The guard is off from the beginning; the check of what must hold is what is probed."""
    without("approve", "did_not_draft", patch)
    later = NOW + timedelta(hours=1)
    engine.perform(station(world, "validation"), "approve", by=world["validator who drafted"], now=later)
    assert any(found.startswith("Who drafted an answer never approved it.") for found in broken())


def who_drafted_does_not_sign(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        perform(station(world, "sign-off"), "sign_and_send", "head who drafted", world)


def who_drafted_proposes_no_edits(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        perform(station(world, "validation"), "propose_edits", "validator who drafted", world)


def what_a_review_asks_is_answered_first(world: World, patch: Patch) -> None:
    case = station(world, "sign-off")
    asked = {"author": world["validator"], "text": "Where?", "at": NOW, "must_be_answered": True}
    Comment.objects.create(answer=case.present_answer, **asked)
    with pytest.raises(Blocked):
        perform(case, "sign_and_send", "head", world)


def what_was_changed_since_it_was_printed_is_not_signed(world: World, patch: Patch) -> None:
    case = station(world, "sign-off")
    signed = given(world, "file_signature")
    Case.objects.filter(pk=case.pk).update(proposed_position="noted")
    with pytest.raises(Blocked):
        engine.perform(case, "file_signature", by=world["alternate"], now=NOW, **signed)


def who_drafted_files_no_signature(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        perform(station(world, "sign-off"), "file_signature", "focal point", world)


def a_head_who_drafted_does_not_sign_on_paper(world: World, patch: Patch) -> None:
    case = station(world, "sign-off")
    signed = given(world, "file_signature")
    signed["paper"].paper.signer = world["head who drafted"]
    with pytest.raises(Blocked):
        engine.perform(case, "file_signature", by=world["alternate"], now=NOW, **signed)


def a_paper_without_its_scan_signs_nothing(world: World, patch: Patch) -> None:
    case = station(world, "sign-off")
    signed = given(world, "file_signature")
    signed["paper"].paper.filed_at = None
    with pytest.raises(Blocked):
        engine.perform(case, "file_signature", by=world["alternate"], now=NOW, **signed)


def who_proposed_does_not_agree(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        perform(station(world, "agreement"), "agree", "head and validator", world)


def a_dissolved_department_leads_nothing(world: World, patch: Patch) -> None:
    case = station(world, "received")
    Department.objects.filter(pk=world.own.pk).update(valid_until=NOW.date() - timedelta(days=1))
    world.own.refresh_from_db()
    with pytest.raises(Blocked):
        perform(case, "assign", "coordinator", world)


def nobody_decides_on_an_independent_text(world: World, patch: Patch) -> None:
    case = station(world, "validation")
    independent(world)
    with pytest.raises(Blocked):
        perform(case, "approve", "validator", world)


def nobody_but_an_independent_body_releases(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        perform(station(world, "sign-off"), "release", "head", world)


def who_is_not_named_takes_no_step(world: World, patch: Patch) -> None:
    case = restricted_at(world, "assigned")
    with pytest.raises(NotAllowed):
        perform(case, "accept", "alternate", world)


def who_is_not_named_finds_nothing(world: World, patch: Patch) -> None:
    case = restricted_at(world, "validation")
    assert case not in Case.objects.visible_to(world["observer"])
    assert not Version.objects.visible_to(world["observer"]).exists()


def a_coordinator_stays(world: World, patch: Patch) -> None:
    case = restricted_at(world, "assigned")
    with pytest.raises(Blocked):
        engine.perform(case, "unname_person", by=world["coordinator"], now=NOW, person=world["coordinator"])


def a_restricted_case_is_joined_to_no_other(world: World, patch: Patch) -> None:
    case, other = restricted_at(world, "received"), station(world, "received")
    with pytest.raises(Blocked):
        assign_together([case, other], lead=world.own, due_on=DUE, by=world["coordinator"], now=NOW)


def cases_of_one_answer_are_restricted_together(world: World, patch: Patch) -> None:
    case, other = station(world, "received"), station(world, "received")
    assign_together([case, other], lead=world.own, due_on=DUE, by=world["coordinator"], now=NOW)
    with pytest.raises(Blocked):
        perform(case, "restrict", "coordinator", world)


def restricted_at(world: World, state: str) -> Case:
    case = station(world, state)
    together = {"by": world["coordinator"], "now": NOW, **given(world, "restrict")}
    take_step(case, "restrict", **together)
    return case


def a_case_moves_only_to_who_follows_its_lead(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        case = station(world, "drafting")
        engine.perform(case, "succeed", by=world["coordinator"], now=NOW, successor=world.other)


def what_changed_since_the_preview_stops_a_reorganisation(world: World, patch: Patch) -> None:
    plan = reorganising.Plan("merge", NOW.date(), [world.own], [world.other])
    seen = reorganising.digest(plan, today=NOW.date())
    station(world, "drafting")
    with pytest.raises(Conflict):
        reorganising.reorganise(plan, seen=seen, by=world["coordinator"], now=NOW)


def who_wrote_what_was_joined_does_not_sign(world: World, patch: Patch) -> None:
    case, into = station(world, "drafting"), given(world, "join")["into"]
    engine.perform(case, "join", by=world["alternate"], now=NOW, into=into)
    draft(case, by=world["alternate"])
    with pytest.raises(Blocked):
        perform(case, "sign_and_send", "head who drafted", world)


def the_coordinator_does_not_group_what_is_drafted(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        perform(station(world, "drafting"), "split", "coordinator", world)


def cases_at_two_places_are_not_joined(world: World, patch: Patch) -> None:
    case, into = station(world, "drafting"), station(world, "assigned").answer
    with pytest.raises(Blocked):
        engine.perform(case, "join", by=world["alternate"], now=NOW, into=into)


def the_last_one_does_not_leave(world: World, patch: Patch) -> None:
    case = station(world, "drafting")
    with pytest.raises(Blocked):
        engine.perform_together(
            [case, *case.company()], "split", by=world["alternate"], now=NOW, **given(world, "split")
        )


def nobody_is_taken_apart_into_the_answer_of_others(world: World, patch: Patch) -> None:
    case, others = station(world, "drafting"), station(world, "validation").answer
    with pytest.raises(Blocked):
        engine.perform(case, "split", by=world["alternate"], now=NOW, apart=others)


def nothing_begins_in_a_closed_round(world: World, patch: Patch) -> None:
    case = station(world, "approved")
    Round.objects.update(closed_on=NOW.date())
    with pytest.raises(Blocked):
        perform(case, "reopen", "coordinator", world)


def a_restricted_case_is_not_joined(world: World, patch: Patch) -> None:
    case, other = station(world, "assigned"), station(world, "assigned")
    Case.objects.filter(pk=other.pk).update(restricted=True)
    with pytest.raises(Blocked):
        engine.perform(case, "join", by=world["coordinator"], now=NOW, into=other.answer)


def a_paused_case_is_not_joined(world: World, patch: Patch) -> None:
    case, other = station(world, "assigned"), station(world, "assigned")
    Case.objects.filter(pk=other.pk).update(paused_on=NOW.date())
    with pytest.raises(Blocked):
        engine.perform(case, "join", by=world["coordinator"], now=NOW, into=other.answer)


def a_text_to_which_others_contribute_goes_on(world: World, patch: Patch) -> None:
    case, other = station(world, "assigned"), station(world, "assigned")
    contributing.ask(case, world.other, due_on=DUE, by=world["coordinator"], now=NOW, comment="Figures.")
    case.refresh_from_db()
    with pytest.raises(Blocked):
        engine.perform(case, "join", by=world["coordinator"], now=NOW, into=other.answer)


def nobody_is_left_behind_by_a_beginning(world: World, patch: Patch) -> None:
    case, other = station(world, "assigned"), station(world, "assigned")
    with pytest.raises(Blocked):
        engine.perform(case, "begin", by=world["alternate"], now=NOW, into=other.answer)


def a_restricted_case_begins_by_itself(world: World, patch: Patch) -> None:
    case, other = station(world, "assigned"), station(world, "assigned")
    Case.objects.filter(pk=other.pk).update(restricted=True)
    other.put_in_sight(world["alternate"])
    both = [*case.answered_together(), *Case.objects.get(pk=other.pk).answered_together()]
    with pytest.raises(Blocked):
        engine.perform_together(both, "begin", by=world["alternate"], now=NOW, into=other.answer)


def a_position_is_decided_where_positions_are_asked(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        perform(station(world, "approved"), "record_position", "coordinator", world)


def a_decision_of_another_round_decides_nothing(world: World, patch: Patch) -> None:
    case, taken = station(world, "approved"), given(world, "record_position")
    Round.objects.update(kind="positions")
    taken["decision"].round = given(world, "open_round")["round"]
    with pytest.raises(Blocked):
        engine.perform(case, "record_position", by=world["coordinator"], now=NOW, **taken)


def nobody_enters_the_round_in_which_he_is(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        case = station(world, "received")
        engine.perform(case, "enter_round", by=world["coordinator"], now=NOW, round=world.round)


def a_paused_case_is_not_paused_again(world: World, patch: Patch) -> None:
    case = station(world, "drafting")
    perform(case, "pause", "coordinator", world)
    with pytest.raises(Blocked):
        perform(case, "pause", "coordinator", world)


def only_a_paused_case_is_resumed(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        perform(station(world, "drafting"), "resume", "coordinator", world)


def a_loan_is_the_departments_to_give(world: World, patch: Patch) -> None:
    with pytest.raises(Blocked):
        perform(station(world, "drafting"), "lend", "coordinator", world)


def a_loan_ends(world: World, patch: Patch) -> None:
    loan = {"person": world["stranger"], "last_day": NOW.date() + timedelta(days=400)}
    with pytest.raises(Blocked):
        engine.perform(station(world, "drafting"), "lend", by=world["head"], now=NOW, **loan)


def a_loan_is_not_anybodys_to_end(world: World, patch: Patch) -> None:
    case = station(world, "drafting")
    loan = {"person": world["focal point elsewhere"], "last_day": DUE}
    engine.perform(case, "lend", by=world["head"], now=NOW, **loan)
    with pytest.raises(Blocked):
        perform(case, "end_loan", "focal point", world)


def a_handed_over_role_is_taken_from_the_one(world: World, patch: Patch) -> None:
    plan = handing_over.Plan(world.own, world["head"], world["alternate"])
    seen = handing_over.digest(plan, [], today=NOW.date())
    handing_over.hand_over(plan, [], seen=seen, by=world["head"], now=NOW)
    with pytest.raises(NotAllowed):
        perform(station(world, "assigned"), "accept", "head", world)


def nobody_hands_over_the_work_of_others(world: World, patch: Patch) -> None:
    plan = handing_over.Plan(world.own, world["head"], world["focal point"])
    seen = handing_over.digest(plan, [], today=NOW.date())
    with pytest.raises(NotAllowed):
        handing_over.hand_over(plan, [], seen=seen, by=world["alternate"], now=NOW)


def an_event_is_not_changed(world: World, patch: Patch) -> None:
    station(world, "assigned")
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEvent.objects.update(step="close")


def a_changed_event_is_found(world: World, patch: Patch) -> None:
    case = station(world, "drafting")
    with lifted():
        CaseEvent.objects.filter(case=case, number=1).update(at=NOW - timedelta(days=9))
    assert list(history.faults(Case.process, {})) != []


def what_was_undone_is_told_to_nobody(world: World, patch: Patch) -> None:
    case = station(world, "assigned")
    undoing.undo(case, by=world["coordinator"], now=NOW, seen=1)
    event = CaseEvent.objects.get(case=case, number=1)
    assert Outbox.objects.get(process="case", event_id=event.pk).state == Outbox.State.CANCELLED


def what_was_told_is_not_undone(world: World, patch: Patch) -> None:
    case = station(world, "assigned")
    Outbox.objects.update(state=Outbox.State.DONE)
    with pytest.raises(Blocked):
        undoing.undo(case, by=world["coordinator"], now=NOW, seen=1)


def who_lost_the_lease_does_no_more(world: World, patch: Patch) -> None:
    """Another worker has taken the bulk over, before the first one goes on."""
    bulk = to_assign([station(world, "received")], by=world["coordinator"], lead=world.own)
    Bulk.objects.take(NOW, NOW + bulk_work.LEASE)
    first = bulk_work._Work(Bulk.objects.get(), lambda: NOW)
    Bulk.objects.take(NOW + bulk_work.LEASE, NOW + 2 * bulk_work.LEASE)
    first.go_on(None)
    assert bulk.counts()["left"] == 1


def what_failed_half_way_leaves_nothing(world: World, patch: Patch) -> None:
    """One of two cases that move together is written when the machine fails."""
    cases, write = [station(world, "assigned") for _ in range(2)], storage.write

    def fail(held: Case, *more: Any) -> bool:
        if held.pk == cases[1].pk:
            raise RuntimeError
        return write(held, *more)

    patch.setattr(storage, "write", fail)
    with pytest.raises(RuntimeError):
        engine.perform_together(cases, "accept", by=world["alternate"], now=NOW)
    assert {case.state for case in Case.objects.all()} == {"assigned"}
