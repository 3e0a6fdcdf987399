"""What a coordinator does with a group: answer its cases together, keep them apart, or take that back.

The cases are brought together by the acts that there are: assigned to one answer (``actions.py``), or
joined (``grouping.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases import actions, grouping
from cases.models import Case, SaidTwice
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, grants_of
from cases.states import ASSIGNED, DRAFTING, RECEIVED
from workflow import engine, undoing
from workflow.errors import Conflict, NotAllowed, Refused

OPEN = (RECEIVED, ASSIGNED, DRAFTING)
"""The states in which a case may be brought to an answer with others."""
PROPOSED, TAKEN, REFUSED = SaidTwice.State.PROPOSED, SaidTwice.State.TAKEN, SaidTwice.State.REFUSED


@transaction.atomic
def take(
    group: SaidTwice,
    *,
    by: User,
    now: datetime,
    lead: Department | None = None,
    without: Collection[int] = (),
    **dated: Any,
) -> None:
    """Answer its cases together from now on; those without a lead are assigned to ``lead``, or to that of
    the others. ``dated`` is ``due_on``, a date, or ``working_days``, for those that have no due date. The
    cases with the keys ``without`` are left out, and kept apart from the others.

    Raises :class:`Refused`, with the sentence, where the cases stand too far apart; then nothing was done.
    """
    cases = [case for case in _held(group, PROPOSED, by) if case.pk not in without]
    if len(cases) < 2:
        raise Refused(_("Tick two cases at least, or keep them all apart."))
    _refuse_far_apart(cases)
    waiting, led = _by_lead(cases)
    if waiting:
        _assign(waiting, led, by=by, now=now, lead=lead, **dated)
    _join([*led, *(waiting if led else [])], by=by, now=now)
    _decide(group, TAKEN, by=by, now=now)
    group.members.filter(case__in=list(without)).update(left_out=True)


@transaction.atomic
def refuse(group: SaidTwice, *, by: User, now: datetime) -> None:
    """Keep its cases apart: no two of them are proposed as one group again."""
    _held(group, PROPOSED, by)
    _decide(group, REFUSED, by=by, now=now)


@transaction.atomic
def take_back(group: SaidTwice, *, by: User) -> None:
    """Propose it again, whatever was decided. What was answered together is answered apart again."""
    _held(group, group.state, by)
    if group.state == PROPOSED:
        raise Conflict(_("Nothing has been decided on this group, so there is nothing to take back."))
    group.state, group.decided_at, group.decided_by = PROPOSED, None, None
    group.save(update_fields=["state", "decided_at", "decided_by"])
    try:
        with transaction.atomic():
            group.members.update(waiting=True, left_out=False)
    except IntegrityError as taken:
        sentence = _("One of its cases is in another proposal by now: decide on that one.")
        raise Refused(sentence) from taken


@transaction.atomic
def take_apart(group: SaidTwice, *, by: User, now: datetime) -> None:
    """As :func:`take_back`, for a group that was taken: its cases are answered apart again first.

    The step is undone while it can be, so that they stand as before; later they keep their lead and are
    taken apart. Raises :class:`Refused` where the department has gone on with them.
    """
    cases, since = _held(group, TAKEN, by), group.decided_at or now
    left_out = set(group.members.filter(left_out=True).values_list("case", flat=True))
    for case in (one for one in cases if one.pk not in left_out):
        if not _undone(case, by=by, now=now, since=since):
            _split(case, by=by, now=now, since=since)
    take_back(group, by=by)


def why_not(cases: Sequence[Case]) -> str:
    """Why these cases cannot be answered together as they stand; empty: go on."""
    for case in cases:
        if case.state not in OPEN:
            sentence = _("%(reference)s is past drafting: its text is signed or decided already.")
            return sentence % {"reference": case.reference}
    if len({case.lead_id for case in cases if case.state != RECEIVED}) > 1:
        return _("They have different leads. Reassign them to one department first.")
    if len({case.round_id for case in cases}) > 1:
        return _("They are asked in different rounds, so one answer cannot answer them all.")
    if len({case.state for case in cases if case.state != RECEIVED}) > 1 or _some_are_drafted(cases):
        return _("The department has begun to draft some of them only; it can join them from a case’s page.")
    return ""


def _some_are_drafted(cases: Sequence[Case]) -> bool:
    states = {case.state for case in cases}
    return DRAFTING in states and RECEIVED in states


def _refuse_far_apart(cases: Sequence[Case]) -> None:
    if sentence := why_not(cases):
        raise Refused(sentence)


def _held(group: SaidTwice, state: str, by: User) -> list[Case]:
    """The group's cases as they stand, the group locked. Raises where somebody decided on it meanwhile."""
    if not COORDINATOR.held(grants_of(by), None):
        raise NotAllowed(_("Only a coordinator decides which cases are answered together."))
    now_is = SaidTwice.objects.select_for_update().filter(pk=group.pk).values_list("state", flat=True).first()
    if now_is != state:
        raise Conflict(_("Somebody else decided on this group meanwhile, so nothing was done. Look again."))
    group.state = now_is
    rows = Case.objects.visible_to(by).filter(said_twice=group.pk).select_related("recommendation", "round")
    cases = list(rows.select_related("lead", "answer").order_by("recommendation__place", "pk"))
    if len(cases) != group.members.count():
        raise NotAllowed(_("You may not see every case of this group."))
    return cases


def _by_lead(cases: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """Those that wait for a lead, and those that have one."""
    return [one for one in cases if one.state == RECEIVED], [one for one in cases if one.state != RECEIVED]


def _assign(
    waiting: list[Case], led: list[Case], *, by: User, now: datetime, lead: Department | None, **dated: Any
) -> None:
    if not led:
        if lead is None:
            raise Refused(_("Choose the lead department."))
        actions.assign_together(waiting, lead=lead, by=by, now=now, **dated)
        return
    if led[0].due_on is not None:
        dated = {"due_on": led[0].due_on}
    for case in waiting:
        engine.perform(case, "assign", by=by, now=now, lead=led[0].lead, **dated)


def _join(cases: Sequence[Case], *, by: User, now: datetime) -> None:
    """All into the answer of the first that has a text, else of the first."""
    for case in cases:
        case.refresh_from_db()
    drafted = (one for one in cases if one.answer is not None and one.answer.versions.exists())
    goes_on = next(drafted, cases[0] if cases else None)
    for case in cases:
        if goes_on is not None and case.answer_id != goes_on.answer_id:
            grouping.join(goes_on, case, text_of=goes_on, by=by, now=now)
            case.refresh_from_db()
            goes_on.refresh_from_db()


def _decide(group: SaidTwice, state: str, *, by: User, now: datetime) -> None:
    group.state, group.decided_at, group.decided_by = state, now, by
    group.save(update_fields=["state", "decided_at", "decided_by"])
    group.members.update(waiting=False)


def _split(case: Case, *, by: User, now: datetime, since: datetime) -> None:
    """Where it was brought into its answer then, it leaves that; the last one keeps it."""
    case.refresh_from_db()
    moved = case.events.filter(at=since, step__in=("assign", "join")).exists()
    if moved and case.company().exists():
        grouping.split([case], by=by, now=now)


def _undone(case: Case, *, by: User, now: datetime, since: datetime) -> bool:
    """Whether the step that brought it there was taken back, now or with another of the group."""
    case.refresh_from_db()
    last = case.events.order_by("-number").first()
    if last is None or last.at != since:
        return last is not None and last.step == undoing.UNDO
    try:
        with transaction.atomic():
            undoing.undo(case, by=by, now=now, seen=case.version)
    except Refused:
        return False
    return True
