"""Keeping what a person types before it is a version: kept, dropped, brought back; seen by that person alone.

Keeping accepts no case, begins no contribution and makes nobody a drafter: only saving does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases import actions
from cases.contributions import contributing
from cases.models import Case, Contribution, WorkingCopy
from cases.models.typed_copy import TypedCopy, TypedCopyQuerySet
from cases.models.working_copy import Subject, WorkingCopyQuerySet
from cases.people.models import User
from cases.people.roles import CONTRIBUTORS, LEAD_DEPARTMENT, grants_of
from workflow.errors import Conflict, NotAllowed

Copy = TypeVar("Copy", bound=TypedCopy)
BROUGHT_BACK_FOR = timedelta(days=30)
"""So long what was dropped can be brought back."""


class OtherWindow(Conflict):
    """The same person wrote on in another window; nothing was written over it."""


def keep_draft(case: Case, *, by: User, **kept: Any) -> WorkingCopy:
    """Keep what ``by`` types into the answer of the case: ``typed`` (fields of the form by name),
    ``started_from`` (the number of the draft it began with), ``seen`` (the edition that the window knows, 0
    for none) and ``now``.

    Raises as :func:`cases.actions.ask_who_writes`, and :class:`OtherWindow`.
    """
    if shut := case.process.gate(case, by):
        raise NotAllowed(str(shut))
    actions.ask_who_writes(case, by)
    return _keep(case.present_answer, by=by, **kept)


def keep_part(contribution: Contribution, *, by: User, **kept: Any) -> WorkingCopy:
    """As :func:`keep_draft`, of a department's part of another's answer."""
    contributing.ask_who_writes(contribution, by)
    return _keep(contribution, by=by, **kept)


def is_here(subject: Subject, *, by: User, now: datetime) -> WorkingCopy | None:
    """The page in which ``by`` writes is open: the copy, if any. Raises as :func:`drop` does."""
    _ask_whose(subject, by)
    return heard_of(_own(subject, by), now)


@transaction.atomic
def drop(subject: Subject, *, by: User, now: datetime) -> bool:
    """Lay the person's copy aside; whether there was one. What was laid aside long ago goes for good.

    Raises :class:`NotAllowed` for one whose department does not write it.
    """
    _ask_whose(subject, by)
    return laid_aside(_own(subject, by), now)


@transaction.atomic
def bring_back(subject: Subject, *, by: User, now: datetime) -> bool:
    """The copy that was dropped last stands again, one that stands is laid aside; whether there was one.

    Raises as :func:`drop` does.
    """
    _ask_whose(subject, by)
    return brought_back(_own(subject, by), now)


def became_a_version(subject: Subject, *, by: User, seen: int) -> None:
    """Its text stands in a version now. A copy that went on in another window stays."""
    _own(subject, by).standing().filter(edition=seen).delete()


def _keep(
    subject: Subject, *, typed: Mapping[str, Any], started_from: int, seen: int, by: User, now: datetime
) -> WorkingCopy:
    of = {"contribution" if isinstance(subject, Contribution) else "answer": subject}
    first = WorkingCopy(person=by, here_since=now, here_at=now, **of)
    return kept_in(_own(subject, by), first, typed=typed, started_from=started_from, seen=seen, now=now)


def kept_in(
    own: TypedCopyQuerySet,
    first: Copy,
    *,
    typed: Mapping[str, Any],
    started_from: int,
    seen: int,
    now: datetime,
) -> Copy:
    """Keep what was typed in the person's copy among ``own``, or in ``first`` where none stands.

    Raises :class:`OtherWindow` where ``seen`` is not the edition of the copy that stands.
    """
    with transaction.atomic():
        standing: Copy | None = own.standing().select_for_update().first()
        if standing is None:
            first.take(typed, started_from=started_from, now=now)
            return _begun(own, first)
        if standing.edition != seen:
            raise _elsewhere(standing)
        standing.take(typed, started_from=started_from, now=now)
        standing.edition += 1
        standing.save()
    return standing


def heard_of(own: TypedCopyQuerySet, now: datetime) -> Any:
    """The copy that stands among ``own``, if any: its page is open."""
    copy = own.standing().first()
    if copy is not None:
        copy.is_heard_of(now)
        copy.save(update_fields=["here_at", "here_since"])
    return copy


def laid_aside(own: TypedCopyQuerySet, now: datetime) -> bool:
    """The copy that stands among ``own`` is dropped; whether there was one. Those dropped long ago go."""
    own.filter(dropped_at__lt=now - BROUGHT_BACK_FOR).delete()
    return own.standing().update(dropped_at=now) == 1


def brought_back(own: TypedCopyQuerySet, now: datetime) -> bool:
    """The one of ``own`` that was dropped last stands again; whether there was one."""
    last = own.dropped().order_by("-dropped_at", "-pk").first()
    if last is None:
        return False
    own.standing().update(dropped_at=now)
    own.filter(pk=last.pk).update(dropped_at=None)
    return True


def _begun(own: TypedCopyQuerySet, first: Copy) -> Copy:
    try:
        with transaction.atomic():
            first.save(force_insert=True)
    except IntegrityError:
        raise _elsewhere(own.standing().get()) from None
    return first


def _elsewhere(copy: TypedCopy) -> OtherWindow:
    sentence = _(
        "You write this text in another window too, where it was kept at %(time)s. Go on there, or press "
        "Save here: then both are shown to you."
    )
    return OtherWindow(sentence % {"time": date_format(localtime(copy.saved_at), "H:i")})


def _ask_whose(subject: Subject, by: User) -> None:
    grants = grants_of(by)
    if isinstance(subject, Contribution):
        theirs = CONTRIBUTORS.held(grants, subject.department_id)
    else:
        theirs = LEAD_DEPARTMENT.held(grants, subject.lead_id)
    if not theirs:
        raise NotAllowed(_("This text is written by another department."))


def _own(subject: Subject, by: User) -> WorkingCopyQuerySet:
    return WorkingCopy.objects.of(subject).filter(person=by)
