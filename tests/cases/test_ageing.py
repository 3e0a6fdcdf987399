"""Figures that are too old to be said again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from cases.ageing import old_figures

TODAY, WRITTEN = date(2026, 3, 2), date(2025, 10, 1)


@dataclass
class Proof:
    figure: str
    as_of: date | None
    title: str = "A survey"


def old(text: str, *proofs: Proof, written_on: date = WRITTEN) -> list[tuple[str, str, str]]:
    found = old_figures(text, proofs, written_on=written_on, today=TODAY)
    return [(one.figure, one.of_what, one.dated.isoformat()) for one in found]


@pytest.mark.parametrize(
    ("text", "figure", "of_what", "dated"),
    [
        ("There are 2,300 judges (31 December 2024).", "2,300", "judges", "2024-12-31"),
        ("On 1 March 2024 there were 2300 judges.", "2300", "judges", "2024-03-01"),
        ("En décembre 2024, 2 300 juges siégeaient.", "2 300", "juges siégeaient", "2024-12-31"),
        ("Le 1er janvier 2025, il y avait 12,5 % de juges.", "12,5 %", "de juges", "2025-01-01"),
        ("بلغ عدد القضاة ٢٣٠٠ قاض في دجنبر ٢٠٢٤.", "٢٣٠٠", "قاض في دجنبر", "2024-12-31"),
        ("بلغ العدد 2300 قاض (31 كانون الأول 2024).", "2300", "قاض", "2024-12-31"),
        ("At 2024-06-30, 41 prisons.", "41", "prisons", "2024-06-30"),
        ("In 2023, 41 prisons.", "41", "prisons", "2023-12-31"),
    ],
)  # fmt: skip
def test_what_the_text_dates_more_than_a_year_ago(text: str, figure: str, of_what: str, dated: str) -> None:
    assert old(text) == [(figure, of_what, dated)]


@pytest.mark.parametrize(
    "text", ["There are 2,300 judges (30 June 2025).", "2300 judges sit.", "Since 2019."]
)
def test_what_is_of_the_last_year_or_no_figure_is_not_checked(text: str) -> None:
    assert old(text) == []


def test_a_figure_without_a_date_is_as_old_as_its_evidence() -> None:
    assert old("2 300 judges sit.", Proof("2,300", date(2024, 1, 1))) == [
        ("2 300", "judges sit", "2024-01-01")
    ]
    assert old("2 300 judges sit.", Proof("2,300", date(2025, 9, 1)), written_on=date(2023, 1, 1)) == []


def test_or_else_as_its_text() -> None:
    assert old("41 prisons.", written_on=date(2024, 5, 5)) == [("41", "prisons", "2024-05-05")]


def test_the_nearest_date_of_the_sentence_counts() -> None:
    text = "In 2019 there were 40 prisons, in 2025 there were 41. There are 7 courts."
    assert old(text) == []
    assert old("There were 41 in 2025, 40 in 2019.") == [("40", "", "2019-12-31")]


def test_a_span_of_years_dates_nothing() -> None:
    assert old("In June 2025 there were 238 places under the Programme 2021–2028.") == []
