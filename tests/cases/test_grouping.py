"""Cases joined into one answer and taken out of it: no text is lost, and four eyes follow it."""

from __future__ import annotations

from typing import Any

import pytest

from cases import actions, grouping
from cases.contributions import contributing
from cases.extensions.extending import ask_for_more_time
from cases.facts import who_wrote
from cases.models import Case
from tests.cast import DUE, LATER, NOW, Cast, assigned, draft, drafted, person, received, sent, status
from workflow.errors import Blocked, Conflict, NotAllowed, Refused, WrongState
from workflow.invariants import broken
from workflow.undoing import undo


@pytest.fixture
def window(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


def pair(cast: Cast) -> tuple[Case, Case]:
    """Two cases with drafts of their own, by the focal point and by the alternate."""
    first, second = drafted(cast, full_text="Clinics."), assigned(cast)
    draft(second, by=cast.alternate, full_text="Doctors.")
    return first, second


def join(cast: Cast, first: Case, second: Case, **more: Any) -> None:
    act = {"text_of": first, "by": cast.focal_point, "now": NOW}
    grouping.join(first, second, **act | more)
    first.refresh_from_db(), second.refresh_from_db()


def joined(cast: Cast) -> tuple[Case, Case]:
    first, second = pair(cast)
    join(cast, first, second)
    return first, second


def split(cast: Cast, *cases: Case, **more: Any) -> None:
    grouping.split(cases, **{"by": cast.focal_point, "now": NOW} | more)
    for case in cases:
        case.refresh_from_db()


def texts(case: Case) -> list[str]:
    return [version.full_text for version in case.answer.versions.order_by("number")]


def test_the_chosen_text_goes_on_and_the_other_stays_readable(cast: Cast) -> None:
    first, second = pair(cast)
    join(cast, first, second, text_of=second)
    assert first.answer == second.answer
    assert texts(first) == ["Doctors."]
    assert [version.full_text for version in first.answer.earlier_texts()] == ["Clinics."]
    assert broken() == []


def test_only_those_move_whose_text_does_not_go_on(cast: Cast) -> None:
    first, second = joined(cast)
    assert [case.events.last().step for case in (first, second)] == ["accept", "join"]


def test_a_joined_case_proposes_what_the_others_do(cast: Cast) -> None:
    first, second = pair(cast)
    Case.objects.filter(pk=second.pk).update(proposed_status=status("implemented"))
    join(cast, first, second)
    assert second.proposed_status == status("in-progress")


def test_its_company_comes_along(cast: Cast) -> None:
    first, second = joined(cast)
    third = drafted(cast)
    join(cast, first, third, text_of=third)
    second.refresh_from_db()
    assert first.answer == second.answer == third.answer
    assert first.answer.earlier_texts().count() == 2
    assert broken() == []


def test_they_move_together_from_then_on(cast: Cast) -> None:
    first, second = joined(cast)
    actions.take_step(second, "sign_and_send", by=cast.head, now=NOW)
    first.refresh_from_db()
    assert (first.state, second.state) == ("validation", "validation")


@pytest.mark.parametrize("who", ["focal_point", "alternate"])
def test_who_wrote_either_text_counts_as_its_drafter(cast: Cast, who: str) -> None:
    first, _second = joined(cast)
    assert getattr(cast, who).pk in who_wrote(first.answer.pk)


def test_a_validator_who_wrote_what_was_joined_does_not_approve(cast: Cast) -> None:
    both = person("both", "focal point", cast.health)
    both.groups.add(*cast.validator.groups.all())
    first, second = drafted(cast), assigned(cast)
    draft(second, by=both)
    join(cast, first, second)
    actions.take_step(first, "sign_and_send", by=cast.head, now=NOW)
    with pytest.raises(Blocked, match="You drafted this answer"):
        actions.take_step(first, "approve", by=both, now=NOW)


def test_evidence_of_both_is_shown(cast: Cast) -> None:
    first, second = pair(cast)
    actions.add_evidence(second, title="A survey", by=cast.focal_point, now=NOW)
    join(cast, first, second)
    assert [one.title for one in first.answer.evidence.all()] == ["A survey"]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (lambda cast: assigned(cast), "bring them to the same place first"),
        (lambda cast: sent(cast), "bring them to the same place first"),
        (lambda cast: assigned(cast, to=cast.justice), "one lead department"),
        (lambda cast: received(cast), "that a department has"),
    ],
)
def test_what_does_not_fit_is_not_joined(cast: Cast, other: Any, why: str) -> None:
    first, second = drafted(cast), other(cast)
    with pytest.raises(Refused, match=why):
        join(cast, first, second, text_of=second)
    second.refresh_from_db()
    assert second.answer_id != first.answer_id


