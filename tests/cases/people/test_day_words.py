"""Days as each language says them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from cases.people.day_words import SHORT_DAY, WEEKDAY, day_in_words


@pytest.mark.parametrize(
    ("language", "day", "form", "said"),
    [
        ("fr", date(2026, 3, 1), "j F Y", "1er mars 2026"),
        ("fr", date(2026, 3, 1), WEEKDAY, "dimanche 1er mars 2026"),
        ("fr", date(2026, 10, 1), SHORT_DAY, "1er oct"),
        ("fr", date(2026, 3, 11), "j F Y", "11 mars 2026"),
        ("en", date(2026, 3, 1), "j F Y", "1 March 2026"),
        ("ar", date(2026, 3, 1), "j F Y", "1 مارس 2026"),
        ("ar", date(2026, 12, 23), SHORT_DAY, "23 دجنبر"),
    ],
)
def test_french_has_an_ordinal_number_for_the_first_and_small_letters(
    language: str, day: date, form: str, said: str
) -> None:
    with translation.override(language):
        assert day_in_words(day, form) == said
