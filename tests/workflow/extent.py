"""How often the tests of strength repeat themselves: some in ``make test``, more in ``make test-long``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Extent:
    """How many ``approvals`` of one case at once, how many ``kills``, ``lives`` of so many ``acts``."""

    approvals: int
    kills: int
    lives: int
    acts: int


SHORT = Extent(approvals=50, kills=20, lives=15, acts=30)
LONG = Extent(approvals=1000, kills=200, lives=120, acts=60)