def test_what_is_joined_already_is_not_joined_again(cast: Cast) -> None:
    with pytest.raises(Blocked, match="together already"):
        join(cast, *joined(cast))


def test_what_was_sent_is_neither_joined_nor_taken_apart(cast: Cast) -> None:
    first, second = joined(cast)
    actions.take_step(first, "sign_and_send", by=cast.head, now=NOW)
    with pytest.raises(WrongState):
        split(cast, second)


@pytest.mark.parametrize("who", ["stranger", "justice_focal_point", "validator", "observer"])
def test_others_neither_join_nor_split(cast: Cast, who: str) -> None:
    _first, second = joined(cast)
    with pytest.raises(NotAllowed):
        split(cast, second, by=getattr(cast, who))


def test_the_coordinator_groups_until_the_department_has_accepted(cast: Cast) -> None:
    first, second = assigned(cast), assigned(cast)
    join(cast, first, second, by=cast.coordinator)
    actions.take_step(first, "accept", by=cast.focal_point, now=NOW)
    with pytest.raises(Blocked, match="The department has begun"):
        split(cast, second, by=cast.coordinator)


def test_an_old_page_joins_nothing(cast: Cast) -> None:
    first, second = pair(cast)
    with pytest.raises(Conflict):
        join(cast, first, second, seen=first.version - 1)


def test_a_split_case_begins_with_the_text_so_far(cast: Cast) -> None:
    first, second = joined(cast)
    draft(first, by=cast.focal_point, full_text="Clinics and doctors.")
    split(cast, second)
    assert first.answer != second.answer
    assert texts(second) == ["Clinics and doctors."]
    assert {version.full_text for version in second.answer.earlier_texts()} == {
        "Clinics.", "Clinics and doctors.", "Doctors.",
    }  # fmt: skip
    assert second.proposed_status == status("in-progress")
    assert broken() == []


def test_what_is_written_after_the_split_is_of_one_alone(cast: Cast) -> None:
    first, second = joined(cast)
    split(cast, second)
    draft(first, by=cast.head, full_text="By the head.")
    assert cast.head.pk in who_wrote(first.answer.pk)
    assert cast.head.pk not in who_wrote(second.answer.pk)
    assert cast.alternate.pk in who_wrote(second.answer.pk)


def test_several_leave_together(cast: Cast) -> None:
    first, second = joined(cast)
    third = drafted(cast)
    join(cast, first, third)
    split(cast, second, third)
    assert second.answer == third.answer != first.answer


def test_the_last_one_stays(cast: Cast) -> None:
    with pytest.raises(Blocked, match="Leave at least one behind"):
        split(cast, *joined(cast))
    with pytest.raises(Blocked, match="by itself already"):
        split(cast, drafted(cast))


def test_cases_of_several_answers_are_not_split_in_one(cast: Cast) -> None:
    with pytest.raises(Refused, match="answered together now"):
        split(cast, *pair(cast))


def test_a_request_of_the_text_that_goes_on_stays_and_the_other_lapses(cast: Cast) -> None:
    first, second = pair(cast)
    ask = {"wanted_on": LATER, "by": cast.focal_point, "now": NOW, "comment": "A survey."}
    stays, lapses = ask_for_more_time(first, **ask), ask_for_more_time(second, **ask)
    join(cast, first, second)
    stays.refresh_from_db(), lapses.refresh_from_db()
    assert (stays.state, lapses.state) == ("asked", "withdrawn")
    split(cast, second)
    assert {case.pk for case in stays.cases_with_drafters()} == {first.pk}
    assert broken() == []


