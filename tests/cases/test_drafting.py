"""Drafting: versions in a chain, nobody overwrites anybody, the first edit accepts."""

from __future__ import annotations

import pytest

from cases import actions
from cases.models import Version
from cases.people.roles import give_role
from tests.cast import DUE, FULL, NOW, SHORT, Cast, assigned, draft, drafted, received, sent, status
from workflow.errors import Blocked, NotAllowed, WrongState


def save(case: object, by: object, started_from: int, text: str = "Another text.") -> Version:
    return actions.save_draft(
        case, full_text=text, short_text=SHORT, status=status("in-progress"), started_from=started_from,
        by=by, now=NOW,
    )  # fmt: skip


def test_the_first_edit_accepts_the_case(cast: Cast) -> None:
    case = assigned(cast)
    version = save(case, cast.focal_point, 0)
    assert (case.state, version.number, version.language) == ("drafting", 1, "en")
    assert [event.step for event in case.events.order_by("number")] == ["assign", "accept"]


def test_every_change_is_a_new_version(cast: Cast) -> None:
    case = drafted(cast)
    save(case, cast.alternate, 1)
    texts = case.answer.versions.order_by("number").values_list("number", "full_text", "based_on__number")
    assert list(texts) == [(1, FULL, None), (2, "Another text.", 1)]


def test_saving_the_same_text_adds_nothing(cast: Cast) -> None:
    case = drafted(cast)
    save(case, cast.focal_point, 1, FULL)
    assert case.answer.versions.count() == 1


def test_who_proposes_another_status_drafts_even_if_the_text_stays(cast: Cast) -> None:
    give_role(cast.alternate, "validator")
    case = drafted(cast)
    act = {"full_text": FULL, "short_text": SHORT, "started_from": 1, "by": cast.alternate, "now": NOW}
    actions.save_draft(case, status=status("implemented"), **act)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    with pytest.raises(Blocked, match="You drafted this answer"):
        actions.take_step(case, "approve", by=cast.alternate, now=NOW)


def test_of_two_who_edit_the_second_is_shown_the_first(cast: Cast) -> None:
    case = drafted(cast)
    theirs = save(case, cast.alternate, 1)
    with pytest.raises(actions.StaleText) as refused:
        save(case, cast.focal_point, 1, "Mine.")
    assert refused.value.current == theirs
    assert case.answer.versions.count() == 2


def test_only_the_lead_department_writes(cast: Cast) -> None:
    case = drafted(cast)
    for person in (cast.coordinator, cast.validator, cast.justice_focal_point, cast.stranger):
        with pytest.raises(NotAllowed):
            save(case, person, 1)


def test_what_was_sent_is_not_written_on(cast: Cast) -> None:
    with pytest.raises(WrongState, match="only while the department drafts"):
        save(sent(cast), cast.focal_point, 1)


def test_cases_answered_together_share_one_narrative_and_move_together(cast: Cast) -> None:
    first, second = received(cast), received(cast)
    actions.assign_together([first, second], lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    draft(first, by=cast.focal_point)
    actions.take_step(first, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(first, "approve", by=cast.validator, now=NOW)
    second.refresh_from_db()
    assert second.state == "approved"
    assert second.answer.approved.full_text == FULL
    assert second.status == status("in-progress")
    assert second.events.count() == first.events.count() == 4


def test_a_bulk_act_tells_of_each_case(cast: Cast) -> None:
    fine, closed = received(cast), sent(cast)
    outcomes = actions.assign_each(
        [fine, closed], lead=cast.justice, due_on=DUE, by=cast.coordinator, now=NOW
    )
    assert [outcome.refusal for outcome in outcomes] == [
        "",
        "“Assign” is not possible while the case stands at “With validator”.",
    ]
