"""Talking about an answer: a comment is answered, called done, and opened again.

The first comment of a talk is added by :func:`cases.actions.add_comment`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import actions
from cases.models import Case, Comment
from cases.models.mention import note_seen
from cases.people.models import User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from workflow.errors import NotAllowed, WrongState
from workflow.grants import Grants


@transaction.atomic
def answer_comment(case: Case, comment: Comment, *, text: str, by: User, now: datetime) -> Comment:
    """Add to the talk that ``comment`` began or belongs to; a talk that was done is open again.

    Raises as :func:`cases.actions.add_comment` does, and :class:`NotAllowed` where the comment is not seen.
    """
    first = _first_of_talk(case, comment, by)
    said = actions.add_comment(case, text=text, by=by, now=now, answers=first)
    Comment.objects.filter(pk=first.pk).update(settled_at=None, settled_by=None)
    note_seen(first, by=by, now=now)
    return said


def see_mention(case: Case, comment: Comment, *, by: User, now: datetime) -> None:
    """What ``by`` is mentioned for in this talk waits no more. A second time does nothing.

    Raises :class:`NotAllowed` where the comment is not seen.
    """
    if not Comment.objects.visible_to(by).filter(answer=case.answer_id or 0, pk=comment.pk).exists():
        raise NotAllowed(_("You may not see this comment."))
    note_seen(comment.answers or comment, by=by, now=now)


@transaction.atomic
def settle_comment(case: Case, comment: Comment, *, by: User, now: datetime) -> None:
    """Call the talk done: by who began it, or by the department that drafts. A second time does nothing.

    Raises :class:`NotAllowed` for others, and where the comment is not seen.
    """
    _may_call_it(case, comment, by)
    unsettled = Comment.objects.filter(pk=comment.pk, settled_at__isnull=True)
    unsettled.update(settled_at=now, settled_by=by)


@transaction.atomic
def reopen_comment(case: Case, comment: Comment, *, by: User) -> None:
    """The opposite of :func:`settle_comment`, by the same people."""
    _may_call_it(case, comment, by)
    Comment.objects.filter(pk=comment.pk).update(settled_at=None, settled_by=None)


def may_settle(case: Case, comment: Comment, person: User, grants: Grants) -> bool:
    """Whether this person, who sees the comment and holds ``grants``, may call its talk done."""
    return comment.author_id == person.pk or LEAD_DEPARTMENT.held(grants, case.lead_id)


def _may_call_it(case: Case, comment: Comment, by: User) -> None:
    first = _first_of_talk(case, comment, by)
    if first.pk != comment.pk:
        raise WrongState(_("What began the talk is called done, not an answer to it."))
    if not may_settle(case, comment, by, grants_of(by)):
        raise NotAllowed(_("Who wrote the comment calls it done, or the department that drafts."))


def _first_of_talk(case: Case, comment: Comment, by: User) -> Comment:
    """The comment that began the talk, held until the transaction ends."""
    held: Any = actions.lock_for(case, by)
    seen = Comment.objects.visible_to(by).filter(answer=held.answer_id)
    if not seen.filter(pk=comment.pk).exists():
        raise NotAllowed(_("You may not see this comment."))
    return comment.answers or comment
