"""Figures in a text, and what each is worth."""

from __future__ import annotations

from cases.figures import figures_in, value_of


def test_years_dates_and_symbols_are_no_figures() -> None:
    assert figures_in("On 8 March 2024, under A/HRC/57 and Act 12-25, le 5 mai, في 5 مايو 2025.") == []


def test_numbers_and_shares_are() -> None:
    text = "There were 2,300 hours, 33 % fewer than before, in 212 clinics; 212 again."
    assert figures_in(text) == ["2,300", "33 %", "212"]


def test_thousands_are_set_apart_in_three_ways_and_digits_are_of_three_scripts() -> None:
    assert figures_in("2 300 juges, ٢٬٣٠٠ قاض, 12,5 %") == ["2 300", "٢٬٣٠٠", "12,5 %"]
    assert value_of("2 300") == value_of("2,300") == value_of("٢٬٣٠٠") == value_of("2300") == "2300"
    assert value_of("12,5 %") == value_of("12.5%")
