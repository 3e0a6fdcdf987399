"""The request for more time as a table: a department asks for a later date, a coordinator decides.

One request stands for all cases that are answered together. What people do with it is in ``extending.py``;
docs/decisions tells why the moved date is a step of the case too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cases import dates
from cases.extensions import guards
from cases.flow import REASON
from cases.people.roles import COORDINATOR, LEAD_DEPARTMENT, LEAD_OR_COORDINATOR
from workflow.models import Carried
from workflow.process import Process
from workflow.step import Act, Need, step

if TYPE_CHECKING:
    from cases.models.extension import Extension


class Stage(models.TextChoices):
    NEW = "new", _("new")
    ASKED = "asked", _("asked")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


NEW, ASKED, GRANTED, REFUSED, WITHDRAWN = Stage

# fmt: off
WANTED  = Need("wanted_on",  _("a new date"),          _("Give the date that you ask for, or working days."),
               "working_days")
GRANTED_ON = Need("granted_on", _("the date granted"),
                  _("Give the date until which there is time, or working days."), "working_days")
BECAUSE = Need("because",    _("the step that the case took"), _("A request lapses when its case moves on."))
# fmt: on


class ExtensionFlow(Carried):
    """The process of a request for more time. ``Extension`` adds the columns that the steps change."""

    process = Process(
        name="extension",
        unit="lead",
        initial=NEW.value,
        final=frozenset({GRANTED.value, REFUSED.value, WITHDRAWN.value}),
        states={stage.value: stage.label for stage in Stage},
        gate=guards.cases_stand_open,
    )

    state = FSMField(_("state"), default=NEW, choices=Stage.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    @step(source=[NEW], target=ASKED, role=LEAD_DEPARTMENT, label=_("Ask for more time"),
          needs=[WANTED, REASON],
          guards=[guards.is_with_drafters, guards.is_not_paused, guards.none_is_open,
                  guards.wanted_is_later])  # fmt: skip
    def ask(self: Extension, act: Act) -> None:
        self.wanted_on = dates.later(self.lead, self.due_on(), act, "wanted_on")

    @step(source=[ASKED], target=GRANTED, role=COORDINATOR, label=_("Grant"), needs=[GRANTED_ON],
          guards=[guards.did_not_ask, guards.is_with_drafters, guards.is_not_paused, guards.granted_is_later],
          awaited=[ASKED])  # fmt: skip
    def grant(self: Extension, act: Act) -> None:
        """The date of every case that the request stands for moves with it."""
        self.granted_on = dates.later(self.lead, self.due_on(), act, "granted_on")
        self.reckoned = act.noted.get("reckoned")
        self.extend_cases(act)

    @step(source=[ASKED], target=REFUSED, role=COORDINATOR, label=_("Refuse"), needs=[REASON],
          guards=[guards.did_not_ask])  # fmt: skip
    def refuse(self: Extension, act: Act) -> None:
        """The date stays as it is."""

    @step(source=[ASKED], target=WITHDRAWN, role=LEAD_DEPARTMENT, label=_("Withdraw"))
    def withdraw(self: Extension, act: Act) -> None:
        """The department needs no more time, or asks anew."""

    @step(source=[ASKED], target=WITHDRAWN, role=LEAD_OR_COORDINATOR, label=_("Lapse"), needs=[BECAUSE])
    def lapse(self: Extension, act: Act) -> None:
        """Taken by the step with which the case leaves the drafters, or gets another date."""
