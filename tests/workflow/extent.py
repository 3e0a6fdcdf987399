"""How often the tests of strength repeat themselves: some in ``make test``, more in ``make test-long``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Extent:
    """``approvals`` of one case at once, ``kills``, ``lives`` of so many ``acts``, ``rows`` in one bulk."""

    approvals: int
    kills: int
    lives: int
    acts: int
    rows: int


SHORT = Extent(approvals=50, kills=20, lives=10, acts=25, rows=600)
LONG = Extent(approvals=1000, kills=200, lives=120, acts=60, rows=10_000)
