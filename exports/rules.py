"""Who is told what of a report and of objections to it: rules as notifications reads them (``TOLD_BY``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.people.models import Department
from cases.people.roles import COORDINATOR, EDITOR, HEAD_OR_FOCAL_POINT, NATIONAL_VALIDATOR
from cases.telling import Rule, When
from exports.agreement_flow import ASKED, AgreementFlow
from exports.flow import ReportFlow
from exports.objection_flow import ObjectionFlow
from exports.shortening_flow import ShorteningFlow
from workflow.holders import holders_by_unit
from workflow.roles import InUnit

if TYPE_CHECKING:
    from workflow.models import Carried

REPORT, OBJECTION = ReportFlow.process.name, ObjectionFlow.process.name
SHORTENING = ShorteningFlow.process.name
AGREEMENT = AgreementFlow.process.name
FOCAL_POINT_OR_HEAD = InUnit(_("focal point or head"), ("draft", "sign_off"))
TOLD_EDITOR, TOLD_VALIDATOR = (
    _("You are told because you are an editor."),
    _("You are told because you are a validator."),
)


def _is_asked(row: Any) -> bool:
    """Whether the department has not answered meanwhile."""
    return bool(row.state == ASKED)


class InConcernedUnits(InUnit):
    """Held in any department that leads a case of the report."""

    def people_for(self, rows: Sequence[Carried]) -> dict[int, set[int]]:
        reports: Any = rows
        concerned = {report.pk: report.concerned_ids() for report in reports}
        held = holders_by_unit(Department, set().union(*concerned.values()), self.codenames)
        return {pk: set().union(*(held.get(one, set()) for one in units)) for pk, units in concerned.items()}


RULES = (
    Rule(
        "report-circulates",
        ("circulate",),
        InConcernedUnits(_("departments concerned"), ("draft", "sign_off")),
        _("Report circulates"),
        ngettext_lazy(
            "To read: %(count)d report circulates, replies by %(due)s",
            "To read: %(count)d reports circulate, the first for replies by %(due)s",
            "count",
        ),
        ngettext_lazy(
            "%(count)d report with answers of your department circulates. Read it; what you have against it, "
            "write there as an objection. If you agree, you need not do anything.",
            "%(count)d reports with answers of your department circulate. Read them; what you have against "
            "one, write there as an objection. If you agree, you need not do anything.",
            "count",
        ),
        _("You are told because you are focal point or head of a department that answers in it."),
        process=REPORT,
        when=When.AT_ONCE,
    ),
    Rule(
        "objection-made",
        ("make",),
        EDITOR,
        _("Objection made"),
        ngettext_lazy("To settle: %(count)d objection", "To settle: %(count)d objections", "count"),
        ngettext_lazy(
            "A department objects to the report that circulates. It goes on once this is settled.",
            "Departments made %(count)d objections to the report that circulates. It goes on once they are "
            "settled.",
            "count",
        ),
        TOLD_EDITOR,
        process=OBJECTION,
    ),
    Rule(
        "objection-settled",
        ("accept", "answer"),
        FOCAL_POINT_OR_HEAD,
        _("Objection answered"),
        ngettext_lazy("Answered: %(count)d objection", "Answered: %(count)d objections", "count"),
        ngettext_lazy(
            "An objection of your department was answered. Its page gives the answer.",
            "%(count)d objections of your department were answered. Their page gives the answers.",
            "count",
        ),
        _("You are told because you are focal point or head of the department that objected."),
        process=OBJECTION,
        when=When.NEWS,
        optional=True,
    ),
    Rule(
        "shorter-asked",
        ("ask",),
        FOCAL_POINT_OR_HEAD,
        _("Shorter text asked for"),
        ngettext_lazy("To shorten: %(count)d text", "To shorten: %(count)d texts", "count"),
        ngettext_lazy(
            "The report is too long, and the editor asks for a shorter text of %(count)d passage of your "
            "department. Send one, or say why it cannot be shorter.",
            "The report is too long, and the editor asks for shorter texts of %(count)d passages of your "
            "department. Send them, or say why they cannot be shorter.",
            "count",
        ),
        _("You are told because you are focal point or head of the department that leads the answer."),
        process=SHORTENING,
    ),
    Rule(
        "shorter-answered",
        ("shorten", "decline"),
        EDITOR,
        _("Shorter text sent or declined"),
        ngettext_lazy("Answered: %(count)d shorter text", "Answered: %(count)d shorter texts", "count"),
        ngettext_lazy(
            "A department answered your request for a shorter text. Its page gives the text, or why not.",
            "Departments answered %(count)d of your requests for shorter texts. Their pages give the texts, "
            "or why not.",
            "count",
        ),
        TOLD_EDITOR,
        process=SHORTENING,
        when=When.NEWS,
        optional=True,
    ),
    Rule(
        "agreement-asked",
        ("ask", "remind"),
        HEAD_OR_FOCAL_POINT,
        _("Agreement asked for"),
        ngettext_lazy(
            "To agree: %(count)d rewritten paragraph",
            "To agree: %(count)d rewritten paragraphs",
            "count",
        ),
        ngettext_lazy(
            "The editor of a report rewrote %(count)d paragraph that tells answers of your department. It is "
            "printed only if you agree.",
            "The editor of a report rewrote %(count)d paragraphs that tell answers of your department. They "
            "are printed only if you agree; you can agree to all in one click.",
            "count",
        ),
        _("You are told because you agree for your department."),
        process=AGREEMENT,
        of=_is_asked,
    ),
    Rule(
        "agreement-declined",
        ("decline",),
        EDITOR,
        _("Not agreed to"),
        ngettext_lazy("To rewrite: %(count)d paragraph", "To rewrite: %(count)d paragraphs", "count"),
        ngettext_lazy(
            "A department did not agree to a rewritten paragraph. Its page gives the reason.",
            "Departments did not agree to %(count)d rewritten paragraphs. Their pages give the reasons.",
            "count",
        ),
        TOLD_EDITOR,
        process=AGREEMENT,
    ),
    Rule(
        "agreement-given",
        ("agree",),
        EDITOR,
        _("Agreed to"),
        ngettext_lazy("Agreed: %(count)d paragraph", "Agreed: %(count)d paragraphs", "count"),
        ngettext_lazy(
            "%(count)d rewritten paragraph was agreed to by a lead.",
            "%(count)d rewritten paragraphs were agreed to by their leads.",
            "count",
        ),
        TOLD_EDITOR,
        process=AGREEMENT,
        when=When.NEWS,
        optional=True,
    ),
    Rule(
        "report-to-review",
        ("review",),
        NATIONAL_VALIDATOR,
        _("Report to review"),
        ngettext_lazy("To review: %(count)d report", "To review: %(count)d reports", "count"),
        ngettext_lazy(
            "%(count)d report waits for a validator, who returns it or freezes it as an edition.",
            "%(count)d reports wait for a validator, who returns each or freezes it as an edition.",
            "count",
        ),
        TOLD_VALIDATOR,
        process=REPORT,
    ),
    Rule(
        "report-returned",
        ("return_to_editor", "amend"),
        EDITOR,
        _("Report returned"),
        ngettext_lazy("To revise: %(count)d report", "To revise: %(count)d reports", "count"),
        ngettext_lazy(
            "%(count)d report came back to you. Its page gives the reasons.",
            "%(count)d reports came back to you. Their pages give the reasons.",
            "count",
        ),
        TOLD_EDITOR,
        process=REPORT,
    ),
    Rule(
        "report-frozen",
        ("freeze",),
        COORDINATOR,
        _("Report frozen"),
        ngettext_lazy("To adopt: %(count)d report", "To adopt: %(count)d reports", "count"),
        ngettext_lazy(
            "%(count)d report is frozen. Record the government's decision once it is taken.",
            "%(count)d reports are frozen. Record the government's decisions once they are taken.",
            "count",
        ),
        _("You are told because you are the coordinator."),
        process=REPORT,
    ),
    Rule(
        "report-adopted",
        ("adopt",),
        EDITOR,
        _("Report adopted"),
        ngettext_lazy("To submit: %(count)d report", "To submit: %(count)d reports", "count"),
        ngettext_lazy(
            "The government has adopted %(count)d report. Hand it in, and record that you did.",
            "The government has adopted %(count)d reports. Hand them in, and record that you did.",
            "count",
        ),
        TOLD_EDITOR,
        process=REPORT,
    ),
)
