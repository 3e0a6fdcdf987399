"""How 52 departments behave in a year, by a seed: when they begin, send, and ask for more time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum

SEED = 2026
DEPARTMENTS, INDEPENDENT = 52, 3


class Manner(Enum):
    """When a focal point sends answers for signature: working days from the due date, first and last."""

    PROMPT = (-15, -5)
    ON_TIME = (-4, 2)
    LATE = (3, 9)
    VERY_LATE = (12, 30)


MANNERS = [Manner.PROMPT] * 10 + [Manner.ON_TIME] * 29 + [Manner.LATE] * 9 + [Manner.VERY_LATE] * 4
"""One for each department."""


@dataclass(frozen=True)
class Round:
    """So many cases, asked on a day of the year; ``windows`` are the working days that departments get."""

    month: int
    day: int
    cases: int
    windows: tuple[int, ...]


ROUNDS = (
    Round(1, 12, 524, (45, 60)),  # a national report
    Round(6, 1, 400, (20, 35)),  # the list of issues of a committee
    Round(10, 5, 200, (6, 9)),  # further questions
)


@dataclass(frozen=True)
class Plan:
    """Of one case, in working days: when the focal point begins after it was asked, when it sends the answer
    (from the due date), how long the head, the validator and the coordinator take.
    """

    begins: int
    sends: int
    signed_after: int
    decided_after: int
    is_returned: bool
    again_after: int
    asks_for_time: bool
    granted_after: int


class Behaviour:
    def __init__(self) -> None:
        self._chance = random.Random(SEED)
        self._manners = self._chance.sample(MANNERS, len(MANNERS))

    def manner(self, department: int) -> Manner:
        return self._manners[department]

    def plan(self, department: int, window: int) -> Plan:
        """Now and then a department is another than usual."""
        chance = self._chance
        manner = self._manners[department] if chance.random() < 0.8 else chance.choice(MANNERS)
        sends = max(chance.randint(*manner.value), 2 - window)
        slow = manner in (Manner.LATE, Manner.VERY_LATE)
        return Plan(
            begins=chance.randint(1, max(window + min(sends, 0) - 1, 1)),
            sends=sends,
            signed_after=self._days(0.4, 14),
            decided_after=self._days(0.35, 14),
            is_returned=chance.random() < 0.12,
            again_after=chance.randint(2, 12),
            asks_for_time=chance.random() < (0.15 if slow else 0.04),
            granted_after=self._days(0.5, 8),
        )

    def _days(self, each_day: float, most: int) -> int:
        """Until somebody gets round to it."""
        days = 1
        while days < most and self._chance.random() > each_day:
            days += 1
        return days
