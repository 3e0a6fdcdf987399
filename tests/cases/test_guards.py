"""The guards of the case's steps: each says no with its sentence, and only where it must."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import actions
from cases.models import Answer, Case, Round
from cases.people.models import Department
from cases.people.roles import give_role
from tests.cases import stations
from tests.cast import DUE, NOW, Cast, assigned, draft, drafted, received, sent, status
from workflow.errors import Blocked, NotAllowed, WrongState


def refused(case: Case, step: str, by: object, **data: object) -> str:
    with pytest.raises(Blocked) as caught:
        actions.take_step(case, step, by=by, now=NOW, **data)
    return str(caught.value.sentence)


def test_a_case_without_a_round_is_not_assigned(cast: Cast) -> None:
    case = received(cast)
    Case.objects.filter(pk=case.pk).update(round=None)
    assert "Open a round" in refused(case, "assign", cast.coordinator, lead=cast.health, due_on=DUE)


def dissolved(department: Department) -> Department:
    Department.objects.filter(pk=department.pk).update(valid_until=NOW.date() - timedelta(days=1))
    department.refresh_from_db()
    return department


def test_a_department_that_does_not_exist_today_leads_nothing(cast: Cast) -> None:
    given = {"lead": dissolved(cast.justice), "due_on": DUE, "comment": "For a reason."}
    sentence = "Ministry of Justice does not exist today; choose a department that does."
    assert refused(received(cast), "assign", cast.coordinator, **given) == sentence
    assert refused(drafted(cast), "reassign", cast.coordinator, **given) == sentence


def test_nor_is_it_proposed_when_a_case_is_handed_back(cast: Cast) -> None:
    given = {"proposed": dissolved(cast.justice), "comment": "Not ours."}
    assert "does not exist today" in refused(drafted(cast), "hand_back", cast.focal_point, **given)


def test_a_department_leads_from_its_first_day_to_its_last(cast: Cast) -> None:
    Department.objects.update(valid_from=NOW.date(), valid_until=NOW.date())
    cast.health.refresh_from_db()
    assert assigned(cast).state == "assigned"
    Department.objects.update(valid_from=NOW.date() + timedelta(days=1), valid_until=None)
    cast.health.refresh_from_db()
    assert "does not exist today" in refused(
        received(cast), "assign", cast.coordinator, lead=cast.health, due_on=DUE
    )


def test_nothing_is_sent_without_a_narrative(cast: Cast) -> None:
    case = drafted(cast, full_text="   ")
    assert refused(case, "send_for_sign_off", cast.focal_point) == "Write the narrative first."


def test_nothing_is_sent_without_a_short_text(cast: Cast) -> None:
    case = drafted(cast, short_text="")
    assert "short text" in refused(case, "sign_and_send", cast.head)


def test_nothing_is_sent_without_a_proposed_status(cast: Cast) -> None:
    case = drafted(cast)
    Case.objects.filter(pk=case.pk).update(proposed_status=None)
    assert "Propose an implementation status" in refused(case, "send_for_sign_off", cast.focal_point)


def test_sign_off_is_skipped_where_there_is_no_head(cast: Cast) -> None:
    case = assigned(cast, to=cast.justice)
    draft(case, by=cast.justice_focal_point)
    assert "no head" in refused(case, "send_for_sign_off", cast.justice_focal_point)
    actions.take_step(case, "sign_and_send", by=cast.justice_focal_point, now=NOW)
    assert case.state == "validation"


def test_a_focal_point_does_not_sign_where_there_is_a_head(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.take_step(drafted(cast), "sign_and_send", by=cast.focal_point, now=NOW)


def test_the_focal_point_signs_once_the_only_head_has_left(cast: Cast) -> None:
    case = drafted(cast)
    cast.head.is_active = False
    cast.head.save()
    actions.take_step(case, "sign_and_send", by=cast.focal_point, now=NOW)
    assert case.state == "validation"


def test_a_head_who_drafted_does_not_sign(cast: Cast) -> None:
    case = drafted(cast)
    draft(case, by=cast.head, full_text="The head's own words.")
    assert "somebody else in your department" in refused(case, "sign_and_send", cast.head)


def test_who_drafted_does_not_validate(cast: Cast) -> None:
    give_role(cast.validator, "focal point", cast.health)
    case = assigned(cast)
    draft(case, by=cast.validator)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert "another validator" in refused(case, "approve", cast.validator)
    actions.take_step(case, "approve", by=cast.second_validator, now=NOW)


def test_who_proposed_edits_that_were_agreed_is_a_drafter_when_reopened(cast: Cast) -> None:
    case = stations.in_agreement(cast)
    actions.take_step(case, "agree", by=cast.head, now=NOW)
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A figure was wrong.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert "another validator" in refused(case, "approve", cast.validator)


def test_who_proposed_edits_that_were_declined_still_decides(cast: Cast) -> None:
    case = stations.in_agreement(cast)
    actions.take_step(case, "disagree", by=cast.head, now=NOW, comment="The figure is right.")
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    assert case.answer.approved == case.answer.sent


def test_who_proposed_edits_does_not_agree_to_them(cast: Cast) -> None:
    give_role(cast.validator, "head", cast.health)
    case = stations.in_agreement(cast)
    assert "somebody else in the department" in refused(case, "agree", cast.validator)
    actions.take_step(case, "agree", by=cast.head, now=NOW)
    assert case.state == "approved"


def test_declined_edits_are_not_proposed_again_by_themselves(cast: Cast) -> None:
    case = stations.in_agreement(cast)
    actions.take_step(case, "disagree", by=cast.head, now=NOW, comment="The figure is right.")
    assert "no difference" in refused(case, "propose_edits", cast.validator)


def test_edits_of_what_was_sent_once_are_none_of_what_is_sent_now(cast: Cast) -> None:
    case = stations.in_agreement(cast)
    act = {"by": cast.coordinator, "now": NOW, "comment": "By mistake."}
    actions.take_step(case, "close", because=Case.Closing.SUPERSEDED, **act)
    actions.take_step(case, "revive", **act)
    actions.take_step(case, "assign", lead=cast.health, due_on=DUE, **act)
    draft(case, by=cast.focal_point, full_text="Written anew.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert "no difference" in refused(case, "propose_edits", cast.validator)


def test_edits_without_a_difference_are_not_proposed(cast: Cast) -> None:
    case = sent(cast)
    same = case.answer.sent
    with pytest.raises(Blocked, match="no difference"):
        actions.propose_edits(
            case, full_text=same.full_text, short_text=same.short_text, by=cast.validator, now=NOW
        )


def test_nothing_is_withdrawn_once_the_validator_has_worked_on_it(cast: Cast) -> None:
    case = stations.in_agreement(cast)
    actions.take_step(case, "disagree", by=cast.head, now=NOW, comment="No.")
    assert "worked on it already" in refused(case, "withdraw", cast.focal_point)


def test_a_round_is_not_opened_twice_on_one_case(cast: Cast) -> None:
    case = stations.submitted(cast)
    sentence = refused(case, "open_round", cast.coordinator, round=cast.round, due_on=DUE)
    assert "choose another round" in sentence


def test_a_case_is_answered_once_per_round(cast: Cast) -> None:
    case = stations.submitted(cast)
    second = Round.objects.create(code="2027", title="2027", language="en", opened_on=DUE)
    actions.take_step(case, "open_round", by=cast.coordinator, now=NOW, round=second, due_on=DUE)
    Case.objects.filter(pk=case.pk).update(state="approved")
    assert "choose another round" in refused(
        Case.objects.get(pk=case.pk), "open_round", cast.coordinator, round=cast.round, due_on=DUE
    )


def test_a_duplicate_names_its_case(cast: Cast) -> None:
    data = {"comment": "Said twice.", "because": "duplicate"}
    case, other = received(cast), received(cast)
    assert "Name the case" in refused(case, "close", cast.coordinator, **data)
    assert "Name the case" in refused(case, "close", cast.coordinator, duplicate_of=case, **data)
    actions.take_step(case, "close", by=cast.coordinator, now=NOW, duplicate_of=other, **data)
    assert case.duplicate_of == other


def test_only_what_was_decided_as_implemented_is_closed_as_such(cast: Cast) -> None:
    case = sent(cast)
    data = {"comment": "Done.", "because": "implemented"}
    assert "No validator" in refused(case, "close", cast.coordinator, **data)
    Case.objects.filter(pk=case.pk).update(proposed_status=status("implemented"))
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    actions.take_step(case, "close", by=cast.coordinator, now=NOW, **data)
    assert case.state == "closed"


def test_the_department_goes_on_from_the_edits_that_it_agreed_to(cast: Cast) -> None:
    case = stations.in_agreement(cast)
    actions.take_step(case, "agree", by=cast.head, now=NOW)
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A figure was wrong.")
    assert case.answer.latest_draft().full_text == "Edited by the validator."


def test_who_hands_back_proposes_another_lead(cast: Cast) -> None:
    case = assigned(cast)
    data = {"comment": "Justice.", "proposed": cast.justice}
    actions.take_step(case, "hand_back", by=cast.focal_point, now=NOW, **data)
    [proposal] = case.recommendation.lead_proposals.all()
    assert (proposal.department, proposal.by) == (cast.justice, cast.focal_point)


def test_what_a_department_began_is_kept_for_it_when_handed_back(cast: Cast) -> None:
    case = drafted(cast)
    begun = case.answer
    actions.take_step(
        case, "hand_back", by=cast.focal_point, now=NOW, comment="Justice.", proposed=cast.justice
    )
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=cast.justice, due_on=DUE)
    assert case.answer != begun
    assert case.answer.versions.count() == 0
    assert Answer.objects.get(pk=begun.pk).versions.count() == 1


def test_only_a_validator_proposes_edits_and_only_of_what_was_sent(cast: Cast) -> None:
    edits = {"full_text": "Edited.", "short_text": "Edited.", "now": NOW}
    case = sent(cast)
    with pytest.raises(NotAllowed, match="is for the validator"):
        actions.propose_edits(case, by=cast.head, **edits)
    with pytest.raises(WrongState):
        actions.propose_edits(drafted(cast), by=cast.validator, **edits)
    assert case.answer.versions.count() == 1


def test_edits_that_come_too_late_leave_no_version(cast: Cast) -> None:
    case = stations.in_agreement(cast)
    with pytest.raises(WrongState):
        actions.propose_edits(case, full_text="Late.", short_text="Late.", by=cast.second_validator, now=NOW)
    assert case.answer.versions.count() == 2
