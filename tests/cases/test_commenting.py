"""Talking about an answer: on a passage, answered, called done; within the department until it is sent."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from cases import actions
from cases.drafting import commenting
from cases.drafting.passages import FoldedVersion
from cases.folded import Folded
from cases.models import Case, Comment
from tests.cast import FULL, NOW, Cast, draft, drafted, sent
from workflow.errors import Blocked, NotAllowed, WrongState

PASSAGE = "opened two hundred rural clinics"


def commented(case: Case, by: object, **about: object) -> Comment:
    return actions.add_comment(case, text="Which year is this?", by=by, now=NOW, **about)


def test_a_comment_may_be_about_a_passage_of_a_version(cast: Cast) -> None:
    case = drafted(cast)

    said = commented(case, cast.head, quote=PASSAGE)

    assert (said.about, said.quote) == (case.answer.latest_draft(), PASSAGE)


def test_a_passage_that_stands_in_no_saved_text_is_refused(cast: Cast) -> None:
    with pytest.raises(Blocked, match="This passage stands in no saved text"):
        commented(drafted(cast), cast.head, quote="three hundred clinics")
    assert not Comment.objects.exists()


def test_a_passage_of_a_text_that_one_does_not_read_is_refused(cast: Cast) -> None:
    case = sent(cast)
    actions.take_step(case, "withdraw", by=cast.focal_point, now=NOW)
    draft(case, by=cast.focal_point, full_text="Zanzibar is new here.")
    with pytest.raises(Blocked):
        commented(case, cast.validator, quote="Zanzibar is new")


def test_a_passage_is_found_again_in_a_later_version_or_not(cast: Cast) -> None:
    case = drafted(cast)
    said = commented(case, cast.head, quote=PASSAGE)
    draft(case, by=cast.focal_point, full_text=f"First of all. {FULL}")
    again = FoldedVersion(case.answer.latest_draft()).place_of(Folded(said.quote))
    assert again.start == FULL.index(PASSAGE) + 14
    draft(case, by=cast.focal_point, full_text="Another text.")
    assert FoldedVersion(case.answer.latest_draft()).place_of(Folded(said.quote)) is None


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("two words", "these\ntwo  words here", "two  words"),
        ("bold words", "some **bold** words", "bold** words"),
        ("Heading Text", "# Heading\n\nText", "Heading\n\nText"),
        ("قال الوزير", "ثم قال\nالوزير", "قال\nالوزير"),
        ("Courts Judges", "1. Courts\n  - Judges", "Courts\n  - Judges"),
        (
            "Year Clinics 2024",
            "| Year | Clinics |\n|---|--:|\n| 2024 |",
            "Year | Clinics |\n|---|--:|\n| 2024",
        ),
        (
            "as the Act says",
            "as [the Act](https://a.example/b) says",
            "as [the Act](https://a.example/b) says",
        ),
        ("3 - 2", "it was 3 - 2 then", "3 - 2"),
        ("absent", "nothing of it", None),
        ("  ", "blank", None),
        ("**", "marks ** alone", None),
    ],
)
def test_a_passage_is_found_whatever_its_line_breaks_and_marks(
    quote: str, text: str, found: str | None
) -> None:
    place = Folded(text).find(Folded(quote))
    assert (text[slice(*place)] if place else None) == found


def test_a_comment_is_answered_and_an_answer_to_the_answer_joins_the_same_talk(cast: Cast) -> None:
    case = drafted(cast)
    first = commented(case, cast.head)
    answer = commenting.answer_comment(case, first, text="2024.", by=cast.focal_point, now=NOW)
    further = commenting.answer_comment(case, answer, text="Good.", by=cast.head, now=NOW)
    assert (answer.answers, further.answers) == (first, first)
    assert answer.released_at is None


def test_who_wrote_it_or_who_drafts_calls_it_done(cast: Cast) -> None:
    case = sent(cast)
    for person in (cast.validator, cast.focal_point, cast.head):
        said = commented(case, cast.validator)
        commenting.settle_comment(case, said, by=person, now=NOW)
        said.refresh_from_db()
        assert (said.settled_by, said.settled_at) == (person, NOW)
    with pytest.raises(NotAllowed, match="Who wrote the comment calls it done"):
        commenting.settle_comment(case, said, by=cast.coordinator, now=NOW)


def test_what_is_done_is_opened_again_by_hand_and_by_an_answer(cast: Cast) -> None:
    case = drafted(cast)
    said = commented(case, cast.head)
    for again in (
        lambda: commenting.reopen_comment(case, said, by=cast.alternate),
        lambda: commenting.answer_comment(case, said, text="But no.", by=cast.head, now=NOW),
    ):
        commenting.settle_comment(case, said, by=cast.focal_point, now=NOW)
        again()
        assert said in Comment.objects.open()


def test_an_answer_is_not_called_done(cast: Cast) -> None:
    case = drafted(cast)
    answer = commenting.answer_comment(case, commented(case, cast.head), text="Yes.", by=cast.head, now=NOW)
    with pytest.raises(WrongState, match="What began the talk is called done"):
        commenting.settle_comment(case, answer, by=cast.head, now=NOW)


def test_nobody_touches_a_comment_that_he_does_not_see(cast: Cast) -> None:
    case = drafted(cast)
    said = commented(case, cast.head)
    for person in (cast.coordinator, cast.validator, cast.justice_focal_point, cast.stranger):
        with pytest.raises(NotAllowed):
            commenting.settle_comment(case, said, by=person, now=NOW)
        with pytest.raises(NotAllowed):
            commenting.answer_comment(case, said, text="Me too.", by=person, now=NOW)
    assert Comment.objects.get().settled_at is None


def test_a_comment_of_another_case_is_not_answered_here(cast: Cast) -> None:
    case, other = drafted(cast), drafted(cast)
    with pytest.raises(NotAllowed):
        commenting.answer_comment(other, commented(case, cast.head), text="?", by=cast.head, now=NOW)


def test_the_database_keeps_that_somebody_settled_it(cast: Cast) -> None:
    said = commented(drafted(cast), cast.head)
    with pytest.raises(IntegrityError):
        Comment.objects.filter(pk=said.pk).update(settled_at=NOW)
