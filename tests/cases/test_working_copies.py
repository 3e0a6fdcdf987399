"""What is typed and not saved: kept for the person alone, no version, no acceptance, never lost unsaid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases import actions
from cases.contributions import contributing
from cases.drafting import copies
from cases.models import Case, WorkingCopy
from cases.people.models import User
from cases.people.roles import take_role
from tests.cast import DUE, LATER, NOW, Cast, assigned, drafted, sent
from workflow.errors import NotAllowed, WrongState

SOON = NOW + timedelta(minutes=1)
MUCH_LATER = NOW + timedelta(days=31)


def keep(case: Case, by: User, text: str = "Typed, not saved.", *, seen: int = 0, **more: Any) -> WorkingCopy:
    given = {"typed": {"full_text": text}, "started_from": 0, "now": NOW} | more
    return copies.keep_draft(case, by=by, seen=seen, **given)


def test_keeping_makes_no_version_and_accepts_nothing(cast: Cast) -> None:
    case = assigned(cast)
    copy = keep(case, cast.focal_point)
    case.refresh_from_db()
    assert (case.state, case.answer.versions.count()) == ("assigned", 0)
    assert (copy.text, copy.words) == ("Typed, not saved.", 3)


def test_a_head_who_only_typed_may_still_sign(cast: Cast) -> None:
    case = drafted(cast)
    keep(case, cast.head, started_from=1)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert case.state == "validation"


def test_each_person_has_one_of_an_answer(cast: Cast) -> None:
    case = drafted(cast)
    keep(case, cast.focal_point)
    keep(case, cast.alternate)
    keep(case, cast.focal_point, "Typed on.", seen=1, now=SOON)
    assert sorted(WorkingCopy.objects.values_list("typed__full_text", "edition")) == [
        ("Typed on.", 2),
        ("Typed, not saved.", 1),
    ]


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_another_window_of_the_same_person_writes_nothing_over_it(cast: Cast, seen: int) -> None:
    case = drafted(cast)
    keep(case, cast.focal_point)
    keep(case, cast.focal_point, "Typed on.", seen=1)
    with pytest.raises(copies.OtherWindow, match="in another window too, where it was kept at 09:00"):
        keep(case, cast.focal_point, "From elsewhere.", seen=seen)
    assert WorkingCopy.objects.get().text == "Typed on."


def test_only_who_writes_the_answer_now_keeps_anything(cast: Cast) -> None:
    case = drafted(cast)
    for person in (cast.coordinator, cast.validator, cast.justice_focal_point, cast.stranger):
        with pytest.raises(NotAllowed):
            keep(case, person)
    with pytest.raises(WrongState):
        keep(sent(cast), cast.focal_point)
    assert not WorkingCopy.objects.exists()


def test_in_a_restricted_case_only_who_is_named_keeps_and_reads(cast: Cast) -> None:
    case = drafted(cast)
    keep(case, cast.alternate)
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness is named.")
    actions.take_step(case, "name_person", by=cast.coordinator, now=NOW, person=cast.focal_point)
    case = Case.objects.get(pk=case.pk)
    keep(case, cast.focal_point)
    with pytest.raises(NotAllowed, match="persons named"):
        keep(case, cast.alternate, seen=1)
    assert WorkingCopy.objects.visible_to(cast.focal_point).count() == 1
    assert not WorkingCopy.objects.visible_to(cast.alternate).exists()


def test_nobody_reads_that_of_another(cast: Cast) -> None:
    keep(drafted(cast), cast.focal_point)
    everybody = [one for one in vars(cast).values() if isinstance(one, User)]
    assert [one for one in everybody if WorkingCopy.objects.visible_to(one).exists()] == [cast.focal_point]


def test_who_left_the_department_reads_his_own_no_more(cast: Cast) -> None:
    keep(drafted(cast), cast.focal_point)
    take_role(cast.focal_point, "focal point", cast.health)
    assert not WorkingCopy.objects.visible_to(cast.focal_point).exists()


def test_what_was_typed_stays_behind_where_the_case_goes_to_another_department(cast: Cast) -> None:
    case = drafted(cast)
    keep(case, cast.focal_point)
    to_justice = {"lead": cast.justice, "due_on": DUE, "comment": "Theirs."}
    actions.take_step(case, "reassign", by=cast.coordinator, now=NOW, **to_justice)
    for person in (cast.focal_point, cast.justice_focal_point):
        assert not WorkingCopy.objects.visible_to(person).exists()


def test_what_is_dropped_can_be_brought_back(cast: Cast) -> None:
    case = drafted(cast)
    keep(case, cast.focal_point)
    act = {"by": cast.focal_point, "now": NOW}
    assert copies.drop(case.answer, **act)
    assert not WorkingCopy.objects.standing().exists()
    assert copies.bring_back(case.answer, **act)
    assert WorkingCopy.objects.standing().get().text == "Typed, not saved."


def test_bringing_back_lays_aside_what_was_typed_since(cast: Cast) -> None:
    case = drafted(cast)
    keep(case, cast.focal_point, "First.")
    copies.drop(case.answer, by=cast.focal_point, now=NOW)
    keep(case, cast.focal_point, "Second.")
    copies.bring_back(case.answer, by=cast.focal_point, now=SOON)
    assert WorkingCopy.objects.standing().get().text == "First."
    assert WorkingCopy.objects.dropped().get().text == "Second."


def test_what_was_dropped_a_month_ago_goes_with_the_next_that_is_dropped(cast: Cast) -> None:
    case = drafted(cast)
    for text, now in (("First.", NOW), ("Second.", MUCH_LATER)):
        keep(case, cast.focal_point, text, now=now)
        copies.drop(case.answer, by=cast.focal_point, now=now)
    assert WorkingCopy.objects.get().text == "Second."


def test_nobody_drops_or_brings_back_in_another_department(cast: Cast) -> None:
    case = drafted(cast)
    for act in (copies.drop, copies.bring_back):
        with pytest.raises(NotAllowed):
            act(case.answer, by=cast.validator, now=NOW)


def test_it_goes_once_its_text_is_a_version_but_not_what_went_on_elsewhere(cast: Cast) -> None:
    case = drafted(cast)
    keep(case, cast.focal_point)
    copies.became_a_version(case.answer, by=cast.focal_point, seen=0)
    assert WorkingCopy.objects.exists()
    copies.became_a_version(case.answer, by=cast.focal_point, seen=1)
    assert not WorkingCopy.objects.exists()


def test_a_part_is_kept_by_those_who_contribute_it(cast: Cast) -> None:
    case = drafted(cast)
    part = contributing.ask(case, cast.justice, by=cast.focal_point, now=NOW, due_on=LATER)
    given = {"typed": {"text": "Ours."}, "started_from": 0, "seen": 0, "now": NOW}
    copies.keep_part(part, by=cast.justice_focal_point, **given)
    part.refresh_from_db()
    assert (part.state, WorkingCopy.objects.get().text) == ("asked", "Ours.")
    with pytest.raises(NotAllowed):
        copies.keep_part(part, by=cast.focal_point, **given)
    assert not WorkingCopy.objects.visible_to(cast.focal_point).exists()


def test_who_was_heard_of_a_moment_ago_writes_there(cast: Cast) -> None:
    case = drafted(cast)
    keep(case, cast.focal_point)
    later = NOW + timedelta(minutes=4)
    assert WorkingCopy.objects.writing_at(NOW + timedelta(minutes=2)).exists()
    assert not WorkingCopy.objects.writing_at(later).exists()
    copy = copies.is_here(case.answer, by=cast.focal_point, now=later)
    assert copy is not None
    assert (copy.here_since, copy.saved_at) == (later, NOW)
    assert WorkingCopy.objects.writing_at(later).exists()
