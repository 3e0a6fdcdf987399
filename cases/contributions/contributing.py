"""What people do about contributions: ask, write, deliver, settle. The engine changes states.

The cases are locked before the contribution, as every step of a case does: two acts never wait in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.actions import Outcome, lock
from cases.contributions.flow import ASKED, RETURNED, WITH_CONTRIBUTOR
from cases.models import Answer, Case, CaseRound, Contribution, Part
from cases.people.models import Department, User
from cases.people.roles import CONTRIBUTORS, COORDINATOR, LEAD_DEPARTMENT, grants_of
from workflow import engine, may, undoing
from workflow.errors import Blocked, Conflict, NotAllowed, Refused, WrongState
from workflow.models import Event

BEFORE = timedelta(days=7)
"""The lead needs some days for what the others write."""


class StalePart(Conflict):
    """Somebody saved another text meanwhile; ``current`` is it, and nothing was written."""

    def __init__(self, sentence: str, current: Part) -> None:
        super().__init__(sentence)
        self.current = current


@transaction.atomic
def ask(
    case: Case,
    department: Department,
    *,
    due_on: date,
    by: User,
    now: datetime,
    comment: str = "",
    must_agree: bool = False,
) -> Contribution:
    """Ask ``department`` for its part of the answer to the case, and to those answered together with it.

    ``comment`` says what is asked. Raises :class:`NotAllowed` for anybody but the lead and the coordinator,
    :class:`WrongState` where the case is not assigned, and as :func:`workflow.engine.perform` does; then
    nothing was changed.
    """
    held = lock(case)
    if not may_ask(held, by):
        raise NotAllowed(_("Only the lead department or a coordinator asks for a contribution."))
    if held.answer is None or held.lead is None:
        raise WrongState(_("The case is not assigned yet; its lead asks others to contribute."))
    asked = Contribution(answer=held.answer, lead=held.lead, department=department, must_agree=must_agree)
    if refusal := next(iter(may.available(asked, by, now=now))).refusal:
        raise Blocked(str(refusal))
    asked.save()
    engine.perform(asked, "ask", by=by, now=now, comment=comment, due_on=due_on)
    return asked


def may_ask(case: Case, by: User) -> bool:
    """Whether it is theirs to ask others; the case itself may still be elsewhere."""
    grants = grants_of(by)
    return LEAD_DEPARTMENT.held(grants, case.lead_id) or COORDINATOR.held(grants, case.lead_id)


def due_before(case: Case, today: date) -> date | None:
    """A week before the answer is due, where that is still to come: what others are given."""
    if case.due_on is None:
        return None
    return max(case.due_on - BEFORE, today) if case.due_on >= today else None


def ask_each(cases: Iterable[Case], departments: Iterable[Department], **act: Any) -> list[Outcome]:
    """Ask every one of ``departments`` about every case, each by itself; otherwise as :func:`ask`.

    Cases that are answered together are asked about once. A refused one does not stop the others.
    """
    among = list(departments)
    asked: set[tuple[int, int]] = set()
    outcomes = []
    for case in cases:
        fresh = [one for one in among if (case.answer_id or -case.pk, one.pk) not in asked]
        asked |= {(case.answer_id or -case.pk, one.pk) for one in fresh}
        refused = [sentence for one in fresh if (sentence := _refusal(ask, case, one, **act))]
        outcomes.append(Outcome(case, " ".join(dict.fromkeys(refused))))
    return outcomes


@transaction.atomic
def save_part(contribution: Contribution, *, text: str, started_from: int, by: User, now: datetime) -> Part:
    """Add a version to the department's part. The first edit takes the step ``begin``.

    ``started_from`` is the number of the text that the person began with, 0 for none. Where nothing differs,
    the text as it stands comes back. Raises :class:`NotAllowed`, :class:`WrongState`, or :class:`StalePart`
    where somebody saved meanwhile.
    """
    held = _lock(contribution)
    ask_who_writes(held, by)
    current = held.latest_part()
    if current is not None and current.number != started_from:
        raise StalePart(_("Somebody else saved this text while you were writing."), current)
    if held.state in (ASKED, RETURNED):
        engine.perform(contribution, "begin", by=by, now=now, seen=held.version)
    if current is not None and current.text == text:
        return current
    return _add_part(held, text, by, now)


def ask_who_writes(contribution: Contribution, by: User) -> None:
    """Raises :class:`NotAllowed` or :class:`WrongState` for one who does not write this part now."""
    if shut := contribution.process.gate(contribution, by):
        raise NotAllowed(str(shut))
    if not CONTRIBUTORS.held(grants_of(by), contribution.department_id):
        raise NotAllowed(_("Only the department that contributes writes its part."))
    if contribution.state not in WITH_CONTRIBUTOR:
        raise WrongState(_("The part can be changed only while it is asked for."))


@transaction.atomic
def take_contribution_step(
    contribution: Contribution,
    step: str,
    *,
    by: User,
    now: datetime,
    comment: str = "",
    seen: int | None = None,
    **data: Any,
) -> Event:
    """Deliver, accept, return and so on. Arguments and errors as in :func:`workflow.engine.perform`.

    Who delivers a text that stands already, as after a return, begins with it.
    """
    held = _lock(contribution)
    if step == "deliver" and held.state == RETURNED:
        began = engine.perform(contribution, "begin", by=by, now=now, seen=seen)
        seen = began.number
    return engine.perform(contribution, step, by=by, now=now, comment=comment, seen=seen, **data)


@transaction.atomic
def take_back(contribution: Contribution, *, by: User, now: datetime, seen: int) -> None:
    """Undo the last step of a contribution. Arguments and errors as in :func:`workflow.undoing.undo`."""
    _lock(contribution)
    undoing.undo(contribution, by=by, now=now, seen=seen)


def withdraw_each(
    cases: Iterable[Case], *, department: Department | None, by: User, now: datetime, comment: str = ""
) -> list[Outcome]:
    """Withdraw the open contributions of ``department`` (None: of all) to the cases, each by itself.

    One that must agree is refused, with the reason. A case without any has an outcome of its own too.
    """
    outcomes, seen = [], set()
    for case in cases:
        if case.answer_id in seen and case.answer_id is not None:
            outcomes.append(Outcome(case))
            continue
        seen.add(case.answer_id)
        outcomes.append(_withdrawn(case, department, by=by, now=now, comment=comment))
    return outcomes


def contributed_before(case: Case) -> list[Contribution]:
    """Who contributed to this answer and is not asked now, else to that of the last round; one of each.

    What the lead is offered to ask for again; nothing while anything is asked for.
    """
    if case.answer_id is None or case.answer is None:
        return []
    own = case.answer.contributions.for_lists().exclude(asked_at=None).order_by("-pk")
    if own:
        return [] if any(one.state != "withdrawn" for one in own) else _one_each(own)
    last = CaseRound.objects.filter(case=case, answer__isnull=False).order_by("-pk").first()
    if last is None:
        return []
    former = Contribution.objects.filter(answer=last.answer_id).exclude(asked_at=None)
    return _one_each(former.for_lists().order_by("-pk"))


def _one_each(contributions: Iterable[Contribution]) -> list[Contribution]:
    """The last of each department, by department."""
    last = {one.department_id: one for one in reversed(list(contributions))}
    return sorted(last.values(), key=lambda one: one.department_id)


def _withdrawn(case: Case, department: Department | None, **act: Any) -> Outcome:
    found = Contribution.objects.filter(answer=case.answer_id or 0).open().select_related("department")
    chosen = list(found.filter(department=department) if department else found)
    if not chosen:
        return Outcome(case, _("No contribution is open here."))
    refused = [
        f"{one.department}: {sentence}"
        for one in chosen
        if (sentence := _refusal(take_contribution_step, one, "withdraw", **act))
    ]
    return Outcome(case, " ".join(refused))


def _refusal(act: Any, *given: Any, **named: Any) -> str:
    try:
        act(*given, **named)
    except Refused as refused:
        return str(refused.sentence)
    return ""


def _lock(contribution: Contribution) -> Contribution:
    """As it stands, until the transaction ends; its cases first."""
    for case in Case.objects.filter(answer=contribution.answer_id).order_by("pk")[:1]:
        lock(case)
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("answer__round", "department")
    return rows.get(pk=contribution.pk)


def _add_part(contribution: Contribution, text: str, by: User, now: datetime) -> Part:
    highest = contribution.parts.aggregate(Max("number"))["number__max"] or 0
    answer: Answer = contribution.answer
    return Part.objects.create(
        contribution=contribution,
        number=highest + 1,
        language=answer.round.language,
        text=text,
        author=by,
        at=now,
    )
