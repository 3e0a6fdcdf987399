"""An independent body is invited, never late, may decline; its text is its own until it releases it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases import actions
from cases.models import Case, Comment, Evidence, Version
from cases.models.case_lists import late_at
from exports.chapters import gather
from notifications.models import Mail
from tests.cast import LATER, NOW, Cast, approved, assigned, draft, drafted
from tests.exports import scene
from tests.notifications import post
from workflow.errors import Blocked
from workflow.undoing import undo

AFTER = NOW + timedelta(days=80)
TO_JUSTICE = {"due_on": LATER, "comment": "They have the figures."}


@pytest.fixture(autouse=True)
def _health_is_independent(cast: Cast) -> None:
    cast.health.independent = True
    cast.health.save()
    wording = cast.health.wordings.get()
    wording.text = "National Human Rights Council"
    wording.save()


def released(cast: Cast) -> Case:
    case = drafted(cast)
    actions.add_comment(case, text="Between us.", by=cast.focal_point, now=NOW)
    actions.add_evidence(case, title="Survey", by=cast.focal_point, now=NOW)
    actions.take_step(case, "release", by=cast.head, now=NOW)
    return case


def page(cast: Cast, name: str, address: str) -> str:
    client = Client()
    client.force_login(getattr(cast, name))
    return client.get(address).content.decode()


def test_it_is_invited_by_a_date_that_is_wished_for(cast: Cast) -> None:
    case = assigned(cast)
    shown = page(cast, "coordinator", f"/case/{case.reference}/")

    assert case.standing == "Invited"
    assert "National Human Rights Council</bdi> invited by" in shown
    assert "Wished for" in shown


def test_it_declines_without_a_reason(cast: Cast) -> None:
    case = assigned(cast)
    actions.take_step(case, "decline", by=cast.focal_point, now=NOW)

    assert (case.state, case.lead) == ("received", None)
    assert f"/case/{case.reference}/" in page(cast, "coordinator", "/my-work/")


def test_the_coordinator_is_told_that_it_declined(cast: Cast) -> None:
    actions.take_step(assigned(cast), "decline", by=cast.head, now=NOW)
    post.mails(NOW + timedelta(hours=1))

    assert Mail.objects.filter(recipient=cast.coordinator, about="declined").exists()


def test_it_gives_no_reason_as_others_do(cast: Cast) -> None:
    with pytest.raises(Blocked, match="releases it, takes it back or declines"):
        actions.take_step(
            assigned(cast), "hand_back", by=cast.head, now=NOW, comment="No.", proposed=cast.justice
        )


@pytest.mark.parametrize("step", ["decline", "release"])
def test_other_departments_do_neither(cast: Cast, step: str) -> None:
    case = assigned(cast, to=cast.justice)
    draft(case, by=cast.justice_focal_point)
    with pytest.raises(Blocked, match="for independent bodies"):
        actions.take_step(case, step, by=cast.justice_focal_point, now=NOW)


def test_what_it_releases_is_approved_as_it_is(cast: Cast) -> None:
    case = released(cast)

    assert case.state == "approved"
    assert case.answer.approved == case.answer.sent == case.answer.latest_draft()
    assert case.status.code == "in-progress"


def test_nobody_reads_it_before(cast: Cast) -> None:
    case = drafted(cast)
    assert not Version.objects.visible_to(cast.validator).filter(answer=case.answer).exists()
    actions.take_step(case, "release", by=cast.head, now=NOW)
    assert Version.objects.visible_to(cast.validator).filter(answer=case.answer).exists()


def test_its_evidence_goes_out_with_it_and_its_comments_do_not(cast: Cast) -> None:
    answer = released(cast).answer

    assert Evidence.objects.visible_to(cast.observer).filter(answer=answer).exists()
    assert not Comment.objects.visible_to(cast.observer).filter(answer=answer).exists()


def test_who_drafted_it_does_not_release_it_where_there_is_a_head(cast: Cast) -> None:
    case = assigned(cast)
    draft(case, by=cast.head)
    with pytest.raises(Blocked, match="You drafted this answer"):
        actions.take_step(case, "release", by=cast.head, now=NOW)


def test_a_release_is_taken_back_within_minutes(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = released(cast)
    undo(case, by=cast.head, now=NOW, seen=case.version)
    case.refresh_from_db()

    assert (case.state, case.answer.sent, case.answer.approved) == ("drafting", None, None)
    assert not Version.objects.visible_to(cast.validator).filter(answer=case.answer).exists()


def test_only_the_body_opens_its_text_again(cast: Cast) -> None:
    case = released(cast)
    with pytest.raises(Blocked, match="is its own"):
        actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="One more figure, please.")
    actions.take_step(case, "take_back", by=cast.head, now=NOW)
    assert case.state == "drafting"


def test_what_was_sent_before_it_was_independent_is_not_decided_by_others(cast: Cast) -> None:
    cast.health.independent = False
    cast.health.save()
    case = drafted(cast)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    cast.health.independent = True
    cast.health.save()
    with pytest.raises(Blocked, match="is its own"):
        actions.take_step(case, "approve", by=cast.validator, now=NOW)
    actions.take_step(case, "withdraw", by=cast.head, now=NOW)
    actions.take_step(case, "release", by=cast.head, now=NOW)
    assert case.state == "approved"


def test_the_next_lead_does_not_get_its_draft(cast: Cast) -> None:
    case = drafted(cast)
    theirs = case.answer
    actions.take_step(case, "reassign", by=cast.coordinator, now=NOW, lead=cast.justice, **TO_JUSTICE)

    assert case.answer != theirs
    assert case.answer.lead == cast.justice
    assert case.proposed_status is None
    assert not Version.objects.visible_to(cast.justice_focal_point).exists()
    assert Version.objects.visible_to(cast.focal_point).filter(answer=theirs).exists()


def test_a_new_date_for_the_same_body_keeps_its_draft(cast: Cast) -> None:
    case = drafted(cast)
    theirs = case.answer
    actions.take_step(case, "reassign", by=cast.coordinator, now=NOW, lead=cast.health, **TO_JUSTICE)

    assert case.answer == theirs


def test_it_is_never_late(cast: Cast) -> None:
    case = drafted(cast)
    case.refresh_from_db()

    assert not case.is_late(AFTER)
    assert not Case.objects.filter(late_at(AFTER)).exists()
    other = assigned(cast, to=cast.justice)
    assert list(Case.objects.filter(late_at(AFTER))) == [other]


def test_it_has_no_place_on_the_page_of_departments(cast: Cast) -> None:
    assigned(cast)
    assigned(cast, to=cast.justice)
    client = Client()
    client.force_login(cast.coordinator)
    context = client.get("/departments/").context

    assert [load.department for load in context["loads"]] == [cast.justice]
    assert context["invited"] == [cast.health]


def test_the_editor_of_its_page_releases(cast: Cast) -> None:
    case = assigned(cast, to=cast.health)
    draft(case, by=cast.focal_point)

    assert "Save and release" in page(cast, "head", f"/case/{case.reference}/")
    shown = page(cast, "focal_point", f"/case/{case.reference}/")
    assert "Decline" in shown
    assert "Hand back" not in shown


def test_a_department_reads_nothing_of_steps_for_independent_bodies(cast: Cast) -> None:
    case = assigned(cast, to=cast.justice)
    shown = page(cast, "justice_focal_point", f"/case/{case.reference}/")

    assert "Decline" not in shown
    assert "independent" not in shown


def test_the_report_says_whose_text_it_is(cast: Cast) -> None:
    released(cast)
    cast.health.independent = True
    content = gather(scene.report(cast), Case.objects.all())
    told = [section for section in content["sections"] if section["kind"] == "narrative"]

    assert [one["attribution"]["text"] for one in told] == [
        "Text of the National Human Rights Council, unchanged"
    ]


def test_the_report_says_nothing_of_the_kind_of_others(cast: Cast) -> None:
    cast.health.independent = False
    cast.health.save()
    approved(cast)
    content = gather(scene.report(cast), Case.objects.all())

    assert {section["attribution"] for section in content["sections"]} == {None}


def test_what_was_said_within_it_stays_there_where_another_answers(cast: Cast) -> None:
    case = drafted(cast)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW, comment="Between us.")
    actions.take_step(case, "return_from_sign_off", by=cast.head, now=NOW, comment="Not so.")
    assert "Not so." in page(cast, "focal_point", f"/case/{case.reference}/")
    actions.take_step(case, "reassign", by=cast.coordinator, now=NOW, lead=cast.justice, **TO_JUSTICE)

    shown = page(cast, "justice_focal_point", f"/case/{case.reference}/")
    assert "They have the figures." in shown
    assert "Between us." not in shown
    assert "Not so." not in shown


def test_a_coordinator_cannot_lend_its_text_by_restricting_the_case(cast: Cast) -> None:
    case = drafted(cast)
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A person at risk.")
    last_day = NOW.date() + timedelta(days=30)
    with pytest.raises(Blocked, match="The text of an independent body is its own"):
        actions.take_step(case, "lend", by=cast.coordinator, now=NOW, person=cast.stranger, last_day=last_day)
