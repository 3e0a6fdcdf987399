"""The recommendations without an answer, as a file for spreadsheet programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.pages.opened import person
from cases.pages.table_files import MEDIA_TYPES, Cell, as_csv, as_xlsx
from cases.people.models import User
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER
from cases.policy import requires
from exports.checking.facts import facts_of
from exports.content import unanswered
from exports.models import Report
from exports.pages.checks_shown import content_of
from exports.pages.opened import report_for


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def missing(request: HttpRequest, reference: str, kind: str) -> HttpResponseBase:
    """CSV or XLSX, with lead, standing and days late of each."""
    ending = f".{kind}"
    if ending not in MEDIA_TYPES:
        raise Http404
    user = person(request)
    rows = list(_rows(report_for(user, reference), user, timezone.now()))
    name = f"{reference}-not-answered{ending}"
    return as_csv(rows, name) if ending == ".csv" else as_xlsx(rows, name, title=_("Not answered"))


def _rows(report: Report, user: User, now: datetime) -> Iterator[list[Cell]]:
    content = content_of(report)
    facts = facts_of(report, content, reader=user, now=now)
    yield [
        _("No."), _("Reference"), _("Mechanism"), _("Document"), _("Paragraph"), _("Recommendation"),
        _("Position"), _("Lead department"), _("Where it stands"), _("Days late"), _("Reasons on record"),
    ]  # fmt: skip
    for row in unanswered(content):
        case = facts.asked.get(row["reference"])
        yield [
            row["number"], row["reference"], row["mechanism"], row["symbol"], row["paragraph"],
            row["text"]["text"], row["position"], row["department"]["text"], case.standing if case else "",
            case.days_late if case and case.days_late else None,
            _("yes") if row["reference"] in facts.reasons else "",
        ]  # fmt: skip
