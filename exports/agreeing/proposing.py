"""A lead proposes its own words for a passage; the editor takes them with one click, and they are agreed.

A text that is proposed by whoever may agree for the department is agreed by it: nobody is asked twice.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.people.models import Department, User
from cases.people.roles import HEAD_OR_FOCAL_POINT, LEAD_DEPARTMENT, grants_of
from exports.agreeing.guards import IN_WORK, is_same, why_not_written
from exports.agreeing.rewriting import newest_text, rewrite
from exports.models import Agreement, Passage, PassageText, ProposedText, Report
from workflow import engine
from workflow.errors import Blocked, NotAllowed, WrongState


@transaction.atomic
def propose_text(
    passage: Passage, *, department: Department, text: str, by: User, now: datetime, annexed: str = ""
) -> ProposedText:
    """Keep what ``department`` would have printed for the passage, in the language of the report.

    It waits for the editor. The same text again, while it waits, is kept once. Raises :class:`NotAllowed`
    outside the department, :class:`WrongState` once the report is frozen, :class:`Blocked` where the
    department leads no answer of the passage, or the passage cannot be written; then nothing was kept.
    """
    grants = grants_of(by)
    if not LEAD_DEPARTMENT.held(grants, department.pk):
        raise NotAllowed(_("Only a department itself proposes its words."))
    report = Report.objects.select_for_update(of=("self",)).get(pk=passage.report_id)
    if report.state not in IN_WORK:
        raise WrongState(_("The report is frozen, or not assembled yet, so no words are proposed now."))
    if refusal := _why_not(passage, department, text):
        raise Blocked(refusal)
    proposal = ProposedText(
        passage=passage,
        department=department,
        language=report.language,
        text=text.strip(),
        annexed=annexed.strip(),
        signed=HEAD_OR_FOCAL_POINT.held(grants, department.pk),
        by=by,
        at=now,
    )
    waiting = ProposedText.objects.waiting().filter(passage=passage, department=department)
    same = (one for one in waiting if is_same(one, proposal) and one.signed >= proposal.signed)
    if known := next(same, None):
        return known
    proposal.save(force_insert=True)
    return proposal


@transaction.atomic
def take(proposal: ProposedText, *, by: User, now: datetime, began_with: int) -> PassageText:
    """Make a proposed text the passage's own. Where it was signed, its department has agreed with that.

    Arguments and errors as of :func:`exports.agreeing.rewriting.write`.
    """
    written = rewrite(
        proposal.passage,
        language=proposal.language,
        text=proposal.text,
        annexed=proposal.annexed,
        by=by,
        now=now,
        began_with=began_with,
        proposal=proposal,
    )
    if proposal.signed and written.proposal_id == proposal.pk:
        report = {"report": proposal.passage.report}
        row, _made = Agreement.objects.get_or_create(
            text=written, department=proposal.department, defaults=report
        )
        engine.perform(row, "take_proposal", by=by, now=now)
    return written


def _why_not(passage: Passage, department: Department, text: str) -> str:
    if not passage.tells.filter(answer__lead=department).exists():
        return _("This department leads no answer of this paragraph.")
    if refusal := why_not_written(passage, passage.report.language):
        return str(refusal)
    newest = newest_text(passage, passage.report.language)
    if newest is not None and newest.text.strip() == text.strip():
        return _("This is the text that stands there already.")
    return "" if text.strip() else _("There is no text. Write what should stand there.")
