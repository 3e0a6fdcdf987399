"""What people do to a report: open it, ask for its PDF, cancel that, record that it was submitted.

Pages and commands call these. No PDF is made here: ``tasks.py`` does that.
"""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any

from celery.exceptions import CeleryError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError

from cases.flow import APPROVED
from cases.models import Case, Round
from cases.people.models import User
from cases.people.roles import EDITOR, grants_of
from exports import tasks
from exports.models import Rendering, Report
from workflow import engine
from workflow.errors import Conflict, NotAllowed, Refused, WrongState
from workflow.models import Event

logger = logging.getLogger(__name__)


def open_report(*, reference: str, title: str, round: Round, by: User, **details: Any) -> Report:
    """Open a report on a round. ``details`` are the other fields of :class:`Report`.

    Raises :class:`NotAllowed` where ``by`` is no editor, :class:`Refused` where the reference is taken.
    """
    _editor_only(by)
    try:
        with transaction.atomic():
            return Report.objects.create(reference=reference, title=title, round=round, **details)
    except IntegrityError:
        raise Refused(_("There is a report of this reference already; choose another.")) from None


def revise_report(report: Report, *, started_from: int, by: User, **details: Any) -> None:
    """Change title page and introduction. ``started_from`` is the version that the person began with.

    Raises :class:`NotAllowed`, or :class:`Conflict` where somebody else changed it meanwhile; then nothing
    was written.
    """
    _editor_only(by)
    unchanged = Report.objects.filter(pk=report.pk, version=started_from)
    if not unchanged.update(**details, version=started_from + 1):
        raise Conflict(
            _("Somebody else changed this report meanwhile. Yours was not saved; compare the two.")
        )
    report.refresh_from_db()


def request_rendering(report: Report, *, by: User, now: datetime) -> Rendering:
    """Ask for the PDF. One that is under way already, for whomever, is shared instead of a second.

    The row is written, and a worker is woken once it is durable. Raises :class:`NotAllowed`.
    """
    _editor_only(by)
    rendering = queue_rendering(report, by=by, now=now)
    transaction.on_commit(lambda: _wake_worker(rendering))
    return rendering


def queue_rendering(report: Report, *, by: User | None, now: datetime) -> Rendering:
    """The rendering of this report that is under way, else a new one that waits. Wakes nobody.

    For the command line, which has no user: nobody's roles are asked.
    """
    rendering, _made = Rendering.objects.get_or_create(
        report=report, state__in=Rendering.UNDER_WAY, defaults={"requested_by": by, "requested_at": now}
    )
    return rendering


def cancel(rendering: Rendering, *, by: User, now: datetime) -> None:
    """Stop a rendering that is under way; whoever works on it sees it within seconds.

    Raises :class:`NotAllowed`, or :class:`WrongState` where it has ended.
    """
    _editor_only(by)
    under_way = Rendering.objects.filter(pk=rendering.pk).under_way()
    ended = {"state": Rendering.State.CANCELLED, "stage": Rendering.Stage.ENDED}
    if not under_way.update(**ended, finished_at=now, lease_until=None):
        raise WrongState(_("This PDF is no longer being made; there is nothing to cancel."))
    rendering.refresh_from_db()


@transaction.atomic
def submit(rendering: Rendering, *, by: User, on: date, receipt: str, now: datetime) -> list[Event]:
    """Record that this PDF's report was submitted ``on`` that day, with the receipt that came back.

    The cases printed in it that still stand approved with the text printed become submitted: all or none,
    one event each. Raises :class:`NotAllowed`, :class:`WrongState` where there is no file or it was recorded
    before, or whatever the engine refuses; then nothing was changed.
    """
    _editor_only(by)
    held = Rendering.objects.select_for_update().get(pk=rendering.pk)
    _submittable(held)
    events = engine.perform_together(_printed_cases(held, by), "submit", by=by, now=now, edition=held.sha256)
    noted = {"submitted_on": on, "receipt": receipt.strip(), "submitted_by": by, "submitted_at": now}
    if not Rendering.objects.filter(pk=held.pk, submitted_on__isnull=True).update(**noted):
        raise Conflict(_("Somebody else has just recorded it as submitted."))
    rendering.refresh_from_db()
    return events


def _editor_only(by: User) -> None:
    if not EDITOR.held(grants_of(by), None):
        raise NotAllowed(_("This is for the %(role)s.") % {"role": EDITOR.label})


def _submittable(rendering: Rendering) -> None:
    if not rendering.is_done:
        raise WrongState(_("Only a finished PDF can be recorded as submitted."))
    if rendering.submitted_on is not None:
        raise WrongState(_("This PDF has been recorded as submitted already."))


def _printed_cases(rendering: Rendering, by: User) -> list[Case]:
    """Those whose approved text is the printed one, word for word: reopened ones are left as they are.

    So are those that were restricted since, for one who is not named in them.
    """
    versions = rendering.versions
    still = Case.objects.not_hidden_from(by).filter(state=APPROVED, answer__approved__in=list(versions))
    read = still.select_related("answer", "recommendation")
    return [case for case in read if case.reference in versions[case.present_answer.approved_id or 0]]


def _wake_worker(rendering: Rendering) -> None:
    """A broker that is down stops nobody: within a minute the worker finds the row by itself."""
    try:
        tasks.render.delay(str(rendering.key))
    except (KombuError, CeleryError, OSError) as problem:
        logger.warning("No worker could be woken for %s; it will be found later: %s", rendering.key, problem)
