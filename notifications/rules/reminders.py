"""What is told of due dates, before and after. Of what waits for somebody's decision: ``waiting.py``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.people.roles import COORDINATOR, FOCAL_POINT, HEAD_OR_FOCAL_POINT
from cases.states import ASSIGNED, DRAFTING
from cases.telling import Rule, When
from notifications.rules.of_contributions import CONTRIBUTION
from notifications.rules.waiting import WAITING
from notifications.rules.words import (
    FOCAL_POINT_FIRST,
    NOT_YOURS,
    WHO_CONTRIBUTES,
    WHO_COORDINATES,
    WHO_LEADS,
)

STILL_TO_DRAFT = (ASSIGNED, DRAFTING)
"""Only while the department drafts is there anything to remind its focal point of."""

REMINDER = Rule(
    "reminder",
    (),
    FOCAL_POINT_FIRST,
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

COURTESY = Rule(
    "courtesy",
    (),
    FOCAL_POINT_FIRST,
    _("Reminder out of courtesy"),
    ngettext_lazy(
        "If you wish to answer: %(count)d recommendation, by %(due)s",
        "If you wish to answer: %(count)d recommendations, the first by %(due)s",
        "count",
    ),
    ngettext_lazy(
        "You were invited to answer %(count)d recommendation. You owe no answer; no other reminder follows.",
        "You were invited to answer %(count)d recommendations. You owe no answer; no other reminder follows.",
        "count",
    ),
    _("You are told because you are focal point or alternate of the body that is invited."),
)

QUESTION = Rule(
    "question",
    (),
    FOCAL_POINT,
    _("What blocks this?"),
    ngettext_lazy(
        "What blocks this? %(count)d late answer, due on %(due)s",
        "What blocks this? %(count)d late answers, the first due on %(due)s",
        "count",
    ),
    ngettext_lazy(
        "%(count)d answer of your department is late. Say in a click what blocks it, and the coordinator "
        "can help.",
        "%(count)d answers of your department are late. Say in a click what blocks each, and the coordinator "
        "can help.",
        "count",
    ),
    WHO_LEADS,
    NOT_YOURS,
)

LATE = Rule(
    "late",
    (),
    HEAD_OR_FOCAL_POINT,
    _("Late, told to the head"),
    ngettext_lazy(
        "Late: %(count)d answer of your department, due on %(due)s",
        "Late: %(count)d answers of your department, the first due on %(due)s",
        "count",
    ),
    ngettext_lazy(
        "%(count)d answer of your department is late.",
        "%(count)d answers of your department are late.",
        "count",
    ),
    _("You are told because you are head of the department that answers."),
    NOT_YOURS,
)

TO_ESCALATE = Rule(
    "to-escalate",
    (),
    COORDINATOR,
    _("Ready to be escalated"),
    ngettext_lazy(
        "To escalate: %(count)d late answer, due on %(due)s",
        "To escalate: %(count)d late answers, the first due on %(due)s",
        "count",
    ),
    ngettext_lazy(
        "%(count)d late answer can be escalated. Nothing is sent before you press Send.",
        "%(count)d late answers can be escalated. Nothing is sent before you press Send.",
        "count",
    ),
    WHO_COORDINATES,
)

ESCALATED = Rule(
    "escalated",
    (),
    None,
    _("Escalated"),
    ngettext_lazy(
        "Your help is needed: %(count)d late answer, due on %(due)s",
        "Your help is needed: %(count)d late answers, the first due on %(due)s",
        "count",
    ),
    ngettext_lazy(
        "The report of the state waits for %(count)d answer. Its date is over, and the department was "
        "reminded.",
        "The report of the state waits for %(count)d answers. Their dates are over, and the departments were "
        "reminded.",
        "count",
    ),
    _("You are told because you are the escalation contact of the department that answers."),
    when=When.AT_ONCE,
)
"""Told to the contacts of the department once a coordinator pressed Send (``escalating.py``)."""

CONTRIBUTION_REMINDER = Rule(
    "contribution-reminder",
    (),
    FOCAL_POINT_FIRST,
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
    when=When.AT_ONCE,
)
"""A coordinator presses for it by hand (``notifications/chasing.py``)."""

WEEK = Rule(
    "week",
    (),
    None,
    _("Overview of the week"),
    ngettext_lazy(
        "This week: %(count)d thing waits for you", "This week: %(count)d things wait for you", "count"
    ),
    ngettext_lazy("%(count)d thing waits for you.", "%(count)d things wait for you.", "count"),
    _("You are told because things wait for you in Suivi."),
    optional=True,
)
"""About no case: its numbers are those of My work when the mail is made."""

OF_DRAFTS = (REMINDER.code, COURTESY.code, QUESTION.code)
"""Of an answer that is still to be drafted, as long as its due date stands."""
OF_DATES = (LATE.code, TO_ESCALATE.code, ESCALATED.code, CHASE.code)
"""Of an answer that the department still owes, as long as its due date stands."""

PRESSING = (CHASE.code, ESCALATED.code)
"""Sent by a coordinator: no need to wait for the morning."""

REMINDERS = (
    REMINDER,
    COURTESY,
    QUESTION,
    LATE,
    TO_ESCALATE,
    ESCALATED,
    CONTRIBUTION_REMINDER,
    CHASE,
    WEEK,
    *WAITING,
)
