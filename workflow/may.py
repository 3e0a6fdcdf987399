"""What may this person do here, and why not; who may do this here; what waits for this person: one rule.

The rule is the process's own table: the role of a step, and its guards. ``engine.perform`` asks here too, so
that a button, a list, a mail and the step itself never disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from workflow.facts import Fact
from workflow.grants import Grants
from workflow.models import Carried
from workflow.process import Process
from workflow.roles import NO_ROW, Role
from workflow.step import Act, Step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Opening:
    """A step that leaves the present state, and why this person may not take it now (empty: open)."""

    step: Step
    refusal: StrOrPromise

    @property
    def is_open(self) -> bool:
        return not self.refusal


def available(case: Carried, user: Any, *, now: datetime, grants: Grants | None = None) -> list[Opening]:
    """The steps that leave the case's present state, each with the reason why ``user`` may not take it.

    ``grants`` spares a query where the caller has read them already.
    """
    process = case.process
    held, shut = grants or process.grants(user), process.gate(case, user)
    openings: list[Opening] = []
    known: dict[Fact, list[Any]] = {}
    for step in process.leaving(case.state):
        refusal = shut or why_not_allowed(step, held, case) or why_not_together(step, held, case)
        act = Act(case, step, user, now, acting_for=step.role.lender_for(held, case), known=known)
        openings.append(Opening(step, refusal or why_blocked(act)))
    return openings


def who_may(rows: Sequence[Carried], step: str) -> dict[int, set[int]]:
    """Ids of the active users who may take ``step`` on each row, by the row's id; all rows of one process.

    As many queries for ten thousand rows as for one; who holds the role by a delegation counts. It tells
    whose step it is: the gate, a guard that looks at the person (four eyes), and the row's state are asked of
    :func:`available`. KeyError where the process has no such step.
    """
    return who_holds(rows[0].process.steps[step].role, rows) if rows else {}


def who_holds(role: Role, rows: Sequence[Carried]) -> dict[int, set[int]]:
    """As :func:`who_may`, for a role that is no step's own, such as that of who is told of one."""
    return role.people_for(rows)


def waiting(process: Process, grants: Grants) -> Q:
    """The rows of ``process`` that wait for who holds ``grants``: those where a step of theirs is awaited."""
    states_of: dict[Role, list[str]] = {}
    for step in process.steps.values():
        states_of.setdefault(step.role, []).extend(step.awaited)
    theirs = (
        Q(state__in=states) & role.rows(grants, process) for role, states in states_of.items() if states
    )
    return reduce(or_, theirs, NO_ROW)


def units_waiting(process: Process, grants: Grants) -> dict[str, set[int]]:
    """By state, the person's units whose rows wait there for who holds ``grants``; as :func:`waiting` has it.

    Of roles in the process's own unit, and of the nation, by which the rows of all of them wait; not of roles
    on topics, which say nothing of units.
    """
    awaited = [step for step in process.steps.values() if step.awaited and not step.role.on]
    units_of = {role: role.units(grants) for role in {step.role for step in awaited}}
    found: dict[str, set[int]] = {}
    for step in awaited:
        everywhere = grants.by_unit.keys() if step.role.held(grants, None) else ()
        for state in step.awaited:
            found.setdefault(state, set()).update(units_of[step.role], everywhere)
    return found


def why_not_allowed(step: Step, grants: Grants, case: Carried) -> StrOrPromise:
    """The sentence that refuses the step for want of the role; empty where it is held."""
    if step.role.held_for(grants, case):
        return ""
    return _("“%(step)s” is for the %(role)s.") % {"step": step.label, "role": step.role.label_for(grants)}


def why_not_together(step: Step, grants: Grants, case: Carried) -> StrOrPromise:
    """As :func:`why_not_allowed`, of what moves with the case: it has the same unit, maybe other topics."""
    if not step.role.by_topic or not grants.by_topic or step.role.held(grants, None):
        return ""
    others = [one for one in case.moving_together() if one.pk != case.pk]
    refused = next((one for one in others if not step.role.held_for(grants, one)), None)
    if refused is None:
        return ""
    return _("“%(step)s” moves %(other)s too, and that is for the %(role)s.") % {
        "step": step.label, "other": refused, "role": step.role.label_for(grants),
    }  # fmt: skip


def why_blocked(act: Act) -> StrOrPromise:
    """The sentence of the first guard that refuses; empty where all agree."""
    return next((sentence for guard in act.step.guards if (sentence := guard(act))), "")
