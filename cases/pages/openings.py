"""Which buttons a case shows to one person: one first, some beside it, and why the others are not open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cases.models import Case
from cases.people.models import User
from cases.people.roles import FOCAL_POINT, HEAD, LEAD_DEPARTMENT, VALIDATOR
from cases.states import DRAFTING, RECEIVED, VALIDATION
from workflow import may
from workflow.grants import Grants
from workflow.may import Opening
from workflow.step import Step

FORWARD = ("assign", "agree", "sign_and_send", "release", "send_for_sign_off", "accept")
"""Steps that may be the one button, the most important first; all others stand beside it."""
INSTEAD = {"withdraw": "return_from_sign_off"}
"""Steps that are not offered to whom the other one is open: it does the same, and gives a reason."""
OF_INVITED = ("decline", "release", "take_back")
OF_OTHERS = ("hand_back", "sign_and_send")
"""Steps for independent bodies alone, and steps never for them: nobody reads that they are not open."""
IN_REVIEW = ("approve", "return_to_department", "propose_edits")
"""Steps that the review page takes."""
IN_REPORT = ("submit",)
"""Steps that the report takes, when its edition is submitted."""
ON_SIGHT = ("restrict", "lift_restriction", "name_person", "unname_person", "lend", "end_loan")
"""Steps that the page on who sees the case takes."""
GROUPING = ("join", "split")
"""Steps that the page on cases answered together takes."""
STARTING = ("begin",)
"""Steps that the page on the answers to write takes."""
RECORDING = "record_position"
"""The step that the page on decisions takes."""
ELSEWHERE = (
    *IN_REPORT, "extend", "succeed", "file_signature", *ON_SIGHT, *GROUPING, *STARTING, RECORDING
)  # fmt: skip
"""Steps without a button of their own: an edition, a grant, a signed paper or another page takes them."""


@dataclass(frozen=True)
class Openings:
    """``primary`` is the one button, if there is one; ``others`` are open too; ``closed`` say why not."""

    primary: Step | None = None
    others: list[Step] = field(default_factory=list)
    closed: list[Opening] = field(default_factory=list)
    to_review: bool = False
    to_group: bool = False
    to_record: bool = False


def openings_for(case: Case, user: User, grants: Grants, now: datetime) -> Openings:
    """What this person may do with the case now. Steps of roles that are not held are not spoken of."""
    found = may.available(case, user, now=now, grants=grants)
    groups = any(one.is_open for one in found if one.step.name in GROUPING)
    records = any(one.is_open for one in found if one.step.name == RECORDING)
    never = (*ELSEWHERE, *(OF_OTHERS if case.is_invited else OF_INVITED))
    found = [one for one in found if one.step.name not in never]
    steps = {one.step.name: one.step for one in found if one.is_open and one.step.name not in IN_REVIEW}
    steps = {name: step for name, step in steps.items() if INSTEAD.get(name) not in steps}
    primary = next((steps[name] for name in FORWARD if name in steps), None)
    if primary and _is_for_others(primary, case, grants):
        primary = None
    return Openings(
        primary=primary,
        others=[step for step in steps.values() if step is not primary],
        closed=[one for one in found if not one.is_open and _is_spoken_of(one, case, grants)],
        to_review=case.state == VALIDATION and VALIDATOR.held_for(grants, case),
        to_group=groups,
        to_record=records,
    )


def _is_spoken_of(one: Opening, case: Case, grants: Grants) -> bool:
    """Why a case cannot be resumed that is not paused, or paused twice, nobody asks."""
    return one.step.name not in ("pause", "resume") and one.step.role.held_for(grants, case)


def _is_for_others(step: Step, case: Case, grants: Grants) -> bool:
    """Whether others act first: the department that has the case, or those who draft what is signed."""
    if step.name == "assign":
        return case.state != RECEIVED
    others_draft = case.state == DRAFTING and not FOCAL_POINT.held(grants, case.lead_id)
    return step.name in ("sign_and_send", "release") and others_draft


def sending_step(case: Case, grants: Grants) -> str:
    """The step by which this person sends the answer on; empty outside the lead department."""
    if not LEAD_DEPARTMENT.held(grants, case.lead_id):
        return ""
    signs = HEAD.held(grants, case.lead_id) or not HEAD.is_held(grants.unit, case.lead_id)
    if not signs:
        return "send_for_sign_off"
    return "release" if case.is_invited else "sign_and_send"
