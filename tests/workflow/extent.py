"""How often the tests of strength repeat themselves: some in ``make test``, more in ``make test-long``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Extent:
    """How many ``approvals`` of one case at once, and how many ``kills``."""

    approvals: int
    kills: int


SHORT = Extent(approvals=50, kills=20)
LONG = Extent(approvals=1000, kills=200)
