"""What people do to a report: open it, take its steps, ask for its papers, cancel those.

Pages, commands and the demo call these; changes of state go through ``workflow.engine`` inside them. No paper
is made here: ``tasks.py`` does that. What they do about objections is in ``objecting.py``.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from celery.exceptions import CeleryError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError

from cases.models import Round
from cases.people.models import User
from cases.people.roles import EDITOR, grants_of
from exports import tasks
from exports.agreeing.asking import withdraw_overtaken
from exports.formats import LONG, OF_A_TEXT, Format
from exports.models import Adoption, Edition, Rendering, Report, Submission, WrittenMeanwhile
from exports.outline.before import touched_by
from workflow import engine
from workflow.errors import Conflict, NotAllowed, Refused, WrongState
from workflow.models import Event

logger = logging.getLogger(__name__)
ATTEMPTS_AT_ONCE = 5
"""How often an act on an outline is tried that another editor's came in between of."""


def open_report(*, reference: str, title: str, round: Round, by: User, **details: Any) -> Report:
    """Open a report on a round. ``details`` are the other fields of :class:`Report`.

    Raises :class:`NotAllowed` where ``by`` is no editor, :class:`Refused` where the reference is taken.
    """
    _editor_only(by)
    opened = Report(reference=reference, title=title, round=round, opened_by=by, **details)
    try:
        with transaction.atomic():
            opened.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("There is a report of this reference already; choose another.")) from None
    return opened


def take_report_step(
    report: Report,
    step: str,
    *,
    by: User,
    now: datetime,
    comment: str = "",
    seen: int | None = None,
    **data: Any,
) -> Event:
    """Take a step on a report. Arguments and errors as in :func:`workflow.engine.perform`.

    The report given is refreshed.
    """
    try:
        with transaction.atomic():
            event = engine.perform(report, step, by=by, now=now, comment=comment, seen=seen, **data)
            if step == "freeze":
                wake_worker(report.renderings.filter(edition=report.edition_id).in_turn().without_text())
            return event
    except WrittenMeanwhile:
        raise
    except Conflict:
        raise Conflict(
            _("Somebody else changed this report after you opened it, so nothing was done. Look at it again.")
        ) from None
    except WrongState:
        raise WrongState(_not_from_here(report, step)) from None


def arrange(report: Report, change: str, *, by: User, now: datetime, **given: Any) -> Event:
    """One act on the outline of a report, by a step of it; it can be undone for some minutes.

    What leads were asked about a text that stands no more is withdrawn.

    ``change`` and what it is ``given`` are those of ``exports/outline/arranging.py``. What two editors do at
    once is done one after the other. Errors as in :func:`take_report_step`; then nothing was changed.
    """
    for _attempt in range(ATTEMPTS_AT_ONCE):
        try:
            return _arranged(report, change, by=by, now=now, **given)
        except WrittenMeanwhile:
            raise
        except Conflict:
            standing = Report.objects.get(pk=report.pk)
            if standing.version == report.version:
                raise
            report.version, report.head = standing.version, standing.head
    return _arranged(report, change, by=by, now=now, **given)


@transaction.atomic
def _arranged(report: Report, change: str, *, by: User, now: datetime, **given: Any) -> Event:
    event = take_report_step(report, "arrange", by=by, now=now, change=change, **given)
    if touched := touched_by(report.rearrangements.get(number=event.number)):
        withdraw_overtaken(report, by=by, now=now, passages=touched)
    return event


def revise_report(report: Report, *, started_from: int, by: User, now: datetime, **details: Any) -> None:
    """Change title page and introduction. ``started_from`` is the version that the person began with.

    Where nothing differs, nothing is written. Raises :class:`NotAllowed`, :class:`WrongState` once others
    read it, or :class:`Conflict` where somebody else changed it meanwhile; then nothing was written.
    """
    standing = Report.objects.get(pk=report.pk)
    changed = {name: value for name, value in details.items() if getattr(standing, name) != value}
    if changed or started_from != standing.version:
        take_report_step(report, "revise", by=by, now=now, seen=started_from, **changed)


def adopt(
    report: Report,
    *,
    decided_on: date,
    document: str,
    by: User,
    now: datetime,
    file: UploadedFile | None = None,
    file_type: str = "",
    seen: int | None = None,
    comment: str = "",
) -> Event:
    """Record the government's decision on the edition: its date, what its document is called, its file.

    Errors as in :func:`workflow.engine.perform`; then nothing was recorded.
    """
    decision = Adoption(
        decided_on=decided_on,
        document=document.strip(),
        file=file,
        file_type=file_type,
        sha256=_sha256(file),
    )
    return take_report_step(report, "adopt", by=by, now=now, comment=comment, seen=seen, decision=decision)


