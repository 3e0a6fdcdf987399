"""The round of positions: departments propose, validators approve, and on some the government decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases import actions
from cases.models import Case, Round
from cases.rounds import positions, rounds
from config.demo.contributions import person

if TYPE_CHECKING:
    from config.demo.story import Story

PROPOSED = (
    (
        "noted",
        "Capital punishment has not been carried out since 1993. Its abolition in law is before Parliament.",
    ),
    ("supported", "The Convention is signed. The law that approves its ratification is ready."),
    ("supported", "All mandate holders who asked for a visit since 2021 were received."),
    (
        "partly-supported",
        "Commutation is examined case by case; a formal moratorium needs an act of Parliament.",
    ),
)
"""What departments propose in the round of positions, and why; the last one is still a draft."""
DECIDED = ("noted", "partly-supported")


class Positions:
    """Opened over some cases, then played by those whose acts they are."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def open_over(self, cases: list[Case]) -> None:
        """Over the first recommendations of the last review that nobody answers in the report."""
        self.cases = cases[: len(PROPOSED)]
        self.round = opened = rounds.open_round(
            kind=Round.Kind.POSITIONS,
            title="Positions on the recommendations of the last review",
            question="Does the Republic support this recommendation? Give the reasons.",
            code="positions",
            language="en",
            due_on=self.story.at.day(20),
            by=self.story.coordinator,
            now=self.story.at.ago(30),
        )
        rounds.ask_each(
            self.cases,
            opened,
            due_on=self.story.at.day(20),
            by=self.story.coordinator,
            now=self.story.at.ago(30),
        )

    def propose(self) -> None:
        """Departments propose, validators approve; on some the government has decided, not always so."""
        answered = self.cases[:-1]
        for case, (proposed, reasons) in zip(self.cases, PROPOSED, strict=True):
            case.refresh_from_db()
            actions.save_draft(
                case,
                full_text=reasons,
                short_text=reasons,
                position=proposed,
                started_from=0,
                by=person(case.lead_id),
                now=self.story.at.ago(9),
            )
        for case in answered:
            self.story.sign(case, self.story.at.ago(6))
            self.story.step(case, "approve", next(self.story.validators), self.story.at.ago(4))
        for case in answered[:2]:
            case.refresh_from_db()
        positions.record_positions(
            zip(answered[:2], DECIDED, strict=True),
            of_round=self.round,
            decided_on=self.story.at.day(-2),
            document="Council of Government, meeting of this month, item 7",
            by=self.story.coordinator,
            now=self.story.at.ago(2),
        )
        self.story.say("The government has decided on two of the positions proposed by departments")
