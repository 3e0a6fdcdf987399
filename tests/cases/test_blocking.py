"""What blocks an answer: who says it, what it asks for, when it counts no longer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from cases import actions, blocking
from cases.models import Block, Case
from cases.models.case_lists import late_at
from cases.overview.blocks import SILENT, counted_blocks
from cases.people.models import Department, User
from tests.cases import stations
from tests.cast import DUE, LATER, NOW, Cast, assigned, drafted, person, received, sent
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState

YESTERDAY = date(2026, 3, 1)


def say(cast: Cast, *cases: Case, what: str = "time", note: str = "", **act: Any) -> list[Block]:
    given: dict[str, Any] = {"by": cast.focal_point, "now": NOW, "form": uuid4()} | act
    return blocking.say(cases, what, note=note, **given)


def late(cast: Cast, to: Department | None = None) -> Case:
    case = assigned(cast, to)
    Case.objects.filter(pk=case.pk).update(due_on=YESTERDAY)
    case.refresh_from_db()
    return case


def in_force() -> list[str]:
    return [one.what for one in Block.objects.in_force().order_by("pk")]


@pytest.mark.parametrize("who", ["focal_point", "alternate", "head"])
def test_the_department_says_it(cast: Cast, who: str) -> None:
    case = drafted(cast)
    (said,) = say(cast, case, what="data", note="The statistics office.", by=getattr(cast, who))
    assert (said.case, said.lead, said.about_on) == (case, cast.health, case.due_on)
    assert in_force() == ["data"]
    case.refresh_from_db()
    assert case.version == Case.objects.get(pk=case.pk).events.count(), "no event, so nobody is refused"


@pytest.mark.parametrize("who", ["coordinator", "justice_focal_point", "validator", "stranger"])
def test_others_do_not(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed, match="Only the lead department"):
        say(cast, drafted(cast), by=getattr(cast, who))
    assert not Block.objects.exists()


def test_its_escalation_contact_does_not(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        say(cast, drafted(cast), by=person("director", "escalation contact", cast.health))


@pytest.mark.parametrize("state", ["validation", "approved", "submitted"])
def test_not_of_what_is_with_others(cast: Cast, state: str) -> None:
    with pytest.raises(WrongState, match="not with its department"):
        say(cast, stations.AT[state](cast))


@pytest.mark.parametrize("state", ["assigned", "drafting", "sign-off", "agreement"])
def test_of_all_that_is_with_the_department(cast: Cast, state: str) -> None:
    say(cast, stations.AT[state](cast))
    assert in_force() == ["time"]


def test_not_of_an_independent_body_nor_without_a_date(cast: Cast) -> None:
    case = drafted(cast)
    Case.objects.filter(pk=case.pk).update(due_on=None)
    with pytest.raises(Blocked, match="no due date"):
        say(cast, case)
    Case.objects.filter(pk=case.pk).update(due_on=DUE)
    Department.objects.filter(pk=cast.health.pk).update(independent=True)
    with pytest.raises(Blocked, match="invited"):
        say(cast, case)


@pytest.mark.parametrize(("what", "missing"), [("data", "from whom"), ("other", "what blocks it")])
def test_two_answers_need_a_note(cast: Cast, what: str, missing: str) -> None:
    case = drafted(cast)
    with pytest.raises(Blocked, match=missing):
        say(cast, case, what=what, note="  ")
    say(cast, case, what=what, note="The statistics office.")
    assert in_force() == [what]


def test_the_table_holds_none_without_its_note(cast: Cast) -> None:
    (said,) = say(cast, drafted(cast))
    for fields in ({"what": "data"}, {"what": "weather"}, {"solved_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.filter(pk=said.pk).update(**fields)


def test_several_at_once_all_or_none(cast: Cast) -> None:
    own, other = drafted(cast), assigned(cast, cast.justice)
    with pytest.raises(NotAllowed):
        say(cast, own, other)
    assert not Block.objects.exists()
    say(cast, own, drafted(cast))
    assert in_force() == ["time", "time"]


def test_a_form_counts_once(cast: Cast) -> None:
    case, form = drafted(cast), UUID(int=7)
    first = say(cast, case, form=form)
    assert say(cast, case, form=form, what="not-ours") == first
    assert in_force() == ["time"]
    with pytest.raises(Conflict, match="sent already"):
        say(cast, case, form=form, by=cast.head)


def test_the_newest_counts(cast: Cast) -> None:
    case = drafted(cast)
    say(cast, case)
    say(cast, case, what="not-ours")
    assert in_force() == ["not-ours"]


def test_it_lapses_when_the_date_moves(cast: Cast) -> None:
    case = drafted(cast)
    say(cast, case)
    actions.take_step(case, "redate", by=cast.coordinator, now=NOW, due_on=LATER, comment="Later.")
    assert in_force() == []


def test_it_lapses_when_the_case_leaves_and_does_not_come_back_for_another_department(cast: Cast) -> None:
    case = drafted(cast)
    say(cast, case)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert in_force() == []
    back = assigned(cast)
    say(cast, back)
    Case.objects.filter(pk=back.pk).update(lead=cast.justice)
    assert in_force() == []


@pytest.mark.parametrize("who", ["alternate", "coordinator"])
def test_it_is_solved_by_the_department_or_a_coordinator(cast: Cast, who: str) -> None:
    case = drafted(cast)
    say(cast, case)
    (said,) = say(cast, case, what="not-ours")
    blocking.solve(said, by=getattr(cast, who), now=NOW)
    assert in_force() == [], "what was said before it does not come back"
    with pytest.raises(Conflict):
        blocking.solve(said, by=cast.coordinator, now=NOW)


@pytest.mark.parametrize("who", ["validator", "justice_focal_point"])
def test_it_is_not_solved_by_others(cast: Cast, who: str) -> None:
    (said,) = say(cast, drafted(cast))
    with pytest.raises(NotAllowed):
        blocking.solve(said, by=getattr(cast, who), now=NOW)


@pytest.fixture
def ten_minutes(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


@pytest.mark.usefixtures("ten_minutes")
def test_it_is_taken_back_from_all_and_what_was_said_before_counts_again(cast: Cast) -> None:
    first, second = drafted(cast), drafted(cast)
    say(cast, first, what="not-ours")
    (said, _other) = say(cast, first, second)
    assert len(blocking.take_back(said.form, by=cast.focal_point, now=NOW)) == 2
    assert in_force() == ["not-ours"]


def after(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.mark.usefixtures("ten_minutes")
def test_it_is_not_taken_back_by_others_or_later_or_once_something_came_after(cast: Cast) -> None:
    case = drafted(cast)
    (said,) = say(cast, case)
    for by, now in ((cast.alternate, NOW), (cast.focal_point, after(11))):
        with pytest.raises(Conflict, match="time to take it back"):
            blocking.take_back(said.form, by=by, now=now)
    say(cast, case, what="not-ours")
    with pytest.raises(Conflict, match="said since"):
        blocking.take_back(said.form, by=cast.focal_point, now=NOW)
    assert in_force() == ["not-ours"]


def readers(cast: Cast) -> list[User]:
    director = person("director", "escalation contact", cast.health)
    everybody = [value for value in vars(cast).values() if isinstance(value, User)]
    return [one for one in [*everybody, director] if Block.objects.visible_to(one).exists()]


def test_the_coordinator_and_the_department_read_it_and_nobody_else(cast: Cast) -> None:
    say(cast, drafted(cast))
    assert readers(cast) == [cast.coordinator, cast.focal_point, cast.alternate, cast.head]


def test_of_a_restricted_case_only_those_named(cast: Cast) -> None:
    case = drafted(cast)
    say(cast, case)
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    assert readers(cast) == [cast.coordinator]
    with pytest.raises(NotAllowed, match="restricted"):
        say(cast, case)


def test_the_next_department_does_not_read_what_the_last_one_said(cast: Cast) -> None:
    case = assigned(cast)
    say(cast, case)
    act = {"by": cast.coordinator, "now": NOW, "comment": "Theirs."}
    actions.take_step(case, "reassign", lead=cast.justice, due_on=DUE, **act)
    assert readers(cast) == [cast.coordinator]


def counts(cast: Cast) -> dict[str, int]:
    seen = Case.objects.visible_to(cast.coordinator).filter(late_at(NOW))
    return {one.code: one.count for one in counted_blocks(seen)}


def test_late_cases_are_counted_by_what_blocks_them(cast: Cast) -> None:
    cases = [late(cast) for _number in range(4)]
    say(cast, drafted(cast)), sent(cast), received(cast)
    say(cast, cases[0], cases[1])
    say(cast, cases[2], what="other", note="A fire.")
    assert counts(cast) == {"time": 2, "other": 1, SILENT: 1}
    say(cast, cases[0], what="not-ours")
    assert counts(cast) == {"time": 1, "not-ours": 1, "other": 1, SILENT: 1}


def test_they_are_said_in_words(cast: Cast) -> None:
    say(cast, late(cast), late(cast))
    late(cast)
    numbers = counted_blocks(Case.objects.filter(late_at(NOW)))
    assert [one.words for one in numbers] == ["2 need time", "1 has not said"]


def test_counting_is_one_query_however_many_there_are(cast: Cast, django_assert_num_queries: Any) -> None:
    say(cast, *[late(cast) for _number in range(5)])
    seen = Case.objects.filter(due_on=YESTERDAY)
    with django_assert_num_queries(1):
        counted_blocks(seen)
