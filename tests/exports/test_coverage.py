"""How much is answered, and in how many words."""

from __future__ import annotations

from cases import actions
from exports.content import answered as count_answered
from exports.content import unanswered, words_in
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, content_of, report


def test_it_names_the_recommendations_that_still_wait(cast: Cast) -> None:
    done, waiting = asked(cast), asked(cast)
    answered(cast, done)

    content = content_of(report(cast))

    assert count_answered(content) == 1
    assert [row["reference"] for row in unanswered(content)] == [waiting.reference]


def test_a_closed_case_waits_for_nothing(cast: Cast) -> None:
    closed = asked(cast)
    actions.take_step(
        closed, "close", by=cast.coordinator, now=NOW, comment="Asked again in 2024.", because="superseded"
    )

    content = content_of(report(cast))

    assert len(content["matrix"]) == 1
    assert unanswered(content) == []


def test_it_counts_headings_and_paragraphs_and_no_annex(cast: Cast) -> None:
    answered(cast, asked(cast), full="A very long text indeed.", short="Clinics *opened*.\n\n- a hundred")

    # Other matters | Recommendation 1 | T-… | Clinics opened. | a hundred
    assert words_in(content_of(report(cast))) == 2 + 2 + 1 + 2 + 2


def test_an_empty_report_has_no_words(cast: Cast) -> None:
    assert words_in(content_of(report(cast))) == 0
