"""What people do about a report that circulates: a department objects, an editor settles it.

The report is locked before the objection, so that none is made while the report goes on to review.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.people.models import Department, User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from exports.models import Objection, Report
from workflow import engine
from workflow.errors import Blocked, NotAllowed
from workflow.models import Event


@transaction.atomic
def make_objection(
    report: Report, *, department: Department, text: str, by: User, now: datetime, anchor: str = ""
) -> Objection:
    """Object to the text that circulates, for a department: at a heading of it (its anchor), or to all of it.

    Raises :class:`NotAllowed` outside the department, :class:`Blocked` where the report does not circulate,
    the department leads none of its cases, or there is no such heading; then nothing was written.
    """
    held = Report.objects.select_for_update(of=("self",)).select_related("circulation").get(pk=report.pk)
    if not LEAD_DEPARTMENT.held(grants_of(by), department.pk):
        raise NotAllowed(_("Only a department itself objects."))
    if held.circulation is None:
        raise Blocked(_("The report has not circulated, so nothing can be objected to."))
    with override(held.language):
        place = held.circulation.place_of(anchor)
    if anchor and not place:
        raise Blocked(_("There is no such place in the text that circulates; choose another."))
    objection = Objection.objects.create(
        report=held, circulation=held.circulation, department=department, anchor=anchor, place=place[:400]
    )
    engine.perform(objection, "make", by=by, now=now, comment=text)
    return objection


@transaction.atomic
def settle(
    objection: Objection, step: str, *, by: User, now: datetime, seen: int, comment: str = ""
) -> Event:
    """Accept, answer or withdraw an objection. Arguments and errors as in :func:`workflow.engine.perform`."""
    Report.objects.select_for_update(of=("self",)).get(pk=objection.report_id)
    return engine.perform(objection, step, by=by, now=now, comment=comment, seen=seen)
