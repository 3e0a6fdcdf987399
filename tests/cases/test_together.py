"""Cases answered together: they move together, part where they must, and never stand in each other's way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import actions
from cases.models import Answer, Case, Round
from tests.cast import DUE, NOW, Cast, draft, drafted, received, status
from workflow.errors import Refused

LATER = DUE + timedelta(days=9)


@pytest.fixture
def pair(cast: Cast) -> tuple[Case, Case]:
    """Two cases assigned to the Ministry of Health, to be answered by one narrative."""
    first, second = received(cast), received(cast)
    actions.assign_together([first, second], lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    return first, second


def hand_back(case: Case, cast: Cast) -> None:
    data = {"comment": "Not ours.", "proposed": cast.justice}
    actions.take_step(case, "hand_back", by=cast.focal_point, now=NOW, **data)


def assign(case: Case, cast: Cast) -> None:
    case.refresh_from_db()
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)


def carry_to_validator(case: Case, cast: Cast) -> None:
    draft(case, by=cast.focal_point)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)


def test_cases_of_two_rounds_are_not_answered_together(cast: Cast) -> None:
    second = Round.objects.create(code="2027", title="2027", language="en", opened_on=DUE)
    cases = [received(cast), received(cast)]
    cases[1].round = second
    with pytest.raises(Refused, match="Only cases of one open round"):
        actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)


def test_where_one_is_refused_no_answer_is_left_behind(cast: Cast) -> None:
    free, begun = received(cast), drafted(cast)
    with pytest.raises(Refused):
        actions.assign_together([free, begun], lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    assert list(Answer.objects.all()) == [begun.answer]
    assert Case.objects.get(pk=free.pk).state == "received"


def test_one_that_waits_for_a_lead_does_not_hold_the_other_up(cast: Cast, pair: tuple[Case, Case]) -> None:
    first, second = pair
    hand_back(first, cast)
    assign(first, cast)
    carry_to_validator(first, cast)
    second.refresh_from_db()
    assert (first.state, second.state) == ("validation", "received")


def test_one_that_comes_back_later_gets_an_answer_of_its_own(cast: Cast, pair: tuple[Case, Case]) -> None:
    first, second = pair
    hand_back(first, cast)
    assign(first, cast)
    draft(first, by=cast.focal_point)
    assign(second, cast)
    assert second.answer != first.answer
    carry_to_validator(second, cast)
    first.refresh_from_db()
    assert (first.state, second.state) == ("drafting", "validation")


def test_a_status_is_proposed_only_for_cases_under_way(cast: Cast, pair: tuple[Case, Case]) -> None:
    first, second = pair
    hand_back(first, cast)
    assign(first, cast)
    draft(first, by=cast.focal_point)
    second.refresh_from_db()
    assert first.proposed_status == status("in-progress")
    assert second.proposed_status is None


def test_another_due_date_keeps_them_together(cast: Cast, pair: tuple[Case, Case]) -> None:
    outcomes = actions.assign_each(list(pair), lead=cast.health, due_on=LATER, by=cast.coordinator, now=NOW)
    assert [outcome.refusal for outcome in outcomes] == ["", ""]
    moved = Case.objects.filter(pk__in=[case.pk for case in pair])
    assert {(case.answer, case.due_on, case.version) for case in moved} == {(pair[0].answer, LATER, 2)}
