"""What is told of due dates, at the steps that settings give."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.people.roles import FOCAL_POINT
from cases.states import ASSIGNED, DRAFTING
from cases.telling import Rule
from notifications.rules.of_contributions import CONTRIBUTION
from notifications.rules.words import FOCAL_POINT_FIRST, NOT_YOURS, WHO_CONTRIBUTES, WHO_LEADS
from workflow.roles import Role

STILL_TO_DRAFT = (ASSIGNED, DRAFTING)
"""Only while the department drafts is there anything to remind of."""
CATCH_UP_DAYS = 7
"""A reminder whose day was missed (no beat for days) is still given this many working days later."""


REMINDER = Rule(
    "reminder",
    (),
    FOCAL_POINT,
    _("Reminder"),
    ngettext_lazy(
        "Reminder: %(count)d recommendation to answer, due on %(due)s",
        "Reminder: %(count)d recommendations to answer, the first due on %(due)s",
        "count",
    ),
    ngettext_lazy(
        "%(count)d recommendation waits for your department's answer.",
        "%(count)d recommendations wait for your department's answers.",
        "count",
    ),
    WHO_LEADS,
    NOT_YOURS,
)

CONTRIBUTION_REMINDER = Rule(
    "contribution-reminder",
    (),
    FOCAL_POINT,
    _("Reminder of a contribution"),
    ngettext_lazy(
        "Reminder: %(count)d contribution, due on %(due)s",
        "Reminder: %(count)d contributions, the first due on %(due)s",
        "count",
    ),
    ngettext_lazy(
        "The answer to %(count)d recommendation waits for your department's part.",
        "The answers to %(count)d recommendations wait for your department's part.",
        "count",
    ),
    WHO_CONTRIBUTES,
    NOT_YOURS,
    process=CONTRIBUTION,
)

CHASE = Rule(
    "chase",
    (),
    None,
    _("Reminded by the coordinator"),
    ngettext_lazy(
        "Please answer: %(count)d recommendation, due on %(due)s",
        "Please answer: %(count)d recommendations, the first due on %(due)s",
        "count",
    ),
    ngettext_lazy(
        "The coordinator asks for your department's answer to %(count)d recommendation.",
        "The coordinator asks for your department's answers to %(count)d recommendations.",
        "count",
    ),
    _("You are told because your department's answer waits for a step of yours."),
    NOT_YOURS,
)
"""A coordinator presses for it by hand (``notifications/chasing.py``)."""

REMINDERS = (CONTRIBUTION_REMINDER, REMINDER, CHASE)


@dataclass(frozen=True)
class ReminderStep:
    """One rung: ``days`` working days after the due date (before: negative), good for ``lasts`` if missed."""

    days: int
    lasts: int

    @property
    def name(self) -> str:
        return f"{self.days:+d}"

    @property
    def to(self) -> Role:
        """After the due date the alternate hears of it too."""
        return FOCAL_POINT if self.days > 0 else FOCAL_POINT_FIRST


def reminder_steps() -> list[ReminderStep]:
    """The steps that settings give, in order; each lasts until the next, ``CATCH_UP_DAYS`` at most."""
    days = sorted({-before for before in settings.REMINDER_DAYS_BEFORE} | set(settings.REMINDER_DAYS_AFTER))
    ends = [*days[1:], *(day + CATCH_UP_DAYS for day in days[-1:])]
    return [ReminderStep(day, min(end - day, CATCH_UP_DAYS)) for day, end in zip(days, ends, strict=True)]
