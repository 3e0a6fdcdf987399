"""The report as a table: assembled, circulated to the departments, reviewed, frozen, adopted, submitted.

What people do with it is in ``actions.py``; objections to what circulates are ``objection_flow.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR
from exports import guards, undoing
from workflow.models import Carried
from workflow.process import Process
from workflow.step import Act, Need, step

if TYPE_CHECKING:
    from exports.models import Report


class Stage(models.TextChoices):
    OUTLINE = "outline", _("outline")
    ASSEMBLING = "assembling", _("assembling")
    CIRCULATION = "circulation", _("circulation")
    REVIEW = "review", _("review")
    FROZEN = "frozen", _("frozen")
    ADOPTED = "adopted", _("adopted")
    SUBMITTED = "submitted", _("submitted")


OUTLINE, ASSEMBLING, CIRCULATION, REVIEW, FROZEN, ADOPTED, SUBMITTED = Stage
WITH_EDITOR = (OUTLINE, ASSEMBLING)
"""States in which title page and introduction may change; afterwards others read what stands."""
WITH_EDITION = (FROZEN, ADOPTED, SUBMITTED)

# fmt: off
KIND     = Need("kind",         _("a type"),        _("Choose the type of the report."))
ROUND    = Need("round",        _("a round"),       _("Choose the round whose answers it prints."))
REPLY    = Need("reply_on",     _("a reply date"),  _("Give the day by which the departments reply."))
REASONS  = Need("reason",       _("reasons"),       _("Give your reasons: the editor will read them."))
REASON   = Need("reason",       _("a reason"),      _("Give a reason: those concerned will read it."))
DECISION = Need("decision",     _("date, document and hash of the decision"),
                _("Give the date of the government's decision, and its document."))
DAY      = Need("submitted_on", _("a date"),        _("Give the day on which it was submitted."))
RECEIPT  = Need("receipt",      _("a receipt"),     _("Say what confirms it, such as a reference."))
CHANGE   = Need("change",       _("a change"),      _("Choose what is to be changed in the outline."))
COMPLETE = guards.UnlessComplete("gaps", _("words, form and coverage, or a reason"),
                _("Something is lacking. Return it, or freeze it with a reason."))
# fmt: on


class ReportFlow(Carried):
    """The process of a report. ``Report`` adds the columns that the steps change."""

    process = Process(
        name="report",
        unit="people.Department",
        initial=OUTLINE.value,
        final=frozenset({SUBMITTED.value}),
        states={stage.value: stage.label for stage in Stage},
    )

    state = FSMField(_("state"), default=OUTLINE, choices=Stage.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    @step(source=[OUTLINE], target=ASSEMBLING, role=EDITOR, label=_("Assemble"), needs=[KIND, ROUND],
          guards=[guards.kind_is_known])  # fmt: skip
    def assemble(self: Report, act: Act) -> None:
        """The approved answers flow into the outline of its type."""
        self.kind, self.round = act.data["kind"], act.data["round"]
        self.grouping = act.data.get("grouping") or self.usual_grouping
        self.lay_out_outline()

    @step(source=[OUTLINE, ASSEMBLING], target=None, role=EDITOR, label=_("Revise"))
    def revise(self: Report, act: Act) -> None:
        """Title page and introduction; a step, so that history knows who edited."""
        self.rewrite(act.data)

    @step(source=[ASSEMBLING], target=None, role=EDITOR, label=_("Arrange"), needs=[CHANGE],
          undo=undoing.arrangement, in_turn=True)  # fmt: skip
    def arrange(self: Report, act: Act) -> None:
        """Headings, passages and their texts: added, moved, joined, written, taken out and in."""
        act.noted.update(self.rearrange(act))

    @step(source=[ASSEMBLING], target=CIRCULATION, role=EDITOR, label=_("Circulate"), needs=[REPLY],
          guards=[guards.has_text, guards.reply_is_to_come], undo=undoing.circulation)  # fmt: skip
    def circulate(self: Report, act: Act) -> None:
        """The text of this moment is what the departments read, whatever becomes of the cases."""
        self.reply_on = act.data["reply_on"]
        act.noted["text"] = self.put_into_circulation(act).sha256

    @step(source=[CIRCULATION], target=REVIEW, role=EDITOR, label=_("Send for review"),
          guards=[guards.objections_settled], undo=undoing.nothing_beside)  # fmt: skip
    def review(self: Report, act: Act) -> None:
        """To the validators."""

    @step(source=[REVIEW], target=ASSEMBLING, role=NATIONAL_VALIDATOR, label=_("Return"), needs=[REASONS],
          undo=undoing.nothing_beside)  # fmt: skip
    def return_to_editor(self: Report, act: Act) -> None:
        """It circulates anew once it was mended."""

    @step(source=[REVIEW], target=FROZEN, role=NATIONAL_VALIDATOR, label=_("Freeze"), needs=[COMPLETE],
          guards=[guards.did_not_edit, guards.is_as_read, guards.leads_agree])  # fmt: skip
    def freeze(self: Report, act: Act) -> None:
        """Exactly this text is the edition from now on: it is kept for good, with its hash."""
        edition = self.make_edition(act)
        act.noted.update(edition=edition.number, text=edition.sha256, set_aside=self.set_aside_in_text(act))
        self.drop_drafts(act.at)

    @step(source=[FROZEN], target=ADOPTED, role=COORDINATOR, label=_("Record the adoption"),
          needs=[DECISION], guards=[guards.decision_is_taken])  # fmt: skip
    def adopt(self: Report, act: Act) -> None:
        """The coordinator records what the government decided."""
        decision = act.data["decision"]
        decision.record(self.present_edition, by=act.by, at=act.at)
        act.noted.update(decided_on=decision.decided_on, sha256=decision.sha256)

    @step(source=[FROZEN, ADOPTED], target=ASSEMBLING, role=COORDINATOR, label=_("Amend"), needs=[REASON])
    def amend(self: Report, act: Act) -> None:
        """The edition stays on record; what is frozen next is another."""
        act.noted["edition"] = self.present_edition.number
        self.edition = None

    @step(source=[ADOPTED], target=SUBMITTED, role=EDITOR, label=_("Record the submission"),
          needs=[DAY, RECEIPT], guards=[guards.day_has_come])  # fmt: skip
    def submit(self: Report, act: Act) -> None:
        """The cases whose approved text is the printed one are submitted with it."""
        act.noted["cases"] = self.submit_edition(act)
