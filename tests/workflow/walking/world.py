"""The small state in which processes are walked: a department that leads, another, and people."""

from __future__ import annotations

from dataclasses import dataclass, field

from cases.models import Round
from cases.people.models import Department, User
from tests.cast import DUE, NOW


def _round() -> Round:
    return Round.objects.create(code="2026", title="2026", language="en", opened_on=NOW.date(), due_on=DUE)


@dataclass
class World:
    """``own`` leads the case that is walked, ``other`` has nothing to do with it."""

    own: Department
    other: Department
    people: dict[str, User] = field(default_factory=dict)
    round: Round = field(default_factory=_round)

    def __getitem__(self, person: str) -> User:
        return self.people[person]
