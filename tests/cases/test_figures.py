"""Figures that no evidence speaks of."""

from __future__ import annotations

from cases.figures import figures_in, without_evidence


def test_years_dates_and_symbols_are_no_figures() -> None:
    assert figures_in("On 8 March 2024, under A/HRC/57 and Act 12-25, le 5 mai, في 5 مايو 2025.") == []


def test_numbers_and_shares_are() -> None:
    text = "There were 2,300 hours, 33 % fewer than before, in 212 clinics; 212 again."
    assert figures_in(text) == ["2,300", "33 %", "212"]


def test_those_in_the_evidence_are_left_out() -> None:
    assert without_evidence("In 212 clinics, 40 closed.", ["Survey of 212 clinics"]) == ["40"]