def test_a_join_is_undone(cast: Cast, window: None) -> None:
    first, second = pair(cast)
    own = second.answer
    actions.add_evidence(second, title="A survey", by=cast.focal_point, now=NOW)
    join(cast, first, second)
    undo(second, by=cast.focal_point, now=NOW, seen=second.version)
    second.refresh_from_db()
    assert second.answer == own
    assert not first.answer.origins.exists()
    assert not first.answer.evidence.exists()
    assert cast.alternate.pk not in who_wrote(first.answer.pk)


def test_a_split_is_undone(cast: Cast, window: None) -> None:
    first, second = joined(cast)
    split(cast, second)
    undo(second, by=cast.focal_point, now=NOW, seen=second.version)
    second.refresh_from_db()
    assert second.answer == first.answer


def test_neither_is_undone_once_the_others_went_on(cast: Cast, window: None) -> None:
    first, second = joined(cast)
    split(cast, second)
    actions.take_step(first, "sign_and_send", by=cast.head, now=NOW)
    with pytest.raises(Blocked, match="gone on with the text"):
        undo(second, by=cast.focal_point, now=NOW, seen=second.version)


def test_a_split_is_not_undone_once_somebody_spoke(cast: Cast, window: None) -> None:
    _first, second = joined(cast)
    split(cast, second)
    actions.add_comment(second, text="Alone now.", by=cast.head, now=NOW)
    with pytest.raises(Blocked, match="Join them again"):
        undo(second, by=cast.focal_point, now=NOW, seen=second.version)


def test_all_or_none(cast: Cast) -> None:
    """A case that somebody moved elsewhere meanwhile keeps the others from moving."""
    first, second = assigned(cast), assigned(cast)
    join(cast, first, second)
    third = assigned(cast)
    Case.objects.filter(pk=second.pk).update(state="drafting")
    with pytest.raises(Refused):
        join(cast, third, first)
    assert not first.events.filter(step="join").exists()


def test_an_answer_at_two_places_is_found(cast: Cast) -> None:
    first, _second = joined(cast)
    Case.objects.filter(pk=first.pk).update(state="validation", due_on=DUE)
    assert any(found.startswith("Cases of one answer under way stand at one place") for found in broken())


def test_a_text_to_which_others_contribute_is_the_one_that_goes_on(cast: Cast) -> None:
    first, second = pair(cast)
    ask = {"due_on": DUE, "by": cast.focal_point, "now": NOW}
    contributing.ask(second, cast.justice, comment="The figures.", **ask)
    with pytest.raises(Blocked, match="Others contribute to the text"):
        join(cast, first, second)
    join(cast, first, second, text_of=second)
    assert first.answer == second.answer


def test_a_split_is_not_undone_into_a_case_that_is_restricted_since(cast: Cast, window: None) -> None:
    first, second = joined(cast)
    split(cast, second)
    actions.take_step(first, "restrict", by=cast.coordinator, now=NOW, comment="A witness is named.")
    with pytest.raises(Blocked, match="gone on"):
        undo(second, by=cast.focal_point, now=NOW, seen=second.version)
    assert broken() == []


def test_a_step_does_not_leave_behind_what_joined_while_it_waited(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The company is read before its rows are locked: here another case joins in between."""
    first, second = pair(cast)
    alone = first.answered_together()

    def joins_meanwhile(case: Case) -> list[Case]:
        monkeypatch.undo()
        join(cast, first, second)
        return alone

    monkeypatch.setattr(Case, "answered_together", joins_meanwhile)
    with pytest.raises(Conflict, match="by now"):
        actions.take_step(first, "sign_and_send", by=cast.head, now=NOW)
    assert alone[0].state == "drafting"
    first.refresh_from_db()
    assert (first.state, first.answer.sent, broken()) == ("drafting", None, [])
