"""What people do to a report: open it, take its steps, ask for its PDF, cancel that.

Pages, commands and the demo call these; changes of state go through ``workflow.engine`` inside them. No PDF
is made here: ``tasks.py`` does that. What they do about objections is in ``objecting.py``.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import date, datetime
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
from exports.models import Adoption, Rendering, Report, WrittenMeanwhile
from workflow import engine
from workflow.errors import Conflict, NotAllowed, Refused, WrongState
from workflow.models import Event

logger = logging.getLogger(__name__)


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
        return engine.perform(report, step, by=by, now=now, comment=comment, seen=seen, **data)
    except WrittenMeanwhile:
        raise
    except Conflict:
        raise Conflict(
            _("Somebody else changed this report after you opened it, so nothing was done. Look at it again.")
        ) from None
    except WrongState:
        raise WrongState(_not_from_here(report, step)) from None


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


def request_rendering(report: Report, *, by: User, now: datetime) -> Rendering:
    """Ask for the PDF: of the edition where the report is frozen, else of a draft that says so.

    One that is under way already, for whomever, is shared instead of a second. The row is written, and a
    worker is woken once it is durable. Raises :class:`NotAllowed`.
    """
    _editor_only(by)
    rendering = queue_rendering(report, by=by, now=now)
    transaction.on_commit(lambda: _wake_worker(rendering))
    return rendering


def queue_rendering(report: Report, *, by: User | None, now: datetime) -> Rendering:
    """The rendering of this report that is under way, else a new one that waits. Wakes nobody.

    For the command line, which has no user: nobody's roles are asked.
    """
    asked = {"requested_by": by, "requested_at": now, "edition_id": report.edition_id}
    rendering, _made = Rendering.objects.get_or_create(
        report=report, state__in=Rendering.UNDER_WAY, defaults=asked
    )
    return rendering


def cancel(rendering: Rendering, *, by: User, now: datetime) -> None:
    """Stop a rendering that is under way; whoever works on it sees it within seconds.

    Raises :class:`NotAllowed`, or :class:`WrongState` where it has ended.
    """
    _editor_only(by)
    if not Rendering.objects.filter(pk=rendering.pk).under_way().cancel(now):
        raise WrongState(_("This PDF is no longer being made; there is nothing to cancel."))
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


def _wake_worker(rendering: Rendering) -> None:
    """A broker that is down stops nobody: within a minute the worker finds the row by itself."""
    try:
        tasks.render.delay(str(rendering.key))
    except (KombuError, CeleryError, OSError) as problem:
        logger.warning("No worker could be woken for %s; it will be found later: %s", rendering.key, problem)
