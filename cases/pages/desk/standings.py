"""The words for where a case stands, as addresses write them, and the cases that stand there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from cases.standings import RETURNED_WORD, STANDINGS
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
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Standing:
    """A word for where a case stands, as addresses write it, and the cases that stand there."""

    code: str
    label: StrOrPromise
    states: tuple[str, ...]
    only: Q = field(default_factory=Q)

    @property
    def cases(self) -> Q:
        return Q(state__in=self.states) & self.only


# fmt: off
STANDING = {one.code: one for one in (
    Standing("to-assign",      STANDINGS[RECEIVED],   (RECEIVED,)),
    Standing("to-do",          STANDINGS[ASSIGNED],   (ASSIGNED,)),
    Standing("drafting",       STANDINGS[DRAFTING],   (DRAFTING,), Q(returned=False)),
    Standing("returned",       RETURNED_WORD, (DRAFTING,), Q(returned=True)),
    Standing("for-signature",  STANDINGS[SIGN_OFF],   (SIGN_OFF, AGREEMENT)),
    Standing("with-validator", STANDINGS[VALIDATION], (VALIDATION,)),
    Standing("approved",       STANDINGS[APPROVED],   (APPROVED,)),
    Standing("submitted",      STANDINGS[SUBMITTED],  (SUBMITTED,)),
    Standing("closed",         STANDINGS[CLOSED],     (CLOSED,)),
)}
# fmt: on
