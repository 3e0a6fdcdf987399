"""What the editor does: ask leads to agree to what was rewritten, remind them, withdraw.

Nothing is asked before the editor says so; then only of texts that changed since the leads were asked last.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.people.models import User
from exports.agreeing.guards import TOLD_BY, is_overtaken_by_now
from exports.agreeing.standing import Rewritten
from exports.agreement_flow import ASKED
from exports.models import Agreement, Report
from workflow import engine
from workflow.errors import Blocked


@transaction.atomic
def ask(report: Report, *, by: User, now: datetime, passage: int = 0) -> list[Agreement]:
    """Ask the leads that were not asked of their texts yet: of one ``passage`` (its id), or of all.

    Raises :class:`NotAllowed` where ``by`` is no editor, :class:`Blocked` where nobody is left to ask, or as
    :func:`workflow.engine.perform_together`; then nobody was asked.
    """
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    rewritten = [one for one in held.rewritten() if passage in (0, one.passage)]
    asked = _agreements(held, rewritten)
    if not asked:
        raise Blocked(_("Nobody is left to ask: all leads were asked of these texts."))
    engine.perform_together(asked, "ask", by=by, now=now)
    return asked


@transaction.atomic
def remind(report: Report, *, by: User, now: datetime) -> list[Agreement]:
    """Tell those again who have not answered, and were not told today. Errors as of :func:`ask`."""
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    told = [one for one in _open(report) if not _told_today(one, now)]
    if not told:
        raise Blocked(_("Nobody is left to remind: those who have not answered were told today."))
    engine.perform_together(told, "remind", by=by, now=now)
    return told


def withdraw_overtaken(
    report: Report, *, by: User, now: datetime, passages: Collection[int] | None = None
) -> None:
    """Withdraw what leads were asked of a text that changed since, or of a passage that they lead no more.

    ``passages``: only of these, by their ids.
    """
    asked = [one for one in _open(report) if passages is None or one.text.passage_id in passages]
    overtaken = [one for one in asked if is_overtaken_by_now(one)]
    if overtaken:
        engine.perform_together(overtaken, "withdraw", by=by, now=now)


def _agreements(report: Report, rewritten: Sequence[Rewritten]) -> list[Agreement]:
    """A row for each lead that is to be asked of a text: the one that was withdrawn before, or a new one.

    Two queries, however many there are; the report is locked.
    """
    texts = [one.text.pk for one in rewritten]
    known = {(one.text_id, one.department_id): one for one in Agreement.objects.filter(text__in=texts)}
    wanted = [
        known.get((one.text.pk, lead.department.pk))
        or Agreement(report=report, text=one.text, department=lead.department, place=one.place)
        for one in rewritten
        for lead in one.unasked
    ]
    Agreement.objects.bulk_create(one for one in wanted if one.pk is None)
    return wanted


def _open(report: Report) -> Sequence[Agreement]:
    rows = Agreement.objects.filter(report=report, state=ASKED)
    return list(rows.select_related("report", "text__passage").with_answers().in_order())


def _told_today(one: Agreement, now: datetime) -> bool:
    told = [event.at for event in one.events.all() if event.step in TOLD_BY]
    return bool(told) and timezone.localdate(told[-1]) == timezone.localdate(now)
