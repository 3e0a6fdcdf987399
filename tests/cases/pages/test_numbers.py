"""Numbers in addresses and hidden fields, whatever was written there."""

from __future__ import annotations

import pytest

from cases.pages.numbers import LARGEST, whole_number


@pytest.mark.parametrize(
    ("said", "number"),
    [("0", 0), ("12", 12), (str(LARGEST), LARGEST), ("٣", 3), ("", None), ("-1", None), ("1.0", None), ("²", None),
     (str(LARGEST + 1), None), ("9" * 5000, None), ("x", None)],
)  # fmt: skip
def test_only_what_a_column_holds_is_a_number(said: str, number: int | None) -> None:
    assert whole_number(said) == number


def test_there_may_be_a_limit_below() -> None:
    assert whole_number("100", most=100) == 100
    assert whole_number("101", most=100) is None