def submit(
    report: Report,
    *,
    submitted_on: date,
    receipt: str,
    by: User,
    now: datetime,
    file: UploadedFile | None = None,
    file_type: str = "",
    seen: int | None = None,
    comment: str = "",
) -> Event:
    """Record that the edition was handed in, and what confirms it; this submits its cases.

    Errors as in :func:`workflow.engine.perform`; then nothing was recorded.
    """
    filed = Submission(file=file, file_type=file_type, sha256=_sha256(file))
    given = {"submitted_on": submitted_on, "receipt": receipt, "filed": filed}
    return take_report_step(report, "submit", by=by, now=now, comment=comment, seen=seen, **given)


def request_changes(
    report: Report, *, older: Edition, newer: Edition, language: str, by: User, now: datetime
) -> Rendering:
    """Ask for the Word file that shows what changed between two editions, in a language that both have.

    Shared as :func:`request_rendering` says. Raises :class:`NotAllowed`, or :class:`Refused` where one of
    them has no text in this language.
    """
    _editor_only(by)
    if not {language} <= set(older.languages) & set(newer.languages):
        raise Refused(_("Only one of the editions has a text in this language; choose another."))
    alike = {"report": report, "edition": newer, "since": older, "format": Format.CHANGES}
    rendering = _shared({**alike, "language": language}, by=by, now=now)
    if rendering.is_under_way:
        wake_worker([rendering])
    return rendering


def request_rendering(
    report: Report, *, by: User, now: datetime, format: str = Format.PDF, language: str = ""
) -> Rendering:
    """Ask for a paper: of the edition where the report is frozen, else of a draft that says so.

    ``language`` is one of the report's; its original one where none is given. One that is under way already,
    for whomever, is shared instead of a second, and so is the paper of an edition that is made already: its
    text does not change. The row is written, and a worker is woken once it is durable.

    Raises :class:`NotAllowed`, or :class:`Refused` where there is no such format or language.
    """
    _editor_only(by)
    rendering = queue_rendering(report, by=by, now=now, format=format, language=language)
    if rendering.is_under_way:
        wake_worker([rendering])
    return rendering


def queue_rendering(
    report: Report, *, by: User | None, now: datetime, format: str = Format.PDF, language: str = ""
) -> Rendering:
    """The rendering that is asked for, if it is under way or kept; else a new one that waits. Wakes nobody.

    For the command line, which has no user: nobody's roles are asked.
    """
    language = language or report.language
    if format not in OF_A_TEXT:
        raise Refused(_("There is no such format; choose another."))
    if language not in report.printed_in:
        raise Refused(_("The report is not printed in this language; choose another."))
    alike = {
        "report": report,
        "edition": report.edition,
        "since": None,
        "format": format,
        "language": language,
    }
    return _shared(alike, by=by, now=now)


def _shared(alike: dict[str, Any], *, by: User | None, now: datetime) -> Rendering:
    if alike["edition"] and (kept := Rendering.objects.filter(**alike).done().order_by("-pk").first()):
        return kept
    asked = {"requested_by": by, "requested_at": now}
    rendering, _made = Rendering.objects.get_or_create(**alike, state__in=Rendering.UNDER_WAY, defaults=asked)
    return rendering


def cancel(rendering: Rendering, *, by: User, now: datetime) -> None:
    """Stop a rendering that is under way; whoever works on it sees it within seconds.

    Raises :class:`NotAllowed`, or :class:`WrongState` where it has ended.
    """
    _editor_only(by)
    if not Rendering.objects.filter(pk=rendering.pk).under_way().cancel(now):
        raise WrongState(_("This file is no longer being made; there is nothing to cancel."))
    rendering.refresh_from_db()


def _editor_only(by: User) -> None:
    if not EDITOR.held(grants_of(by), None):
        raise NotAllowed(_("This is for the %(role)s.") % {"role": EDITOR.label})


def _not_from_here(report: Report, step: str) -> str:
    chosen = Report.process.steps.get(step)
    if chosen is None:
        return _("There is no step “%(step)s” here.") % {"step": step}
    standing = Report.objects.get(pk=report.pk).standing
    said = _("“%(step)s” is not possible while the report stands at “%(state)s”.")
    return said % {"step": chosen.label, "state": standing}


def _sha256(file: UploadedFile | None) -> str:
    if file is None:
        return ""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def wake_worker(renderings: Iterable[Rendering]) -> None:
    """Once they are durable. A broker that is down stops nobody: the worker finds the rows by itself."""
    for rendering in renderings:
        transaction.on_commit(partial(_wake, rendering))


def _wake(rendering: Rendering) -> None:
    task = tasks.render if rendering.kind in LONG else tasks.write
    try:
        task.delay(str(rendering.key))
    except (KombuError, CeleryError, OSError) as problem:
        logger.warning("No worker could be woken for %s; it will be found later: %s", rendering.key, problem)
