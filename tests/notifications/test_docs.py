"""docs/reminders.md has the numbers of the ladder as they are, and no others."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from notifications.policy import DEFAULTS, NUMBERS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reminders.md").read_text()


@pytest.mark.once
def test_the_table_has_each_number_with_its_default() -> None:
    told = re.findall(r"^\| `(\w+)` \| (.+) \| (\d+)(, or none)? \|$", PAGE, re.MULTILINE)
    known = [one for numbers in NUMBERS.values() for one in numbers]
    assert [(name, label) for name, label, *_ in told] == [(one.name, str(one.label)) for one in known]
    assert {name: int(number) for name, _label, number, _off in told} == asdict(DEFAULTS)
    assert {name for name, *_, off in told if off} == {one.name for one in known if one.may_be_empty}


@pytest.mark.once
def test_each_group_of_numbers_has_its_heading() -> None:
    assert re.findall(r"^### (.+)$", PAGE, re.MULTILINE) == [str(group) for group in NUMBERS]
