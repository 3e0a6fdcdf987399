"""Numbers in addresses and hidden fields, whatever was written there."""

from __future__ import annotations

import pytest

from cases.pages.numbers import LARGEST, whole_number


@pytest.mark.parametrize(("said", "number"), [("0", 0), ("12", 12), (str(LARGEST), LARGEST), ("٣", 3)])
def test_a_number_is_read(said: str, number: int) -> None:
    assert whole_number(said) == number


@pytest.mark.parametrize("said", ["", "-1", "1.0", "²", "x", str(LARGEST + 1), "9" * 5000])
def test_what_is_none_or_fits_in_no_column_is_not(said: str) -> None:
    assert whole_number(said) is None


def test_there_may_be_a_limit_below() -> None:
    assert whole_number("100", most=100) == 100
    assert whole_number("101", most=100) is None
