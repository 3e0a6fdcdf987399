"""The small state in which processes are walked: a department that leads, another, and people."""

from __future__ import annotations

from dataclasses import dataclass, field

from cases.models import Round, Term
from cases.people.models import Department, User
from tests.cast import DUE, NOW


def _round() -> Round:
    return Round.objects.create(code="2026", title="2026", language="en", opened_on=NOW.date(), due_on=DUE)


def _themes() -> dict[str, Term]:
    return {code: Term.objects.create(vocabulary="theme", code=code) for code in ("own", "other", "third")}


@dataclass
class World:
    """``own`` leads the case that is walked, ``other`` has nothing to do with it; so with their themes."""

    own: Department
    other: Department
    people: dict[str, User] = field(default_factory=dict)
    round: Round = field(default_factory=_round)
    themes: dict[str, Term] = field(default_factory=_themes)

    def __getitem__(self, person: str) -> User:
        return self.people[person]
