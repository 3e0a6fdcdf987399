"""What a report lacks before it is frozen, a sentence for each check that holds it up (``checking/``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exports.checking.finding import Finding


def gaps(found: Iterable[Finding]) -> list[str]:
    """The findings that hold up the freezing, summed up; none if the report is complete."""
    by_check: dict[str, list[Finding]] = {}
    for one in found:
        if one.check.holds_up:
            by_check.setdefault(one.code, []).append(one)
    return [_summed_up(alike) for alike in by_check.values()]


def _summed_up(alike: list[Finding]) -> str:
    """Where a check finds one thing at most, its sentence says what that is."""
    words: Any = alike[0].check.sums_up
    return str(words % {"count": len(alike), **alike[0].said})
