"""Groups are proposed; what was decided on them stands when they are found again."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from cases import actions, tasks
from cases.alike import taking
from cases.alike.finding import find, find_if_due
from cases.alike.levels import SURE
from cases.invariants import groups_said_twice
from cases.models import AlikeCase, Case, SaidTwice
from tests.cast import LATER, NOW, Cast, approved, received, status

TEXT = "Ratify the treaty on disappearances."


def groups(state: str = "proposed") -> list[set[int]]:
    return [
        set(one.members.values_list("case", flat=True))
        for one in SaidTwice.objects.filter(state=state).order_by("pk")
    ]


@pytest.fixture
def twice(cast: Cast) -> list[Case]:
    received(cast, "Build wells in the villages of the south.")
    return [received(cast, text) for text in (TEXT, "Ratify the Treaty on Disappearances", TEXT + " Now.")]


def test_what_is_said_twice_is_proposed_as_one_group(twice: list[Case]) -> None:
    assert find(NOW) == 1
    assert groups() == [{case.pk for case in twice}]


def test_found_again_nothing_changes(twice: list[Case]) -> None:
    find(NOW)
    before = list(SaidTwice.objects.values())
    assert find(NOW) == 1
    assert list(SaidTwice.objects.values()) == before


def test_it_is_looked_for_only_where_something_changed(cast: Cast, twice: list[Case]) -> None:
    assert find_if_due(NOW)
    assert not find_if_due(NOW)
    twice.append(received(cast, TEXT))
    assert find_if_due(NOW)
    assert groups() == [{case.pk for case in twice}]


def test_what_was_refused_does_not_come_back(cast: Cast, twice: list[Case]) -> None:
    find(NOW)
    taking.refuse(SaidTwice.objects.get(), by=cast.coordinator, now=NOW)
    assert find(NOW) == 0
    again = received(cast, TEXT)
    assert find(NOW) == 1
    (found,) = groups()
    assert again.pk in found
    assert len(found) == 2


def test_what_was_taken_is_proposed_again_only_with_another(cast: Cast, twice: list[Case]) -> None:
    find(NOW)
    taking.take(SaidTwice.objects.get(), by=cast.coordinator, now=NOW, lead=cast.health, due_on=LATER)
    assert find(NOW) == 0
    twice.append(received(cast, TEXT))
    assert find(NOW) == 1
    assert groups() == [{case.pk for case in twice}]


def test_what_is_perhaps_the_same_is_proposed_once_what_surely_is_was_taken(
    cast: Cast, twice: list[Case]
) -> None:
    perhaps = received(cast, "Accede to the treaty on disappearances.")
    find(NOW)
    sure = SaidTwice.objects.get()
    assert set(sure.cases.all()) == set(twice)
    assert sure.nearness >= SURE
    taking.take(sure, by=cast.coordinator, now=NOW, lead=cast.health, due_on=LATER)
    assert find_if_due(NOW)
    (both,) = SaidTwice.objects.filter(state="proposed")
    assert set(both.cases.all()) == {*twice, perhaps}
    assert both.nearness < SURE
    taking.refuse(both, by=cast.coordinator, now=NOW)
    assert find_if_due(NOW)
    assert groups() == []
    twice.append(received(cast, TEXT))
    find(NOW)
    assert groups() == [{case.pk for case in twice}]


def test_a_restricted_or_closed_case_stands_with_no_other(cast: Cast, twice: list[Case]) -> None:
    actions.take_step(twice[0], "close", by=cast.coordinator, now=NOW, comment="Done.", because="superseded")
    find(NOW)
    assert groups() == [{case.pk for case in twice[1:]}]
    Case.objects.filter(pk=twice[1].pk).update(restricted=True)
    assert find(NOW) == 0
    assert groups() == []


def test_a_case_is_in_one_proposal_at_a_time(twice: list[Case]) -> None:
    find(NOW)
    other = SaidTwice.objects.create(nearness=1, found_at=NOW)
    with pytest.raises(IntegrityError):
        AlikeCase.objects.create(group=other, case=twice[0])


def test_a_group_whose_cases_wait_no_more_is_named(twice: list[Case]) -> None:
    find(NOW)
    assert list(groups_said_twice()) == []
    AlikeCase.objects.filter(case=twice[0]).update(waiting=False)
    assert list(groups_said_twice()) == [f"Group {SaidTwice.objects.get().pk}."]


def test_a_decision_has_a_date_and_a_person(twice: list[Case]) -> None:
    find(NOW)
    with pytest.raises(IntegrityError):
        SaidTwice.objects.update(state="taken")


def test_statuses_that_contradict_each_other_are_found(cast: Cast) -> None:
    done = [approved(cast), approved(cast)]
    assert find(NOW) == 1
    assert not SaidTwice.objects.contradictory().exists()
    Case.objects.filter(pk=done[0].pk).update(status=status("not-started"))
    assert SaidTwice.objects.contradictory().count() == 1


def test_only_who_coordinates_and_sees_every_case_sees_a_group(cast: Cast, twice: list[Case]) -> None:
    find(NOW)
    assert SaidTwice.objects.visible_to(cast.coordinator).count() == 1
    assert not SaidTwice.objects.visible_to(cast.validator).exists()
    Case.objects.filter(pk=twice[0].pk).update(restricted=True)
    assert not SaidTwice.objects.visible_to(cast.coordinator).exists()


def test_the_worker_and_the_command_find_them(
    cast: Cast, twice: list[Case], capsys: pytest.CaptureFixture[str]
) -> None:
    tasks.find_alike()
    assert len(groups()) == 1
    call_command("find_alike")
    assert "1 group is proposed." in capsys.readouterr().out
