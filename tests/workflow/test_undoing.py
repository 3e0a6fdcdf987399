"""A step taken back: all as it was, nobody told, and only while nobody has gone on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cases import actions
from cases.models import Case, Comment, Evidence, LeadProposal
from cases.people.roles import take_role
from tests.cast import DUE, NOW, Cast, approved, assigned, draft, drafted, received, sent, status
from workflow import engine
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState
from workflow.invariants import broken
from workflow.models import Outbox
from workflow.undoing import undo

SOON = NOW + timedelta(minutes=9)


@pytest.fixture(autouse=True)
def _ten_minutes(cast: Cast, settings: object) -> Iterator[None]:
    settings.WORKFLOW_UNDO_SECONDS = 600
    yield
    assert broken() == []


def stands(case: Case) -> dict[str, object]:
    """All columns but those that count the events."""
    row = Case.objects.filter(pk=case.pk).values().get()
    return {name: value for name, value in row.items() if name not in ("version", "head")}


def test_assigning(cast: Cast) -> None:
    case = received(cast)
    before = stands(case)
    engine.perform(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    (event,) = undo(case, by=cast.coordinator, now=SOON, seen=1)
    assert stands(case) == before
    assert (event.number, event.step, event.source, event.target) == (2, "undo", "assigned", "received")
    assert event.data == {"undoes": 1}


def test_handing_back(cast: Cast) -> None:
    case = drafted(cast)
    before = stands(case)
    hand_back(case, cast)
    assert LeadProposal.objects.filter(by=cast.focal_point).exists()
    undo(case, by=cast.focal_point, now=SOON, seen=case.version)
    assert stands(case) == before
    assert not LeadProposal.objects.filter(by=cast.focal_point).exists()


def test_handing_back_leaves_what_others_proposed(cast: Cast) -> None:
    case = assigned(cast)
    case.propose_lead(cast.justice, by=None)
    hand_back(case, cast)
    undo(case, by=cast.focal_point, now=SOON, seen=case.version)
    assert LeadProposal.objects.get().department == cast.justice


def test_sending_for_sign_off_and_the_return(cast: Cast) -> None:
    case = drafted(cast)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    undo(case, by=cast.focal_point, now=SOON, seen=case.version)
    case.refresh_from_db()
    assert case.state == "drafting"
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=SOON)
    actions.take_step(case, "return_from_sign_off", by=cast.head, now=SOON, comment="Shorter.")
    undo(case, by=cast.head, now=SOON, seen=case.version)
    case.refresh_from_db()
    assert (case.state, case.returned) == ("sign-off", False)


def test_what_was_sent_is_within_the_department_again(cast: Cast) -> None:
    case = drafted(cast)
    actions.add_comment(case, text="Is 2024 right?", by=cast.focal_point, now=NOW)
    actions.add_evidence(case, title="Survey", by=cast.focal_point, now=NOW)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    undo(case, by=cast.head, now=SOON, seen=case.version)
    assert stands(case)["state"] == "drafting"
    assert Case.objects.get(pk=case.pk).answer.sent is None
    assert not case.answer.versions.visible_to(cast.validator).exists()
    assert not Comment.objects.visible_to(cast.validator).exists()
    assert not Evidence.objects.visible_to(cast.validator).exists()


def test_what_was_released_before_stays_released(cast: Cast) -> None:
    case = sent(cast)
    first = case.answer.latest_draft()
    later = NOW + timedelta(hours=1)
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, comment="More.", due_on=DUE)
    draft(case, by=cast.focal_point, full_text="A second text.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=later)
    undo(case, by=cast.head, now=later, seen=case.version)
    answer = Case.objects.get(pk=case.pk).answer
    assert answer.sent == first
    assert list(answer.versions.visible_to(cast.validator)) == [first]


def test_returning(cast: Cast) -> None:
    case = sent(cast)
    before = stands(case)
    later = DUE + timedelta(days=9)
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, comment="More.", due_on=later)
    undo(case, by=cast.validator, now=SOON, seen=case.version)
    assert stands(case) == before


def test_a_return_that_was_taken_back_keeps_nobody_from_withdrawing(cast: Cast) -> None:
    case = sent(cast)
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, comment="More.", due_on=DUE)
    undo(case, by=cast.validator, now=SOON, seen=case.version)
    case.refresh_from_db()
    actions.take_step(case, "withdraw", by=cast.head, now=SOON)
    assert case.state == "drafting"


def test_approving_gives_back_the_text_approved_before(cast: Cast) -> None:
    case = approved(cast)
    first = case.answer.latest_draft()
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="New figures.")
    draft(case, by=cast.focal_point, full_text="A second text.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    before = stands(case)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    undo(case, by=cast.validator, now=SOON, seen=case.version)
    assert stands(case) == before
    assert Case.objects.get(pk=case.pk).answer.approved == first


def test_cases_that_moved_together_go_back_together(cast: Cast) -> None:
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    draft(cases[0], by=cast.focal_point)
    first = cases[0].answer.latest_draft()
    actions.take_step(cases[0], "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(cases[0], "approve", by=cast.validator, now=NOW)
    version = Case.objects.get(pk=cases[0].pk).version
    assert len(undo(cases[0], by=cast.validator, now=SOON, seen=version)) == 2
    assert {stands(case)["state"] for case in cases} == {"validation"}
    answer = Case.objects.get(pk=cases[0].pk).answer
    assert (answer.sent, answer.approved) == (first, None)


def test_nobody_is_told(cast: Cast) -> None:
    case = assigned(cast)
    undo(case, by=cast.coordinator, now=SOON, seen=1)
    assert list(Outbox.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "waiting"]


# Refused


def test_by_anybody_else(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Only the person who took the step"):
        undo(assigned(cast), by=cast.validator, now=SOON, seen=1)


def test_by_who_lost_the_role(cast: Cast) -> None:
    case = drafted(cast)
    hand_back(case, cast)
    take_role(cast.focal_point, "focal point", cast.health)
    with pytest.raises(NotAllowed):
        undo(case, by=cast.focal_point, now=SOON, seen=case.version)


def test_after_the_time(cast: Cast) -> None:
    with pytest.raises(Blocked, match="for 10 minutes; they have passed"):
        undo(assigned(cast), by=cast.coordinator, now=NOW + timedelta(minutes=10), seen=1)


def test_once_somebody_went_on(cast: Cast) -> None:
    case = assigned(cast)
    actions.take_step(case, "accept", by=cast.focal_point, now=NOW)
    with pytest.raises(Conflict, match="Somebody has acted on it since"):
        undo(case, by=cast.coordinator, now=SOON, seen=1)
    with pytest.raises(WrongState, match="not one that can be undone"):
        undo(case, by=cast.focal_point, now=SOON, seen=2)


def test_once_a_case_of_the_same_act_went_on(cast: Cast) -> None:
    cases = [received(cast), received(cast)]
    engine.perform_together(cases, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    actions.take_step(cases[1], "accept", by=cast.focal_point, now=NOW)
    with pytest.raises(Conflict):
        undo(cases[0], by=cast.coordinator, now=SOON, seen=1)
    assert stands(cases[0])["state"] == "assigned"


def test_once_the_validator_commented(cast: Cast) -> None:
    case = sent(cast)
    actions.add_comment(case, text="Which year?", by=cast.validator, now=SOON)
    with pytest.raises(Blocked, match="Somebody has commented on it since"):
        undo(case, by=cast.head, now=SOON, seen=case.version)
    assert stands(case)["state"] == "validation"


@pytest.mark.parametrize("changed", ["text", "status"])
def test_once_the_department_went_on_with_its_draft(changed: str, cast: Cast) -> None:
    case = sent(cast)
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, comment="More.", due_on=DUE)
    latest = case.answer.latest_draft()
    text = latest.full_text if changed == "status" else "Another text."
    proposed = status("implemented" if changed == "status" else "in-progress")
    how = {"full_text": text, "short_text": latest.short_text, "status": proposed}
    actions.save_draft(case, started_from=latest.number, by=cast.focal_point, now=SOON, **how)
    with pytest.raises(Blocked, match="has gone on with its draft"):
        undo(case, by=cast.validator, now=SOON, seen=case.version)


def test_once_they_were_told(cast: Cast) -> None:
    case = assigned(cast)
    Outbox.objects.update(state=Outbox.State.DONE)
    with pytest.raises(Blocked, match="have been told already"):
        undo(case, by=cast.coordinator, now=SOON, seen=1)


def test_an_undo_is_not_undone(cast: Cast) -> None:
    case = assigned(cast)
    undo(case, by=cast.coordinator, now=SOON, seen=1)
    with pytest.raises(WrongState):
        undo(case, by=cast.coordinator, now=SOON, seen=2)


def test_a_step_before_an_undone_one_is_not_undone_unless_its_table_says_so(cast: Cast) -> None:
    case = assigned(cast)
    actions.take_step(case, "pause", by=cast.coordinator, now=NOW, comment="A reason.")
    undo(case, by=cast.coordinator, now=SOON, seen=2)
    with pytest.raises(WrongState, match="not one that can be undone"):
        undo(case, by=cast.coordinator, now=SOON, seen=3)
    assert stands(case)["state"] == "assigned"


def hand_back(case: Case, cast: Cast) -> None:
    actions.take_step(
        case, "hand_back", by=cast.focal_point, now=NOW, comment="Not ours.", proposed=cast.justice
    )
