"""One click answers the cases of a group together; it can be taken back, and nothing is done by halves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from cases.alike import taking
from cases.alike.finding import find
from cases.models import Case, SaidTwice
from tests.cast import DUE, NOW, Cast, assigned, drafted, received
from workflow.errors import Conflict, NotAllowed, Refused

TEXT = "Open clinics in rural areas."
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def group() -> SaidTwice:
    find(NOW)
    return SaidTwice.objects.get()


def answers(*cases: Case) -> set[int | None]:
    for case in cases:
        case.refresh_from_db()
    return {case.answer_id for case in cases}


def test_received_cases_are_assigned_to_one_answer(cast: Cast) -> None:
    cases = [received(cast, TEXT), received(cast, TEXT)]
    taking.take(group(), by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    (answer,) = answers(*cases)
    assert answer is not None
    assert [(case.state, case.lead, case.due_on) for case in cases] == [("assigned", cast.health, DUE)] * 2
    assert SaidTwice.objects.get().decided_by == cast.coordinator


def test_without_a_lead_nothing_is_done(cast: Cast) -> None:
    cases = [received(cast, TEXT), received(cast, TEXT)]
    with pytest.raises(Refused, match="Choose the lead"):
        taking.take(group(), by=cast.coordinator, now=NOW, due_on=DUE)
    assert answers(*cases) == {None}
    assert SaidTwice.objects.get().state == "proposed"


def test_cases_of_one_lead_are_joined(cast: Cast) -> None:
    cases = [assigned(cast), assigned(cast)]
    assert len(answers(*cases)) == 2
    taking.take(group(), by=cast.coordinator, now=NOW)
    assert len(answers(*cases)) == 1


def test_a_received_case_goes_to_the_lead_of_the_other(cast: Cast) -> None:
    led, new = assigned(cast), received(cast, TEXT)
    taking.take(group(), by=cast.coordinator, now=NOW)
    assert len(answers(led, new)) == 1
    assert (new.lead, new.due_on, new.state) == (cast.health, led.due_on, "assigned")


def test_different_leads_are_refused(cast: Cast) -> None:
    cases = [assigned(cast), assigned(cast, cast.justice)]
    with pytest.raises(Refused, match="different leads"):
        taking.take(group(), by=cast.coordinator, now=NOW)
    assert len(answers(*cases)) == 2


def test_what_is_drafted_by_halves_is_refused(cast: Cast) -> None:
    drafted(cast), received(cast, TEXT)
    with pytest.raises(Refused, match="begun to draft"):
        taking.take(group(), by=cast.coordinator, now=NOW)


def test_taken_back_at_once_the_cases_stand_as_before(cast: Cast, settings: Settings) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    cases = [received(cast, TEXT), received(cast, TEXT)]
    one = group()
    taking.take(one, by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    taking.take_apart(one, by=cast.coordinator, now=NOW)
    assert answers(*cases) == {None}
    assert [case.state for case in cases] == ["received", "received"]
    assert SaidTwice.objects.get().state == "proposed"


def test_a_join_that_is_taken_back_gives_each_its_own_answer(cast: Cast, settings: Settings) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    cases = [assigned(cast), assigned(cast), assigned(cast)]
    before = answers(*cases)
    one = group()
    taking.take(one, by=cast.coordinator, now=NOW + MINUTE)
    taking.take_apart(one, by=cast.coordinator, now=NOW + MINUTE)
    assert answers(*cases) == before


def test_taken_back_later_they_keep_their_lead(cast: Cast) -> None:
    cases = [received(cast, TEXT), received(cast, TEXT), received(cast, TEXT)]
    one = group()
    taking.take(one, by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    taking.take_apart(one, by=cast.coordinator, now=NOW + HOUR)
    assert len(answers(*cases)) == 3
    assert {case.state for case in cases} == {"assigned"}


def test_one_is_left_out_and_stays_apart(cast: Cast) -> None:
    first, second, third = (received(cast, TEXT) for _number in range(3))
    one = group()
    taking.take(one, by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE, without=[second.pk])
    assert None not in answers(first, third)
    assert len(answers(first, third)) == 1
    assert (answers(second), second.state) == ({None}, "received")
    assert find(NOW) == 0
    taking.take_apart(one, by=cast.coordinator, now=NOW + HOUR)
    assert (find(NOW), set(SaidTwice.objects.get().cases.all())) == (1, {first, second, third})


def test_all_but_one_left_out_is_refused(cast: Cast) -> None:
    cases = [received(cast, TEXT), received(cast, TEXT)]
    with pytest.raises(Refused, match="Tick two"):
        taking.take(
            group(), by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE, without=[cases[0].pk]
        )
    assert answers(*cases) == {None}


def test_what_was_kept_apart_can_be_proposed_again(cast: Cast) -> None:
    received(cast, TEXT), received(cast, TEXT)
    one = group()
    taking.refuse(one, by=cast.coordinator, now=NOW)
    taking.take_back(one, by=cast.coordinator)
    assert SaidTwice.objects.get().state == "proposed"
    assert find(NOW) == 1


def test_who_looked_at_an_old_page_is_told(cast: Cast) -> None:
    received(cast, TEXT), received(cast, TEXT)
    one = group()
    taking.refuse(SaidTwice.objects.get(), by=cast.coordinator, now=NOW)
    with pytest.raises(Conflict):
        taking.take(one, by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)


def test_it_rejects_who_does_not_coordinate(cast: Cast) -> None:
    received(cast, TEXT), received(cast, TEXT)
    for act in (taking.take, taking.refuse):
        with pytest.raises(NotAllowed):
            act(group(), by=cast.validator, now=NOW)


def test_a_case_that_was_restricted_since_is_not_brought_together(cast: Cast) -> None:
    for cases in ([received(cast, TEXT), received(cast, TEXT)], [assigned(cast), assigned(cast)]):
        one, before = group(), answers(*cases)
        cases[0].put_in_sight(cast.coordinator)
        Case.objects.filter(pk=cases[0].pk).update(restricted=True)
        with pytest.raises(Refused, match="answered by itself"):
            taking.take(one, by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
        assert answers(*cases) == before
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(restricted=True)
        find(NOW)
