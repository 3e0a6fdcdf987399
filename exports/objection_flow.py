"""An objection to a report that circulates, as a table: a department makes it, an editor settles it.

A report goes to review only when none is open. What people do with one is in ``objecting.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cases.people.roles import EDITOR, LEAD_DEPARTMENT
from exports import guards
from workflow.models import Carried
from workflow.process import Process
from workflow.step import Act, Need, step

if TYPE_CHECKING:
    from exports.models import Objection


class Standing(models.TextChoices):
    NEW = "new", _("new")
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    ANSWERED = "answered", _("answered")
    WITHDRAWN = "withdrawn", _("withdrawn")


NEW, OPEN, ACCEPTED, ANSWERED, WITHDRAWN = Standing

# fmt: off
TEXT   = Need("reason", _("what it objects to"), _("Write what you object to, and what should stand there."))
ANSWER = Need("reason", _("an answer"),          _("Write the answer: the department will read it."))
# fmt: on


class ObjectionFlow(Carried):
    """The process of an objection. ``Objection`` says by whom, and to what."""

    process = Process(
        name="objection",
        unit="department",
        initial=NEW.value,
        final=frozenset({ACCEPTED.value, ANSWERED.value, WITHDRAWN.value}),
        states={standing.value: standing.label for standing in Standing},
        beside=("report",),
    )

    state = FSMField(_("state"), default=NEW, choices=Standing.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    @step(source=[NEW], target=OPEN, role=LEAD_DEPARTMENT, label=_("Object"), needs=[TEXT],
          guards=[guards.report_circulates, guards.is_concerned])  # fmt: skip
    def make(self: Objection, act: Act) -> None:
        """What is written to this step is the objection."""

    @step(source=[OPEN], target=ACCEPTED, role=EDITOR, label=_("Accept"), needs=[ANSWER],
          guards=[guards.did_not_object])  # fmt: skip
    def accept(self: Objection, act: Act) -> None:
        """The text is to be changed as asked; the editor takes the report back for it."""

    @step(source=[OPEN], target=ANSWERED, role=EDITOR, label=_("Answer"), needs=[ANSWER],
          guards=[guards.did_not_object])  # fmt: skip
    def answer(self: Objection, act: Act) -> None:
        """The text stays, and the answer says why."""

    @step(source=[OPEN], target=WITHDRAWN, role=LEAD_DEPARTMENT, label=_("Withdraw"))
    def withdraw(self: Objection, act: Act) -> None:
        """The department that made it takes it back."""
