"""What people do about a passage that is too long: an editor asks its leads, a lead shortens or declines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.people.models import Department, User
from cases.people.roles import EDITOR, grants_of
from exports.agreeing import proposing
from exports.agreeing.guards import is_same
from exports.agreeing.rewriting import rewrite
from exports.budget.long import Long
from exports.budget.written import written_in
from exports.models import Passage, PassageText, ProposedText, Report, Shortening
from workflow import engine
from workflow.errors import Blocked, NotAllowed
from workflow.models import Event


@transaction.atomic
def ask_for_shorter(report: Report, passages: Iterable[Long], *, by: User, now: datetime) -> list[Shortening]:
    """Ask the leads of these passages for texts within their shares; whoever is asked already is not again.

    Independent bodies are not asked: their text is printed as it is. Raises :class:`NotAllowed`, or
    :class:`Blocked` where the report is not with the editor; then nobody was asked.
    """
    if not EDITOR.held(grants_of(by), None):
        raise NotAllowed(_("This is for the %(role)s.") % {"role": EDITOR.label})
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    standing = Passage.objects.standing().filter(report=held).values_list("pk", flat=True)
    wanted = [one for one in passages if one.passage in set(standing)]
    codes = {code for one in wanted for code in one.departments}
    named = {one.code: one for one in Department.objects.filter(code__in=codes, independent=False)}
    pairs = [(one, named[code]) for one in wanted for code in one.departments if code in named]
    asked = set(Shortening.objects.open().filter(report=held).values_list("passage", "department"))
    return [
        _ask(held, one, department, by=by, now=now)
        for one, department in pairs
        if (one.passage, department.pk) not in asked
    ]


def _ask(report: Report, one: Long, department: Department, *, by: User, now: datetime) -> Shortening:
    request = Shortening.objects.create(
        report=report,
        passage_id=one.passage,
        department=department,
        had=one.words,
        wished=one.share,
        place=f"{one.number} {one.title['text']}".strip()[:400],
    )
    engine.perform(request, "ask", by=by, now=now)
    return request


@transaction.atomic
def shorten(request: Shortening, text: str, *, by: User, now: datetime, seen: int) -> Event:
    """Send a shorter text: it waits for the editor, as what the department proposes for the passage.

    Errors as in :func:`workflow.engine.perform` and :func:`exports.agreeing.proposing.propose_text`.
    """
    event = engine.perform(request, "shorten", by=by, now=now, seen=seen, comment=text)
    passage, annexed = request.passage, written_in(request.passage).annexed
    proposing.propose_text(passage, department=request.department, text=text, annexed=annexed, by=by, now=now)
    return event


@transaction.atomic
def take(request: Shortening, *, by: User, now: datetime, began_with: int) -> PassageText:
    """Make the text that was sent the passage's own, and agreed to by its department as far as it signed it.

    ``began_with`` is the number of the passage's own text that the person saw; 0: it had none.
    Raises :class:`Blocked` where none was sent, and what :func:`exports.agreeing.rewriting.rewrite` raises;
    then nothing was written.
    """
    text = sent_text(request)
    if not text:
        raise Blocked(_("No shorter text was sent, so there is none to take."))
    passage, annexed = request.passage, written_in(request.passage).annexed
    act: dict[str, Any] = {"by": by, "now": now, "began_with": began_with}
    if proposal := _proposed(request, PassageText(text=text, annexed=annexed)):
        return proposing.take(proposal, **act)
    return rewrite(passage, language=passage.report.language, text=text, annexed=annexed, **act)


def _proposed(request: Shortening, said: PassageText) -> ProposedText | None:
    """What its department proposed in these words. None where its annex has become another since."""
    waiting = ProposedText.objects.waiting().filter(
        passage=request.passage_id, department=request.department_id
    )
    return next((one for one in waiting.order_by("-signed", "-pk") if is_same(one, said)), None)


def sent_text(request: Shortening) -> str:
    """What the department wrote; empty: nothing yet."""
    event = request.events.filter(step="shorten").select_related("remark").first()
    remark = getattr(event, "remark", None)
    return remark.text.strip() if remark else ""


def decline(request: Shortening, reason: str, *, by: User, now: datetime, seen: int) -> Event:
    """Say why it cannot be shorter. Errors as in :func:`workflow.engine.perform`."""
    return engine.perform(request, "decline", by=by, now=now, seen=seen, comment=reason)


def withdraw(request: Shortening, *, by: User, now: datetime, seen: int) -> Event:
    """Take the request back. Errors as in :func:`workflow.engine.perform`."""
    return engine.perform(request, "withdraw", by=by, now=now, seen=seen)
