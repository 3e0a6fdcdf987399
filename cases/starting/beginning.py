"""Beginning answers: which cases wait to be begun, beginning some of them as one answer, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.contributions import contributing
from cases.models import Answer, Case, Version
from cases.models.case_lists import CaseQuerySet
from cases.people.models import Department, User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.states import ASSIGNED
from workflow import engine, undoing
from workflow.errors import Conflict, Refused
from workflow.models import Event


def to_begin(user: User) -> CaseQuerySet:
    """Cases that wait for this person's department to begin its answer; a paused one does not."""
    own = grants_of(user).units_with(LEAD_DEPARTMENT.codenames)
    waiting = Case.objects.visible_to(user).waiting_for(user).led_by(own)
    return waiting.filter(state=ASSIGNED, paused_on__isnull=True)


@transaction.atomic
def begin(cases: Sequence[Case], *, text: Version | None, by: User, now: datetime) -> list[Event]:
    """Accept these cases, with all that are answered with them, as one answer. All or none, one event each.

    ``text`` is an approved text that ``by`` reads: the answer begins with a copy of it, whose ``taken_from``
    it is, and whose drafter is ``by``. Where a draft stands already, that one goes on, and nothing is brought
    in. Raises as :func:`workflow.engine.perform_together` does, and :class:`Refused` where the text is in
    another language than the round works in.
    """
    if not cases:
        raise Refused(_("Choose the cases that one answer is for."))
    moving = _with_company(cases)
    into, is_drafted = _goes_on(moving)
    events = engine.perform_together(moving, "begin", by=by, now=now, into=into)
    if Case.objects.answered_by(into.pk).exclude(pk__in=[case.pk for case in moving]).exists():
        raise Conflict(_("Another case joined them meanwhile, so nothing was done. Look at it again."))
    if text is not None and not is_drafted:
        _bring_in(into, text, by, now)
    return events


@transaction.atomic
def take_back(case: Case, *, by: User, now: datetime, seen: int) -> list[Event]:
    """Undo ``begin``, and what was asked of others with it. Errors as :func:`workflow.undoing.undo`."""
    begun = case.events.filter(number=seen, step="begin", by=by).first()
    if begun is not None and case.answer is not None:
        for one in case.answer.contributions.filter(asked_at=begun.at, events__by=by).distinct():
            contributing.take_back(one, by=by, now=now, seen=one.version)
    return undoing.undo(case, by=by, now=now, seen=seen)


def ask_for_parts(case: Case, departments: Sequence[Department], **act: Any) -> list[str]:
    """Ask these departments to contribute to the answer just begun; the sentences of those refused come back.

    ``act`` as for :func:`cases.contributions.contributing.ask`.
    """
    return [one.refusal for one in contributing.ask_each([case], departments, **act) if one.refusal]


def _with_company(cases: Sequence[Case]) -> list[Case]:
    found = {one.pk: one for case in cases for one in case.answered_together()}
    return sorted(found.values(), key=lambda one: one.pk)


def _goes_on(moving: Sequence[Case]) -> tuple[Answer, bool]:
    """The answer with the text that was written last, else that of the first; and whether any was written."""
    answers = [case.present_answer for case in moving]
    drafts = Version.objects.drafts().filter(answer__in=answers).order_by("-at", "-pk")
    last = drafts.select_related("answer__round").first()
    return (last.answer, True) if last else (answers[0], False)


def _bring_in(answer: Answer, text: Version, by: User, now: datetime) -> None:
    if text.language != answer.round.language:
        raise Refused(_("This text is in another language than the one in which the round is answered."))
    begun = Version.objects.create(
        answer=answer, number=1, taken_from=text, language=text.language, author=by, at=now,
        full_text=text.full_text, short_text=text.short_text,
    )  # fmt: skip
    text.figure_sources.carry_to(begun)
