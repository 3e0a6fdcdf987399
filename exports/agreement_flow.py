"""The agreement of a lead to a rewritten passage, as a table: the editor asks, the department agrees or not.

A report is frozen only when all are agreed (``agreeing/guards.py``). What people do is in ``agreeing/``. An
objection is something else: it is made to what circulates, by whoever leads a case (``objection_flow.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cases.people.roles import EDITOR, HEAD_OR_FOCAL_POINT
from exports.agreeing import guards
from workflow.models import Carried
from workflow.process import Process
from workflow.step import Act, Need, step

if TYPE_CHECKING:
    from exports.models import Agreement


class Answered(models.TextChoices):
    NEW = "new", _("new")
    ASKED = "asked", _("asked")
    AGREED = "agreed", _("agreed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


NEW, ASKED, AGREED, DECLINED, WITHDRAWN = Answered

REASON = Need("reason", _("a reason"), _("Give a reason: the editor will read it."))


class AgreementFlow(Carried):
    """The process of an agreement. ``Agreement`` says whose it is, and to what text."""

    process = Process(
        name="agreement",
        unit="department",
        initial=NEW.value,
        final=frozenset({AGREED.value, WITHDRAWN.value}),
        states={answered.value: answered.label for answered in Answered},
        beside=("report", "text"),
    )

    state = FSMField(_("state"), default=NEW, choices=Answered.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    @step(source=[NEW, WITHDRAWN], target=ASKED, role=EDITOR, label=_("Ask to agree"),
          guards=[guards.report_is_in_work, guards.text_stands, guards.leads_the_passage])  # fmt: skip
    def ask(self: Agreement, act: Act) -> None:
        """Nothing is asked before the editor says so."""

    @step(source=[ASKED], target=None, role=EDITOR, label=_("Remind"),
          guards=[guards.report_is_in_work, guards.text_stands, guards.was_not_told_today])  # fmt: skip
    def remind(self: Agreement, act: Act) -> None:
        """The department is told again."""

    @step(source=[ASKED, DECLINED], target=AGREED, role=HEAD_OR_FOCAL_POINT, label=_("Agree"),
          guards=[guards.report_is_in_work, guards.text_stands, guards.did_not_write_it],
          awaited=[ASKED])  # fmt: skip
    def agree(self: Agreement, act: Act) -> None:
        """Never by silence: nothing else makes it agreed but what the department proposed itself."""

    @step(source=[ASKED, AGREED], target=DECLINED, role=HEAD_OR_FOCAL_POINT, label=_("Do not agree"),
          needs=[REASON], guards=[guards.report_is_in_work, guards.text_stands])  # fmt: skip
    def decline(self: Agreement, act: Act) -> None:
        """An agreement can be taken back as long as the report is not frozen."""

    @step(source=[NEW], target=AGREED, role=EDITOR, label=_("Take as proposed"),
          guards=[guards.report_is_in_work, guards.text_stands, guards.was_proposed_by_the_lead])  # fmt: skip
    def take_proposal(self: Agreement, act: Act) -> None:
        """What a department proposed is agreed by it."""

    @step(source=[ASKED], target=WITHDRAWN, role=EDITOR, label=_("Withdraw"),
          guards=[guards.is_overtaken])  # fmt: skip
    def withdraw(self: Agreement, act: Act) -> None:
        """The text was changed or taken back, or another department leads now."""
