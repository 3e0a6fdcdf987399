"""The reports of the sample: one that circulated and that the validators have now, one in the making.

The national report goes to the Human Rights Council; the other one is for parliament, and
shows what an editor works with.
"""

from __future__ import annotations

from typing import Any

from cases.models import Case
from cases.people.roles import holders, national_holders_of
from config.demo.editing import write_sections
from config.demo.rewording import reword
from config.demo.story import Moments, present_round
from config.demo.texts import TRANSLATED_INTO
from exports.actions import open_report, take_report_step
from exports.checking.facts import facts_of
from exports.checking.report import findings
from exports.checking.setting_aside import set_aside
from exports.models import Report
from exports.objecting import make_objection, settle

REFERENCE, IN_THE_MAKING = "upr-national-report", "report-to-the-national-assembly"
WORDINGS = {
    "fr": {
        "title": "Rapport national soumis au titre de l’Examen périodique universel",
        "body": "Conseil des droits de l’homme, Groupe de travail sur l’Examen périodique universel",
        "distribution": "Générale",
    },
    "ar": {
        "title": "التقرير الوطني المقدم في إطار الاستعراض الدوري الشامل",
        "body": "مجلس حقوق الإنسان، الفريق العامل المعني بالاستعراض الدوري الشامل",
        "distribution": "عام",
    },
}
APPROVED_ANEW = "QRD-UPR4-112.3"
NEW_FIGURE = (("23,700", "25,100"), ("31 August 2026", "31 October 2026"))
OBJECTION = (
    "The paragraph does not say of which year its figures are. Please add the year, or take the figures out: "
    "we publish new ones in the spring."
)
ANSWER = (
    "The figures are those of the answer that you signed, and Annex II gives their year. Once you publish "
    "new ones, ask for the case to be reopened; the next edition prints them."
)
NOT_NOW = (
    "The departments have read the figures that circulated, and the validators review those. The new ones "
    "are printed in the next edition."
)


class Reporting:
    """Takes the steps of the report at moments of the last days."""

    def __init__(self, at: Moments) -> None:
        self.at = at
        self.editor = national_holders_of("edit_report").get()

    def circulate(self) -> None:
        """Assembled, written under its headings, one passage reworded and agreed to, and sent round."""
        report = open_report(
            reference=REFERENCE,
            title="National report submitted to the Universal Periodic Review",
            round=present_round(),
            by=self.editor,
            body="Human Rights Council, Working Group on the Universal Periodic Review",
            symbol="A/HRC/WG.6/55/QRD/1",
            distribution="General",
            dated_on=self.at.now.date(),
            original_language="en",
            languages=list(TRANSLATED_INTO),
            wordings=WORDINGS,
            figures=True,
        )
        self._step(report, "assemble", days=11, kind="upr", round=report.round)
        write_sections(report, by=self.editor, now=self.at.ago(10))
        reword(report, REFERENCE, by=self.editor, asked=self.at.ago(10), answered=self.at.ago(9))
        self._step(report, "circulate", days=9, reply_on=self.at.day(-2))

    def settle_and_review(self) -> None:
        report = Report.objects.select_related("circulation").get(reference=REFERENCE)
        case, anchor = _first_answered(report)
        focal_point = holders(case.lead_id, "draft").get()
        made: dict[str, Any] = {"department": case.lead, "anchor": anchor, "text": OBJECTION}
        objection = make_objection(report, by=focal_point, now=self.at.ago(6), **made)
        settle(objection, "answer", by=self.editor, now=self.at.ago(4), seen=1, comment=ANSWER)
        self._set_aside_what_is_newer(report)
        self._step(report, "review", days=1)

    def assemble_for_parliament(self) -> None:
        """Of the same answers; leads were asked to agree to other words, and one answer was approved anew."""
        report = open_report(
            reference=IN_THE_MAKING,
            title="Report to the National Assembly on the recommendations received",
            round=present_round(),
            by=self.editor,
            body="National Assembly, Human Rights Committee",
            dated_on=self.at.now.date(),
            original_language="en",
        )
        self._step(report, "assemble", days=5, kind="other", round=report.round)
        reword(report, IN_THE_MAKING, by=self.editor, asked=self.at.ago(5), answered=self.at.ago(3))

    def _set_aside_what_is_newer(self, report: Report) -> None:
        """An answer was approved anew while it circulated; why it keeps the earlier one stands beside."""
        at, kind = self.at.ago(2), report.type
        found = (
            findings(report.text, kind, facts_of(report, report.text, reader=self.editor, now=at))
            if kind
            else []
        )
        newer = next(one for one in found if one.code == "newer")
        set_aside(report, newer.key, found, reason=NOT_NOW, by=self.editor, now=at)

    def _step(self, report: Report, step: str, *, days: int, **given: Any) -> None:
        report.refresh_from_db()
        take_report_step(report, step, by=self.editor, now=self.at.ago(days), **given)


def _first_answered(report: Report) -> tuple[Case, str]:
    """A case that the circulated text answers, and where."""
    sections = report.circulation.content["sections"] if report.circulation else []
    section = next(one for one in sections if one["references"])
    case = Case.objects.select_related("lead").get(recommendation__reference=section["references"][0])
    return case, section["anchor"]
