"""The contribution as a table: the part that another department brings to the answer of the lead.

A contribution that *must agree* is a second lead's: its delivery is its agreement to the lead's text, once
that was put before it. What people do with contributions is in ``contributing.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cases import dates
from cases.contributions import guards, undoing
from cases.flow import DUE, LEAD, REASON
from cases.people.roles import (
    CONTRIBUTORS,
    COORDINATOR,
    DELIVERERS,
    ITS_LEAD,
    ITS_LEAD_OR_COORDINATOR,
)
from workflow.models import Carried
from workflow.process import Process
from workflow.step import Act, Need, step

if TYPE_CHECKING:
    from cases.models.contribution import Contribution


class Share(models.TextChoices):
    NEW = "new", _("new")
    ASKED = "asked", _("asked")
    DRAFTING = "drafting", _("drafting")
    DELIVERED = "delivered", _("delivered")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


NEW, ASKED, DRAFTING, DELIVERED, ACCEPTED, RETURNED, DECLINED, WITHDRAWN = Share

WITH_CONTRIBUTOR = (ASKED, DRAFTING, RETURNED)
"""States in which the contributing department owes something."""

OPEN = (*WITH_CONTRIBUTOR, DELIVERED)
"""States in which somebody has to act on it: the contributing department, or the lead."""


class ReasonOfTheExecutive(Need):
    """A reason, which an independent body need not give."""

    def missing(self, act: Act) -> bool:
        return not act.case.department.independent and super().missing(act)


# fmt: off
WHY_NOT = ReasonOfTheExecutive("reason", _("a reason, but for an independent body"), REASON.sentence)
ANSWER  = Need("answer", _("its answer"), _("It goes with the answer of another lead."))
BECAUSE = Need("because", _("the step that the case took"), _("It lapses when its case moves on."))
# fmt: on


class ContributionFlow(Carried):
    """The process of a contribution. ``Contribution`` adds the columns that the steps change."""

    process = Process(
        name="contribution",
        unit="department",
        initial=NEW.value,
        final=frozenset({ACCEPTED.value, DECLINED.value, WITHDRAWN.value}),
        states={state.value: state.label for state in Share},
        beside=("department",),
        gate=guards.cases_stand_open,
    )

    state = FSMField(_("state"), default=NEW, choices=Share.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    @step(source=[NEW], target=ASKED, role=ITS_LEAD_OR_COORDINATOR, label=_("Ask"), needs=[DUE],
          guards=[guards.is_drafted, guards.is_another_department, guards.is_asked_once],
          undo=undoing.asking)  # fmt: skip
    def ask(self: Contribution, act: Act) -> None:
        """What is asked stands in the remark."""
        self.is_wanted(dates.due(self.department, act), act.at)

    @step(source=[ASKED, RETURNED], target=DRAFTING, role=CONTRIBUTORS, label=_("Begin"),
          awaited=WITH_CONTRIBUTOR)  # fmt: skip
    def begin(self: Contribution, act: Act) -> None:
        """The first edit counts as acceptance."""

    @step(source=[ASKED, DRAFTING, DELIVERED, ACCEPTED, RETURNED, DECLINED], target=ASKED, role=ITS_LEAD,
          label=_("Ask to agree"), needs=[DUE],
          guards=[guards.must_agree, guards.is_drafted, guards.text_is_another])  # fmt: skip
    def ask_to_agree(self: Contribution, act: Act) -> None:
        """The lead's text as it stands is put before the department, which reads it from now on."""
        self.is_wanted(dates.due(self.department, act), act.at)
        self.put_text()

    @step(source=[ASKED, DRAFTING], target=DELIVERED, role=DELIVERERS, label=_("Deliver"),
          guards=[guards.has_something_to_deliver], undo=undoing.delivery)  # fmt: skip
    def deliver(self: Contribution, act: Act) -> None:
        """The lead reads it now. Where a text was put before the department, it agrees to that."""
        self.agree_to(self.put)
        self.release_to_lead(act.at)

    @step(source=[DELIVERED], target=ACCEPTED, role=ITS_LEAD, label=_("Accept"),
          undo=undoing.while_drafted, awaited=[DELIVERED])  # fmt: skip
    def accept(self: Contribution, act: Act) -> None:
        """The lead has what it needs."""

    @step(source=[DELIVERED, ACCEPTED], target=RETURNED, role=ITS_LEAD, label=_("Return"), needs=[REASON],
          guards=[guards.is_drafted, guards.is_not_independent, guards.did_not_agree],
          undo=undoing.while_not_begun)  # fmt: skip
    def return_to_contributor(self: Contribution, act: Act) -> None:
        """The department revises its part; nobody else writes it."""

    @step(source=[ASKED, DRAFTING, RETURNED], target=DECLINED, role=DELIVERERS, label=_("Decline"),
          needs=[WHY_NOT], undo=undoing.while_drafted)  # fmt: skip
    def decline(self: Contribution, act: Act) -> None:
        """Nothing to contribute; or, of a text that was put before it, no agreement."""
        self.agree_to(None)

    @step(source=[ASKED, DRAFTING, DELIVERED, RETURNED], target=WITHDRAWN, role=ITS_LEAD_OR_COORDINATOR,
          label=_("Withdraw"), guards=[guards.need_not_agree], undo=undoing.while_drafted)  # fmt: skip
    def withdraw(self: Contribution, act: Act) -> None:
        """It is not needed any more."""

    @step(source=[ASKED, DRAFTING, RETURNED], target=WITHDRAWN, role=ITS_LEAD, label=_("Go on without it"),
          guards=[guards.need_not_agree, guards.is_past_due], undo=undoing.while_drafted)  # fmt: skip
    def go_on_without(self: Contribution, act: Act) -> None:
        """Marked “no answer from” the department, which is told, as is the coordinator."""
        self.unanswered = True

    @step(source=[ASKED, DRAFTING, DELIVERED, ACCEPTED, RETURNED, DECLINED], target=WITHDRAWN,
          role=COORDINATOR, label=_("Lift"), needs=[REASON], guards=[guards.must_agree],
          undo=undoing.while_drafted)  # fmt: skip
    def lift(self: Contribution, act: Act) -> None:
        """The answer goes on without the agreement of a department that must agree."""

    @step(source=[ASKED, DRAFTING, DELIVERED, ACCEPTED, RETURNED, DECLINED], target=None,
          role=ITS_LEAD_OR_COORDINATOR, label=_("Carry over"), needs=[LEAD, ANSWER])  # fmt: skip
    def carry_over(self: Contribution, act: Act) -> None:
        """Taken by the step that gives the case another lead, or joins it to others."""
        self.lead, self.answer = act.data["lead"], act.data["answer"]

    @step(source=[ASKED, DRAFTING, DELIVERED, ACCEPTED, RETURNED, DECLINED], target=WITHDRAWN,
          role=ITS_LEAD_OR_COORDINATOR, label=_("Lapse"), needs=[BECAUSE])  # fmt: skip
    def lapse(self: Contribution, act: Act) -> None:
        """Taken by the step with which the case leaves its drafters, or goes to this department itself."""
