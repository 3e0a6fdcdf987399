"""A request for a shorter text, as a table: an editor asks, the lead shortens its passage or says why not.

What people do with one is in ``exports/budget/asking.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cases.people.roles import EDITOR, LEAD_DEPARTMENT
from exports.budget import guards
from workflow.models import Carried
from workflow.process import Process
from workflow.step import Act, Need, step

if TYPE_CHECKING:
    from exports.models import Shortening


class Standing(models.TextChoices):
    NEW = "new", _("new")
    ASKED = "asked", _("asked")
    SHORTENED = "shortened", _("shortened")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


NEW, ASKED, SHORTENED, DECLINED, WITHDRAWN = Standing

# fmt: off
TEXT   = Need("reason", _("a shorter text"), _("Write the shorter text, as it is to stand in the report."))
REASON = Need("reason", _("a reason"),       _("Say why it cannot be shorter: the editor will read it."))
# fmt: on


class ShorteningFlow(Carried):
    """The process of a request. ``Shortening`` says of which passage, and to whom."""

    process = Process(
        name="shortening",
        unit="department",
        initial=NEW.value,
        final=frozenset({SHORTENED.value, DECLINED.value, WITHDRAWN.value}),
        states={standing.value: standing.label for standing in Standing},
        beside=("report",),
    )

    state = FSMField(_("state"), default=NEW, choices=Standing.choices, protected=True, editable=False)

    class Meta:
        abstract = True

    @step(source=[NEW], target=ASKED, role=EDITOR, label=_("Ask for a shorter text"),
          guards=[guards.report_is_with_editor, guards.leads_the_passage])  # fmt: skip
    def ask(self: Shortening, act: Act) -> None:
        """The department sees how many words are wished for."""

    @step(source=[ASKED], target=SHORTENED, role=LEAD_DEPARTMENT, label=_("Send a shorter text"),
          needs=[TEXT],
          guards=[guards.report_is_with_editor, guards.leads_the_passage, guards.is_shorter])  # fmt: skip
    def shorten(self: Shortening, act: Act) -> None:
        """What is written to this step is the text, which waits for the editor as the department's own."""

    @step(source=[ASKED], target=DECLINED, role=LEAD_DEPARTMENT, label=_("Decline"), needs=[REASON])
    def decline(self: Shortening, act: Act) -> None:
        """The text stays as it is."""

    @step(source=[ASKED], target=WITHDRAWN, role=EDITOR, label=_("Withdraw"))
    def withdraw(self: Shortening, act: Act) -> None:
        """Nobody needs it any more."""
