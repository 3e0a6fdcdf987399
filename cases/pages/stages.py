"""Where a case stands on its way, as the strip of main stages on its page. All states: ``cases/flow.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cases.models import Case
from cases.standings import STANDINGS
from cases.states import (
    AGREEMENT,
    APPROVED,
    ASSIGNED,
    CLOSED,
    DRAFTING,
    RECEIVED,
    SIGN_OFF,
    SUBMITTED,
    VALIDATION,
    State,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WAY = (RECEIVED, ASSIGNED, DRAFTING, SIGN_OFF, VALIDATION, APPROVED, SUBMITTED)
BESIDE = {AGREEMENT: SIGN_OFF}
"""States off the main way, each with the stage as which people know it."""


@dataclass(frozen=True)
class Stage:
    name: StrOrPromise
    is_passed: bool
    is_present: bool


def stages_of(case: Case) -> list[Stage]:
    """The main stages in their order, the present one marked; none for a closed case, which is on no way."""
    if case.state == CLOSED:
        return []
    stands = State(case.state)
    present = WAY.index(BESIDE.get(stands, stands))
    return [Stage(STANDINGS[state], place < present, place == present) for place, state in enumerate(WAY)]
