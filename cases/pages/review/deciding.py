"""Where an answer waits for a decision: who decides there, by which steps, on which text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.models import Case, Version
from cases.people.roles import HEAD_OR_FOCAL_POINT, VALIDATOR
from cases.states import AGREEMENT, SIGN_OFF, VALIDATION
from workflow.grants import Grants
from workflow.may import why_not_allowed
from workflow.roles import Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Deciding:
    """``steps`` are named after the words of the buttons, the way ``forward`` first, then that ``back``.

    ``states`` are those of the queue, ``elsewhere`` is said of a case that has gone on.
    """

    states: tuple[str, ...]
    role: Role
    forward: str
    back: str
    steps: Mapping[str, str]
    elsewhere: StrOrPromise

    def __hash__(self) -> int:
        return hash(self.forward)


_NOT_FOR_SIGNATURE = _("This case is not for signature now.")
_SIGNERS = (SIGN_OFF, AGREEMENT)

# fmt: off
WITH_VALIDATOR = Deciding(
    (VALIDATION,), VALIDATOR,
    "approve", "return", {"approve": "approve", "return": "return_to_department"},
    _("This case is not with the validators now."),
)
FOR_SIGNATURE = Deciding(
    _SIGNERS, HEAD_OR_FOCAL_POINT,
    "sign", "return", {"sign": "sign_and_send", "return": "return_from_sign_off"},
    _NOT_FOR_SIGNATURE,
)
RELEASED_BY_BODY = Deciding(
    _SIGNERS, HEAD_OR_FOCAL_POINT,
    "release", "return", {"release": "release", "return": "return_from_sign_off"},
    _NOT_FOR_SIGNATURE,
)
TO_AGREE = Deciding(
    _SIGNERS, HEAD_OR_FOCAL_POINT,
    "agree", "disagree", {"agree": "agree", "disagree": "disagree"},
    _NOT_FOR_SIGNATURE,
)
# fmt: on


def deciding_on(case: Case) -> Deciding | None:
    """The decision for which the case waits; None where it waits for none."""
    if case.state == VALIDATION:
        return WITH_VALIDATOR
    if case.state == SIGN_OFF:
        return RELEASED_BY_BODY if case.is_invited else FOR_SIGNATURE
    return TO_AGREE if case.state == AGREEMENT else None


def held(case: Case, grants: Grants) -> list[Deciding]:
    """What this person decides on a case like this one, wherever it stands: that of its state first."""
    signs = RELEASED_BY_BODY if case.is_invited else FOR_SIGNATURE
    known = dict.fromkeys(one for one in (deciding_on(case), WITH_VALIDATOR, signs, TO_AGREE) if one)
    return [one for one in known if one.role.held_for(grants, case)]


def why_not(case: Case, grants: Grants) -> StrOrPromise:
    """The sentence for who decides nothing here."""
    now = deciding_on(case) or WITH_VALIDATOR
    return why_not_allowed(case.process.steps[now.steps[now.forward]], grants, case)


def text_of(case: Case) -> Version | None:
    """The text on which the decision is: what was sent, what is to be signed, or the proposed edits."""
    answer = case.present_answer
    if case.state == AGREEMENT:
        return answer.open_proposal()
    return answer.sent if case.state == VALIDATION else answer.latest_draft()
