"""What people do to a case, each act whole or not at all: draft, comment, add evidence, take a step.

Pages, commands and the demo call these; changes of state go through ``workflow.engine`` inside them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.drafting import mentioning, passages
from cases.models import Answer, Case, Comment, Evidence, ImplementationStatus, Version
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, EDITOR, LEAD_DEPARTMENT, VALIDATOR, grants_of
from cases.states import ASSIGNED, DRAFTING, WITH_DRAFTERS
from workflow import engine, storage
from workflow.errors import Conflict, NotAllowed, Refused, WrongState
from workflow.grants import Grants
from workflow.models import Event


class StaleText(Conflict):
    """Somebody saved another version meanwhile; ``current`` is it, and nothing was written."""

    def __init__(self, sentence: str, current: Version) -> None:
        super().__init__(sentence)
        self.current = current


MAY_BE_JOINED = (ASSIGNED, DRAFTING)
"""The states in which a case may be answered together with others."""


@dataclass(frozen=True)
class Outcome:
    """What came of one case in a bulk act: ``refusal`` is empty where it was done."""

    case: Case
    refusal: str = ""


def take_step(
    case: Case, step: str, *, by: User, now: datetime, comment: str = "", seen: int | None = None, **data: Any
) -> list[Event]:
    """Take a step on a case and on all cases that are answered together with it: all or none.

    Arguments and errors as in :func:`workflow.engine.perform`; one event per case comes back.
    """
    cases, answer_id = case.answered_together(), case.answer_id
    with transaction.atomic():
        taken = engine.perform_together(cases, step, by=by, now=now, comment=comment, seen=[seen], **data)
        left_behind = taken[0].source in MAY_BE_JOINED and _somebody_joined(cases, answer_id)
        if left_behind:
            transaction.set_rollback(True)
    if left_behind:
        for one in cases:
            one.refresh_from_db()
        raise Conflict(
            _("Another case is answered together with it by now, so nothing was done. Look at it again.")
        )
    return taken


def _somebody_joined(cases: Iterable[Case], answer_id: int | None) -> bool:
    """Whether the answer answers another case too, which joined while these were about to be locked."""
    if answer_id is None:
        return False
    others = Case.objects.answered_by(answer_id).exclude(pk__in=[one.pk for one in cases])
    return others.exists()


def assign_each(
    cases: Iterable[Case], *, lead: Department, by: User, now: datetime, comment: str = "", **dated: Any
) -> list[Outcome]:
    """Assign every case by itself; one that is refused does not stop the others.

    ``dated`` is ``due_on``, a date, or ``working_days`` from today in the lead's calendar.
    A case that moved already, with another that it is answered together with, is not assigned twice.
    """
    attempt = {"by": by, "now": now, "comment": comment, "lead": lead, **dated}
    moved: set[int] = set()
    return [
        Outcome(case) if case.pk in moved else _outcome(case, "assign", moved, **attempt) for case in cases
    ]


@transaction.atomic
def assign_together(
    cases: list[Case], *, lead: Department, by: User, now: datetime, comment: str = "", **dated: Any
) -> list[Event]:
    """Assign cases of one round to one lead, to be answered by one narrative. All or none.

    ``dated`` as for :func:`assign_each`.

    Raises :class:`Refused` where the cases are of several rounds, or the engine refuses one.
    """
    rounds = {case.round for case in cases}
    asked_in = rounds.pop() if len(rounds) == 1 else None
    if asked_in is None:
        raise Refused(_("Only cases of one open round can be answered together."))
    answer = Answer.objects.create(round=asked_in, lead=lead)
    return engine.perform_together(
        cases, "assign", by=by, now=now, comment=comment, lead=lead, answer=answer, **dated
    )


@transaction.atomic
def save_draft(
    case: Case,
    *,
    full_text: str,
    short_text: str,
    status: ImplementationStatus | None = None,
    position: str = "",
    started_from: int,
    by: User,
    now: datetime,
) -> Version:
    """Add a version to the answer, and propose ``status`` or ``position``. The first edit accepts the case.

    ``started_from`` is the number of the draft that the person began with, 0 for none. Where nothing
    differs, the draft as it stands comes back. Another proposal is a version of its own, even with the same
    text: who made it counts as a drafter. A round of positions takes a ``position`` (a value of
    :class:`cases.un.Position`) and no status, the others a status and no position.

    Raises :class:`NotAllowed`, :class:`WrongState`, or
    :class:`StaleText` where somebody saved meanwhile.
    """
    held = _held_for_writing(case, by)
    answer = held.present_answer
    current = answer.latest_draft()
    if current is not None and current.number != started_from:
        raise StaleText(_("Somebody else saved this text while you were writing."), current)
    if case.state == ASSIGNED:
        take_step(case, "accept", by=by, now=now)
    status, position = (None, position) if answer.round.asks_position else (status, "")
    Case.objects.answered_by(answer.pk).update(proposed_status=status, proposed_position=position)
    case.proposed_status, case.proposed_position = status, position
    same_proposal = held.proposed() == case.proposed()
    same_text = current is not None and (current.full_text, current.short_text) == (full_text, short_text)
    if current is not None and same_text and same_proposal:
        return current
    return add_version(answer, by, now, full_text=full_text, short_text=short_text, based_on=current)


@transaction.atomic
def propose_edits(
    case: Case,
    *,
    full_text: str,
    short_text: str,
    by: User,
    now: datetime,
    comment: str = "",
    seen: int | None = None,
) -> list[Event]:
    """Put a validator's edits before the signer, as a version beside the one that was sent.

    Raises as :func:`take_step` does, and then keeps no version.
    """
    answer = lock_for(case, by).answer
    sent = answer.sent if answer is not None else None
    if (
        answer is not None
        and sent is not None
        and (full_text, short_text) != (sent.full_text, sent.short_text)
    ):
        edits = {"full_text": full_text, "short_text": short_text, "based_on": sent, "released_at": now}
        add_version(answer, by, now, kind=Version.Kind.PROPOSAL, **edits)
    return take_step(case, "propose_edits", by=by, now=now, comment=comment, seen=seen)


@transaction.atomic
def add_comment(
    case: Case,
    *,
    text: str,
    by: User,
    now: datetime,
    quote: str = "",
    answers: Comment | None = None,
    must_be_answered: bool = False,
) -> Comment:
    """Add a comment to the case's answer. Until the answer is sent it stays within the department.

    ``quote`` is the passage that it is about, as a version that the person reads has it; ``answers`` is the
    first comment of the talk that it belongs to (drafting/commenting.py). One that ``must_be_answered`` was
    made in a review: the department sends its answer again only once it did, or the talk was called done.

    Raises :class:`WrongState` where the case is not assigned, :class:`NotAllowed` where it is not seen,
    :class:`~workflow.errors.Blocked` where no text has the passage, or one is mentioned who does not read
    the comment; then nothing was written.
    """
    held = lock(case)
    answer = _answer_to_speak_of(held, by)
    about = passages.version_with(quote, answer, by) if quote.strip() else None
    released_at = None if stays_within(held, by) else now
    said = Comment.objects.create(
        answer=answer, author=by, text=text.strip(), at=now, released_at=released_at,
        about=about, quote=quote.strip(), answers=answers, must_be_answered=must_be_answered,
    )  # fmt: skip
    mentioning.mention_all(said, held, now=now)
    return said


def may_comment(case: Case, grants: Grants, *, lent: bool) -> bool:
    """Whether one who sees the case, and holds ``grants``, works on its answer: all but observers do.

    ``lent``: the case is lent to that person, who may comment too.
    """
    works = (LEAD_DEPARTMENT, COORDINATOR, VALIDATOR, EDITOR)
    return lent or any(role.held_for(grants, case) for role in works)


@transaction.atomic
def add_evidence(
    case: Case, *, title: str, by: User, now: datetime, file: UploadedFile | None = None, **details: Any
) -> Evidence:
    """Add evidence: ``details`` are source, institution, link (of the web), as_of (a date), figure
    and file_type.

    Raises :class:`NotAllowed` outside the lead department, and once the answer has left it.
    """
    held = lock_for(case, by)
    if not LEAD_DEPARTMENT.held(grants_of(by), held.lead_id) or held.state not in WITH_DRAFTERS:
        raise NotAllowed(_("Only the lead department adds evidence, while it drafts."))
    return Evidence.objects.create(
        answer=held.present_answer,
        title=title.strip(),
        file=file,
        sha256=sha256_of(file),
        added_by=by,
        at=now,
        **details,
    )


def _outcome(case: Case, step: str, moved: set[int], **attempt: Any) -> Outcome:
    try:
        events = take_step(case, step, **attempt)
    except Refused as refused:
        return Outcome(case, str(refused.sentence))
    moved |= {event.case.pk for event in events}  # type: ignore[attr-defined]
    return Outcome(case)


def lock(case: Case) -> Case:
    """The case as it stands, until the transaction ends: its row is locked, with those that move with it.

    In the engine's order, so that two who write to one answer from two of its cases never wait in a circle.
    They are touched, since what follows is a fact to the guards of a step that waits for them.
    """
    together = Case.objects.filter(pk__in=[one.pk for one in case.answered_together()])
    rows = together.select_for_update(of=("self",)).select_related("answer__round").order_by("pk")
    held = next(row for row in list(rows) if row.pk == case.pk)
    storage.touch(together)
    return held


def lock_for(case: Case, by: User) -> Case:
    """As :func:`lock`, for one who will write: the gate that is before each step is before this too."""
    held = lock(case)
    if shut := held.process.gate(held, by):
        raise NotAllowed(str(shut))
    return held


def ask_who_writes(case: Case, by: User) -> None:
    """Raises :class:`NotAllowed` or :class:`WrongState` for one who does not write its answer now."""
    if not LEAD_DEPARTMENT.held(grants_of(by), case.lead_id):
        raise NotAllowed(_("Only the lead department writes the answer."))
    if case.state not in (ASSIGNED, DRAFTING) or case.answer is None:
        raise WrongState(_("The text can be changed only while the department drafts it."))


def _held_for_writing(case: Case, by: User) -> Case:
    held = lock_for(case, by)
    ask_who_writes(held, by)
    return held


def _answer_to_speak_of(case: Case, by: User) -> Answer:
    if case.answer is None:
        raise WrongState(_("The case is not assigned yet; there is nothing to comment on."))
    if not Case.objects.visible_to(by).filter(pk=case.pk).exists():
        raise NotAllowed(_("You may not see this case."))
    if not may_comment(case, grants_of(by), lent=case.is_lent_to(by)):
        raise NotAllowed(_("Observers read; comments are for those who work on the answer."))
    return case.answer


def stays_within(case: Case, by: User) -> bool:
    """Whether what is said now stays within the department, also if said by one to whom the case is lent."""
    from_within = LEAD_DEPARTMENT.held(grants_of(by), case.lead_id) or case.is_lent_to(by)
    return from_within and case.state in WITH_DRAFTERS


def add_version(answer: Answer, by: User, now: datetime, **fields: Any) -> Version:
    """The next one. What was given to the figures of the one that it is ``based_on`` goes on with them."""
    highest = answer.versions.aggregate(Max("number"))["number__max"] or 0
    made = Version.objects.create(
        answer=answer, number=highest + 1, language=answer.round.language, author=by, at=now, **fields
    )
    if made.based_on is not None:
        made.based_on.figure_sources.carry_to(made)
    return made


def sha256_of(file: UploadedFile | None) -> str:
    """In hex; empty where there is no file."""
    if file is None:
        return ""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
