"""What blocks an answer: a department says it, for one case or for several; it is solved, or taken back.

Rows of their own and no steps of the case: docs/decisions/0031-what-blocks-an-answer.md says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import lock_for
from cases.models import Block, Case
from cases.people.models import User
from cases.people.roles import COORDINATOR, LEAD_DEPARTMENT, grants_of
from cases.states import WITH_DEPARTMENT
from workflow import undoing
from workflow.errors import Blocked, Conflict, NotAllowed, Refused, WrongState


def why_not_to_say(case: Case) -> Refused | None:
    """Why nobody says what blocks this case; None: its department may."""
    if case.is_invited:
        return Blocked(_("An independent body is invited, and owes no answer: nothing is asked of it here."))
    if case.state not in WITH_DEPARTMENT:
        return WrongState(
            _("The case stands at “%(state)s”: it is not with its department.") % {"state": case.standing}
        )
    if case.due_on is None:
        return Blocked(_("The case has no due date, so nothing is late."))
    return None


@transaction.atomic
def say(cases: Sequence[Case], what: str, *, note: str, by: User, now: datetime, form: UUID) -> list[Block]:
    """The department says what blocks each of these cases; all or none. A form counts once.

    Raises :class:`NotAllowed` outside the lead department of any, :class:`WrongState` where one is not with
    it, :class:`Blocked` for one of an independent body or without a date, or where the note is missing.
    """
    held = [lock_for(case, by) for case in sorted(cases, key=lambda one: one.pk)]
    if said := list(Block.objects.filter(form=form)):
        if said[0].by_id != by.pk:
            raise Conflict(_("This form was sent already. Open it anew."))
        return said
    if what in Block.NEEDS_NOTE and not note.strip():
        raise Blocked(missing_note(what))
    grants = grants_of(by)
    for case in held:
        if not LEAD_DEPARTMENT.held(grants, case.lead_id):
            raise NotAllowed(_("Only the lead department says what blocks its answer."))
        if refused := why_not_to_say(case):
            raise refused
    return Block.objects.bulk_create(
        Block(
            case=case,
            lead=case.lead,
            about_on=cast("date", case.due_on),
            what=what,
            note=note.strip(),
            by=by,
            at=now,
            form=form,
        )
        for case in held
    )


def missing_note(what: str) -> str:
    """What is asked for with this answer; empty where nothing is."""
    if what == Block.What.DATA:
        return _("Say from whom you wait for data.")
    return _("Say what blocks it.") if what == Block.What.OTHER else ""


@transaction.atomic
def solve(block: Block, *, by: User, now: datetime) -> None:
    """It blocks no longer. Raises :class:`NotAllowed` outside the department and the coordinators,
    :class:`Conflict` where something else was said since, or it is solved.
    """
    case = lock_for(block.case, by)
    grants = grants_of(by)
    if not (LEAD_DEPARTMENT.held(grants, case.lead_id) or COORDINATOR.held(grants, None)):
        raise NotAllowed(_("The lead department or a coordinator says that it is solved."))
    if not Block.objects.in_force().filter(pk=block.pk).exists():
        raise Conflict(_("This counts no longer: it was solved, or something else was said since."))
    Block.objects.filter(pk=block.pk).update(solved_at=now, solved_by=by)


@transaction.atomic
def take_back(form: UUID, *, by: User, now: datetime) -> list[Block]:
    """Take back what this person said by one form, on all its cases; what was said before counts again.

    Raises :class:`Conflict` where the time for it has passed, or something came after it.
    """
    said = Block.objects.select_for_update().filter(form=form, by=by, undone_at=None).order_by("pk")
    taken = list(said.select_related("case__recommendation"))
    if not taken or taken[0].at + undoing.window() <= now:
        raise Conflict(_("The time to take it back has passed. Say “Solved”, or say something else."))
    if Block.objects.in_force().filter(pk__in=[one.pk for one in taken]).count() != len(taken):
        raise Conflict(_("This counts no longer: it was solved, or something else was said since."))
    Block.objects.filter(pk__in=[one.pk for one in taken]).update(undone_at=now)
    return taken


def reason_given(case: Case, what: str, user: User) -> str:
    """What the person’s department wrote when it said so; the page where it acts on it begins with it."""
    said = Block.objects.visible_to(user).in_force().filter(case=case, what=what).first()
    return said.note if said else ""
