"""Cases that are answered together: joined into one answer, or taken out of it. All or none, one event each.

No text is lost: what was written apart stays readable from the case, and who wrote it counts as a drafter.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Answer, Case
from cases.models.case_lists import CaseQuerySet
from cases.people.models import User
from cases.states import ASSIGNED, DRAFTING
from workflow import engine, storage
from workflow.errors import Conflict, Refused
from workflow.models import Event


@transaction.atomic
def join(
    case: Case,
    other: Case,
    *,
    text_of: Case,
    by: User,
    now: datetime,
    comment: str = "",
    seen: int | None = None,
) -> list[Event]:
    """Answer ``case`` and ``other`` together, each with its company. The answer of ``text_of`` goes on.

    ``text_of`` is one of the two. ``seen`` is the version of ``case`` that the person saw. The cases of the
    answer that does not go on move, one event each. Raises as :func:`workflow.engine.perform_together` does.
    """
    held = _held((case, other))
    _refuse_old(held, case, seen)
    goes_on, moves = (case, other) if text_of.pk == case.pk else (other, case)
    into, left = (next(one for one in held if one.pk == row.pk).answer for row in (goes_on, moves))
    if into is None or left is None:
        raise Refused(_("Only cases that a department has can be answered together."))
    moving = [one for one in held if one.answer_id == left.pk]
    return engine.perform_together(moving, "join", by=by, now=now, comment=comment, into=into)


@transaction.atomic
def split(
    cases: Iterable[Case], *, by: User, now: datetime, comment: str = "", seen: int | None = None
) -> list[Event]:
    """Take cases out of those with which they are answered; they go on with a copy of the text so far.

    Several stay together. ``seen`` is the version of the first that the person saw. Raises as
    :func:`workflow.engine.perform_together` does, and :class:`Refused` where they have several answers.
    """
    chosen = list(cases)
    held = _held(chosen)
    _refuse_old(held, chosen[0], seen)
    leaving = [one for one in held if one.pk in {case.pk for case in chosen}]
    answers = {one.answer for one in leaving}
    answer = answers.pop() if len(answers) == 1 else None
    if answer is None:
        raise Refused(_("Choose cases that are answered together now."))
    apart = Answer.objects.create(round=answer.round, lead=answer.lead)
    apart.begin_with(answer, now)
    return engine.perform_together(leaving, "split", by=by, now=now, comment=comment, apart=apart)


def to_join(case: Case, user: User) -> CaseQuerySet:
    """Cases that this one could be answered together with: of its round and lead, at the same place."""
    alike = Case.objects.visible_to(user).filter(round=case.round_id, lead=case.lead_id, state=case.state)
    if case.state not in (ASSIGNED, DRAFTING):
        return alike.none()
    return alike.exclude(answer=case.answer_id)


def _held(cases: Iterable[Case]) -> list[Case]:
    """The cases and their companies, locked in the engine's order until the transaction ends.

    They are written to as well: who waits for one, to sign it, must see whose words are in it by then.
    """
    together = [one.pk for case in cases for one in case.answered_together()]
    rows = Case.objects.filter(pk__in=together)
    locked = rows.select_for_update(of=("self",)).select_related("answer__round", "answer__lead")
    held = list(locked.order_by("pk"))
    storage.touch(rows)
    return held


def _refuse_old(held: Iterable[Case], case: Case, seen: int | None) -> None:
    """Who saw an older version is told so, whichever of the cases it is that moves."""
    stands = next(one.version for one in held if one.pk == case.pk)
    if seen is not None and stands != seen:
        raise Conflict(
            _("Somebody else changed this case after you opened it, so nothing was done. Look at it again.")
        )
