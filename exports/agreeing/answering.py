"""What a department does: agree to rewritten passages, all in one click, or decline one with a reason.

The report is locked first, so that nobody declines while it is frozen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cases.people.models import User
from exports.agreeing.proposing import propose_text
from exports.models import Agreement, Report
from workflow import engine
from workflow.models import Event


@transaction.atomic
def agree(agreements: Sequence[Agreement], *, seen: Sequence[int], by: User, now: datetime) -> list[Event]:
    """Agree to texts of one report: to all, or, where one is refused, to none.

    ``seen`` are their versions as the person saw them. Errors as of :func:`workflow.engine.perform_together`.
    """
    _hold(agreements[0])
    return engine.perform_together(agreements, "agree", by=by, now=now, seen=seen)


@transaction.atomic
def decline(
    agreement: Agreement, *, reason: str, by: User, now: datetime, seen: int, proposed: str = ""
) -> Event:
    """Do not agree, with a reason; ``proposed`` is what should stand there instead.

    Errors as of :func:`workflow.engine.perform` and of :func:`exports.agreeing.proposing.propose_text`.
    """
    _hold(agreement)
    event = engine.perform(agreement, "decline", by=by, now=now, seen=seen, comment=reason)
    if proposed.strip():
        passage = agreement.text.passage
        propose_text(passage, department=agreement.department, text=proposed, by=by, now=now)
    return event


def _hold(agreement: Agreement) -> None:
    Report.objects.select_for_update(of=("self",)).get(pk=agreement.report_id)
