"""Every recommendation is answered, noted with reasons, or missing; none twice; headings and annex say so."""

from __future__ import annotations

import pytest

from exports.checking.facts import Asked, Facts
from exports.content import Content
from exports.gaps import gaps
from tests.exports.checking.made import content, found, row, section

ANSWER = {"kind": "narrative", "level": 2, "number": "A."}
FIRST = "UPR-2024-1"
HEALTH = "Ministry of Health"


def answered(title: str, *numbers: int, text: str = "Clinics opened.") -> Content:
    """One narrative under this heading for these numbers, and a row of the annex for each."""
    references = [f"UPR-2024-{number}" for number in numbers]
    rows = [row(number, answered_in="1", first_paragraph=1) for number in numbers]
    return content(section(text, title=title, references=references), rows=rows)


def test_a_complete_report_has_nothing_to_find() -> None:
    assert found(answered("Recommendations 1–3", 1, 2, 3)) == []


def test_it_lists_what_is_missing_with_lead_standing_and_days_late() -> None:
    facts = Facts(asked={FIRST: Asked(FIRST, "Drafting", HEALTH, 5, restricted=False, approved=False)})

    [missing] = found(content(section("Text."), rows=[row(1)]), "missing", facts=facts)

    assert missing.sentence == (
        "UPR-2024-1 is not answered. Lead: Ministry of Health. It stands at “Drafting”."
    )
    assert missing.said["days_late"] == 5
    assert missing.place.reference == FIRST
    assert missing.check.holds_up


def test_what_was_noted_with_reasons_is_not_missing() -> None:
    made = content(section("Text."), rows=[row(1), row(2)])
    facts = Facts(reasons=frozenset({FIRST}))

    assert [one.said["reference"] for one in found(made, "missing", facts=facts)] == ["UPR-2024-2"]
    assert [one.said["reference"] for one in found(made, "noted", facts=facts)] == [FIRST]


def test_a_closed_case_is_not_missing() -> None:
    assert found(content(section("Text."), rows=[row(1, is_closed=True)]), "missing") == []


def test_one_recommendation_in_two_passages_is_named() -> None:
    sections = [section("Clinics."), section("Nurses."), section("Clinics again.")]
    sections[0]["references"] = sections[2]["references"] = [FIRST]

    [twice] = found(content(*sections, rows=[row(1, answered_in="1, 3")]), "twice")

    assert twice.sentence == "UPR-2024-1 is answered in paragraphs 1 and again in 3: keep one of them."
    assert twice.place.anchor == "s-3"


@pytest.mark.parametrize(
    "title", ["Recommendations 1–3", "Recommendations 1, 2, 3", "التوصيات ١–٣", "Health"]
)
def test_a_heading_that_names_what_it_answers_is_right(title: str) -> None:
    assert found(answered(title, 1, 2, 3), "heading-numbers") == []


def test_a_heading_that_names_other_numbers_is_found() -> None:
    [wrong] = found(answered("Recommendations 1–2, 4", 1, 2, 3), "heading-numbers")

    assert wrong.sentence.startswith("“Recommendations 1–2, 4” stands over a text that answers 1–3")
    assert gaps([wrong]) == ["1 heading names other recommendations than its text answers."]


def test_a_row_that_leads_to_other_paragraphs_is_found() -> None:
    made = answered("Recommendation 1", 1)
    made["matrix"][0]["answered_in"] = "7"

    [wrong] = found(made, "annex-place")

    assert wrong.sentence == "Row 1 of the annex (UPR-2024-1) names paragraphs 7, but 1 answer it."


def test_who_may_know_is_told_of_restricted_and_closed_cases() -> None:
    facts = Facts(
        asked={
            FIRST: Asked(FIRST, "Closed", HEALTH, 0, restricted=False, approved=True),
            "UPR-2024-9": Asked("UPR-2024-9", "Drafting", HEALTH, 0, restricted=True, approved=False),
        }
    )
    made = content(section("Text."), rows=[row(1, is_closed=True)])

    assert [one.place.reference for one in found(made, "closed", facts=facts)] == [FIRST]
    assert [one.place.reference for one in found(made, "restricted", facts=facts)] == ["UPR-2024-9"]


def test_an_answer_approved_anew_is_said() -> None:
    [newer] = found(content(section("Text.", passage=7)), "newer", facts=Facts(newer=frozenset({7})))

    assert newer.sentence == (
        "The answer under “Health” was approved anew after it was taken in: take the new text."
    )


def test_what_is_too_long_or_has_no_text_is_said() -> None:
    assert gaps(found(content(section("word " * 10_800)), "too-long"))[0].endswith("words too long.")
    assert gaps(found(content(), "no-text")) == ["It has no text."]
    assert found(content(section("word " * 10_800)), "too-long", kind="list-of-issues") == []
