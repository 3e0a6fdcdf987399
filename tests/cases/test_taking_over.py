"""Sentences of contributions taken over into what the lead types, at a place, and back again."""

from __future__ import annotations

from typing import Any

import pytest

from cases.drafting import copies, taking_over
from cases.drafting.copies import OtherWindow
from cases.models import Case, Part, WorkingCopy
from cases.prose import LONGEST
from tests.cases.test_contributions import ask, take, write
from tests.cast import NOW, Cast, draft, drafted
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState

PART = "Prisons hold regular hours for nurses. Cells were renewed.\n\n- in the north\n- in the south"
OWN = "Clinics opened.\n\nWaiting times fell."


def part_of(cast: Cast, case: Case, text: str = PART) -> Part:
    contribution = ask(cast, case)
    write(cast, contribution, text)
    take(contribution, "deliver", cast.justice_focal_point)
    return contribution.parts.select_related("contribution__department").get()


def own(cast: Cast) -> Case:
    return drafted(cast, full_text=OWN)


def over(case: Case, by: Any, chosen: dict[Part, list[int]], **more: Any) -> WorkingCopy:
    given = {"after": 0, "started_from": 1, "seen": 0, "now": NOW} | more
    return taking_over.take_over(case, chosen, by=by, **given)


@pytest.mark.once
@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (0, "One.\n\nTwo.\n\nThree.\n\nNew."),
        (1, "One.\n\nNew.\n\nTwo.\n\nThree."),
        (2, "One.\n\nTwo.\n\nNew.\n\nThree."),
        (3, "One.\n\nTwo.\n\nThree.\n\nNew."),
        (99, "One.\n\nTwo.\n\nThree.\n\nNew."),
    ],
)
def test_it_goes_where_it_is_wanted(after: int, expected: str) -> None:
    put = taking_over.put_in("One.\n \n\nTwo.\n\nThree.\n", "New.", after=after)
    assert put.replace("\n \n\n", "\n\n") == expected


@pytest.mark.once
def test_what_stands_is_seen_whatever_its_breaks_and_marks() -> None:
    text = "> Prisons hold regular\n> hours for nurses.\n\nCells were renewed in 2025."
    found = taking_over.sentences_against("Prisons hold regular hours for nurses. Cells were renewed.", text)
    assert [one.stands for one in found] == [False, False]
    found = taking_over.sentences_against(PART, "He said: no. Cells were  renewed. * in the north")
    assert [(one.text.strip(), one.stands) for one in found][:2] == [
        ("Prisons hold regular hours for nurses.", False),
        ("Cells were  renewed.".replace("  ", " "), True),
    ]


@pytest.mark.once
def test_an_arabic_part_is_cut_into_sentences() -> None:
    found = taking_over.sentences_against("هل فُتحت العيادات؟ نعم، فُتحت مئتان.", "نعم، فُتحت مئتان.")
    assert [one.stands for one in found] == [False, True]


def test_sentences_go_into_the_working_copy_and_no_version_is_made(cast: Cast) -> None:
    case = own(cast)
    part = part_of(cast, case)
    copy = over(case, cast.focal_point, {part: [1]}, after=1)
    assert copy.typed["full_text"] == "Clinics opened.\n\nCells were renewed.\n\nWaiting times fell."
    assert copy.typed["short_text"] == case.present_answer.latest_draft().short_text  # type: ignore[union-attr]
    assert (copy.started_from, copy.before) == (1, [None])
    assert case.present_answer.versions.count() == 1


def test_what_was_typed_and_not_saved_is_kept(cast: Cast) -> None:
    case = own(cast)
    part = part_of(cast, case)
    act: dict[str, Any] = {"by": cast.focal_point, "now": NOW}
    copies.keep_draft(case, typed={"full_text": "Mine.", "status": "3"}, started_from=1, seen=0, **act)
    copy = over(case, cast.focal_point, {part: [0, 1]}, seen=1)
    assert copy.typed["full_text"] == f"Mine.\n\n{PART.partition(chr(10))[0]}"
    assert copy.typed["status"] == "3"


