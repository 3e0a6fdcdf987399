"""What the sample did two years ago: a follow-up report to the Committee against Torture, handed in.

Three answers in a round of their own, a frozen edition, an amended one, the government's adoption and the
receipt. The three cases are asked again in the round of today.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from cases import actions
from cases.models import Case, ImplementationStatus, Round
from cases.people.models import Department, User
from cases.people.roles import holders, national_holders_of
from cases.rounds import rounds
from config.demo.people import DATA
from config.demo.story import Moments, present_round
from exports.actions import adopt, open_report, revise_report, submit, take_report_step
from exports.models import Report
from notifications.telling import tell

REFERENCE = "cat-follow-up-2024"
TITLE = "Information received from Qarenda on follow-up to the concluding observations"
INTRODUCTION = (
    "In paragraph 36 of its concluding observations, the Committee asked for information, within one year, "
    "on three of its recommendations (CAT/C/QRD/CO/3, paras. 9, 11 (b) and 33)."
)
CONSULTED = "The National Human Rights Commission and seven associations were consulted on the present text."
REASON = "The report does not say who was consulted, as the guidelines of the Committee ask."
BEGAN = 730
"""So many days before today."""


class Earlier:
    """Plays the earlier round, from its opening to the submission of its report."""

    def __init__(self, now: datetime) -> None:
        self.began = Moments(Moments(now).ago(BEGAN))
        self.rows: list[dict[str, Any]] = json.loads((DATA / "earlier.json").read_text("utf-8"))
        self.coordinator = national_holders_of("coordinate").get()
        self.editor = national_holders_of("edit_report").get()
        self.validator = national_holders_of("validate").order_by("email").first()

    def hand_in(self) -> None:
        """The cases it was about are asked again in the round that is open now."""
        present = present_round()
        opened = self._open_round()
        cases = [Case.objects.get(recommendation__source_key=row["answers"]) for row in self.rows]
        rounds.ask_each(cases, opened, due_on=self._day(40), by=self.coordinator, now=self._on(0))
        for case, row in zip(cases, self.rows, strict=True):
            self._answer(case, row)
        self._report(opened)
        rounds.close_round(opened, by=self.coordinator, now=self._on(130))
        tell(lambda: self._on(131))
        now = self.began.ago(-BEGAN)
        rounds.ask_each(
            Case.objects.filter(round=opened),
            present,
            due_on=Moments(now).day(30),
            by=self.coordinator,
            now=Moments(now).ago(59),
        )

    def _open_round(self) -> Round:
        return rounds.open_round(
            title=TITLE,
            question="What was done about the recommendations that the Committee chose for follow-up?",
            code=REFERENCE,
            language="en",
            due_on=self._day(40),
            by=self.coordinator,
            now=self._on(0),
        )

    def _answer(self, case: Case, row: dict[str, Any]) -> None:
        case.refresh_from_db()
        lead = Department.objects.get(code=row["lead"])
        actions.assign_each([case], lead=lead, due_on=self._day(40), by=self.coordinator, now=self._on(1))
        case.refresh_from_db()
        actions.save_draft(
            case,
            full_text=row["full"],
            short_text=row["short"],
            status=ImplementationStatus.objects.get(code=row["status"]),
            started_from=0,
            by=holders(lead.pk, "draft").get(),
            now=self._on(20),
        )
        head = holders(lead.pk, "sign_off").get()
        self._step(case, "sign_and_send", head, 30)
        self._step(case, "approve", self.validator, 40)

    def _report(self, opened: Round) -> None:
        report = open_report(
            reference=REFERENCE,
            title=TITLE,
            round=opened,
            mechanism="CAT",
            by=self.editor,
            body="Committee against Torture",
            symbol="CAT/C/QRD/FCO/3",
            distribution="General",
            dated_on=self._day(90),
            original_language="en",
            introduction=INTRODUCTION,
        )
        self._take(report, "assemble", self.editor, 42, kind="follow-up", round=opened)
        self._freeze(report, 44)
        self._take(report, "amend", self.coordinator, 80, comment=REASON)
        self._complete(report)
        self._freeze(report, 82)
        adopt(
            report,
            decided_on=self._day(100),
            document="Council of Government, decision 41, item 3",
            by=self.coordinator,
            now=self._on(101),
        )
        submit(
            report,
            submitted_on=self._day(110),
            receipt="Acknowledgement CAT-2024-1187",
            by=self.editor,
            now=self._on(111),
        )

    def _freeze(self, report: Report, day: int) -> None:
        """From the editor's hands to the edition."""
        self._take(report, "circulate", self.editor, day, reply_on=self._day(day + 12))
        self._take(report, "review", self.editor, day + 13)
        self._take(report, "freeze", self.validator, day + 14, comment="It is short, as the Committee asks.")

    def _complete(self, report: Report) -> None:
        """A sentence more: all that the next edition differs in."""
        text = f"{report.introduction}\n\n{CONSULTED}"
        started_from = report.version
        revise_report(report, started_from=started_from, by=self.editor, now=self._on(81), introduction=text)

    def _step(self, case: Case, step: str, by: User, day: int) -> None:
        case.refresh_from_db()
        actions.take_step(case, step, by=by, now=self._on(day))

    def _take(self, report: Report, step: str, by: User, day: int, **given: Any) -> None:
        take_report_step(report, step, by=by, now=self._on(day), **given)

    def _on(self, day: int) -> datetime:
        return self.began.ago(-day)

    def _day(self, day: int) -> date:
        return self.began.day(day)
