"""Numbers as a UN document writes them."""

from __future__ import annotations

import pytest
from django.utils import translation

from exports.numbering import capital, chapter_mark, heading_of, number_mark, roman, section_mark, span


@pytest.mark.parametrize(
    ("numbers", "heading"),
    [
        ([7], "Recommendation 7"),
        ([1, 2], "Recommendations 1, 2"),
        ([1, 2, 3, 4, 5, 14], "Recommendations 1–5, 14"),
        ([1, 2, 3, 4, 5, 14, 15, 16, 18, 43, 133], "Recommendations 1–5, 14–16, 18, 43, 133"),
        ([14, 3, 1, 2, 14], "Recommendations 1–3, 14"),
    ],
)
def test_the_heading_names_the_recommendations(numbers: list[int], heading: str) -> None:
    assert heading_of(numbers) == heading


def test_the_heading_speaks_french() -> None:
    with translation.override("fr"):
        assert heading_of([1, 2, 3, 9]) == "Recommandations 1–3, 9"


@pytest.mark.parametrize(
    ("numbers", "heading"),
    [([4], "التوصية 4"), ([4, 9], "التوصيتان 4، 9"), ([1, 2, 3, 9], "التوصيات 1–3، 9")],
)
def test_the_heading_speaks_arabic_in_its_six_plurals(numbers: list[int], heading: str) -> None:
    with translation.override("ar"):
        assert heading_of(numbers) == heading


@pytest.mark.parametrize(("number", "written"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (41, "XLI")])
def test_chapters_are_roman(number: int, written: str) -> None:
    assert roman(number) == written


@pytest.mark.parametrize(("number", "written"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA")])
def test_sections_are_letters_and_go_on_after_z(number: int, written: str) -> None:
    assert capital(number) == written


def test_marks_in_english_end_with_a_point() -> None:
    assert (chapter_mark(2), section_mark(2), number_mark(2)) == ("II.", "B.", "2.")


def test_marks_in_arabic_are_those_of_the_un() -> None:
    with translation.override("ar"):
        assert (chapter_mark(2), section_mark(2), number_mark(2)) == ("ثانياً-", "باء-", "2-")


def test_marks_in_arabic_go_on_where_the_words_end() -> None:
    with translation.override("ar"):
        assert (chapter_mark(20), section_mark(29)) == ("XX-", "AC-")


def test_a_span_of_one_is_one_number() -> None:
    assert (span(3, 3), span(3, 7)) == ("3", "3–7")