def test_undo_goes_back_one_after_the_other(cast: Cast) -> None:
    case = own(cast)
    part = part_of(cast, case)
    over(case, cast.focal_point, {part: [0]})
    second = over(case, cast.focal_point, {part: [1]}, seen=1)
    assert "Cells were renewed." in second.text
    taking_over.undo(case, seen=2, by=cast.focal_point, now=NOW)
    assert WorkingCopy.objects.get().text == f"{OWN}\n\nPrisons hold regular hours for nurses."
    taking_over.undo(case, seen=3, by=cast.focal_point, now=NOW)
    assert not WorkingCopy.objects.exists()


def test_undo_never_takes_what_was_typed_since(cast: Cast) -> None:
    case = own(cast)
    part = part_of(cast, case)
    over(case, cast.focal_point, {part: [0]})
    act: dict[str, Any] = {"by": cast.focal_point, "now": NOW}
    copies.keep_draft(case, typed={"full_text": "Typed on."}, started_from=1, seen=1, **act)
    for seen in (1, 2):
        with pytest.raises(Conflict, match="You wrote on since"):
            taking_over.undo(case, seen=seen, **act)
    assert WorkingCopy.objects.get().text == "Typed on."


def test_another_window_is_not_written_over(cast: Cast) -> None:
    case = own(cast)
    part = part_of(cast, case)
    over(case, cast.focal_point, {part: [0]})
    with pytest.raises(OtherWindow):
        over(case, cast.focal_point, {part: [1]}, seen=0)
    assert "Cells" not in WorkingCopy.objects.get().text


def test_a_text_that_was_saved_meanwhile_is_merged_later_not_lost(cast: Cast) -> None:
    case = own(cast)
    part = part_of(cast, case)
    draft(case, by=cast.alternate, full_text="Theirs.")
    copy = over(case, cast.focal_point, {part: [0]}, started_from=1)
    assert copy.started_from == 1
    assert copy.text.startswith(OWN)


@pytest.mark.parametrize("chosen", [[], [99]])
def test_nothing_chosen_is_nothing_done(cast: Cast, chosen: list[int]) -> None:
    case = own(cast)
    part = part_of(cast, case)
    with pytest.raises(Blocked, match="Choose the sentences first"):
        over(case, cast.focal_point, {part: chosen})
    assert not WorkingCopy.objects.exists()


def test_only_the_lead_while_it_drafts(cast: Cast) -> None:
    case = own(cast)
    part = part_of(cast, case)
    with pytest.raises(NotAllowed):
        over(case, cast.justice_focal_point, {part: [0]})
    take(part.contribution, "accept", cast.focal_point)
    from_head: dict[str, Any] = {"by": cast.head, "now": NOW}
    taking_over.actions.take_step(case, "sign_and_send", **from_head)
    with pytest.raises(WrongState):
        over(Case.objects.get(pk=case.pk), cast.focal_point, {part: [0]})


def test_an_independent_body_is_quoted_under_its_name(cast: Cast) -> None:
    case = own(cast)
    part = part_of(cast, case)
    cast.justice.independent = True
    cast.justice.save()
    part.contribution.department.refresh_from_db()
    copy = over(case, cast.focal_point, {part: [1]})
    assert copy.text.endswith("From Ministry of Justice:\n\n> Cells were renewed.")


def test_more_than_the_form_takes_is_refused_and_nothing_changes(cast: Cast) -> None:
    case = own(cast)
    part = part_of(cast, case, "word " * (LONGEST // 10) + "end.")
    over(case, cast.focal_point, {part: [0]})
    with pytest.raises(Blocked, match="more than 50,000 characters"):
        over(case, cast.focal_point, {part: [0]}, seen=1)
    kept = WorkingCopy.objects.get()
    assert (kept.edition, kept.before) == (1, [None])
    assert len(kept.text) < LONGEST
