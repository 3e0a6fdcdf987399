"""Who is told what, in one table: each rule names the steps that it tells of, whom, and in which words.

``RULES`` tell of events of cases; other rooms have tables of their own, and ``settings.TOLD_BY`` joins them.
``REMINDER`` tells of due dates, at the steps that settings give. The mail's body is the same for all
(templates/notifications/mail.txt and mail.html).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.contribution_flow import ContributionFlow
from cases.extension_flow import ExtensionFlow
from cases.flow import ASSIGNED, DRAFTING, CaseFlow
from cases.people.roles import COORDINATOR, DELIVERERS, FOCAL_POINT, HEAD, HEAD_OR_FOCAL_POINT, VALIDATOR
from cases.telling import Rule
from workflow.roles import InUnit, Role, first_present

if TYPE_CHECKING:
    pass

FOCAL_POINT_AND_HEAD = InUnit(_("focal point or head"), ("draft", "sign_off"))
FOCAL_POINT_FIRST = first_present(
    InUnit(_("focal point"), ("draft",)), InUnit(_("alternate"), ("stand_in",)), _("focal point")
)
"""The focal point alone; the alternate where there is none."""

FOCAL_POINT_OF_LEAD = InUnit(_("focal point of the lead"), FOCAL_POINT.codenames, on="lead")

CASE, EXTENSION = CaseFlow.process.name, ExtensionFlow.process.name
CONTRIBUTION = ContributionFlow.process.name
MORE_TIME_ASKED = "more-time-asked"
TO_CONTRIBUTE, TO_AGREE, DELIVERED_TO_LEAD = "to-contribute", "to-agree-as-lead", "contribution-delivered"

NOT_YOURS = _("Is it not yours, or do you need more time? Write to")

WHO_CONTRIBUTES = _("You are told because you are focal point or alternate of a department that contributes.")
WHO_LEADS = _("You are told because you are focal point or alternate of the department that answers.")

STILL_TO_DRAFT = (ASSIGNED, DRAFTING)
"""Only while the department drafts is there anything to remind of."""
CATCH_UP_DAYS = 7
"""A reminder whose day was missed (no beat for days) is still given this many working days later."""


@dataclass(frozen=True)
class ReminderStep:
    """One rung: ``days`` working days after the due date (before: negative), good for ``lasts`` if missed."""

    days: int
    lasts: int

    @property
    def code(self) -> str:
        return f"{REMINDER.code}{self.days:+d}"

    @property
    def code_of_contribution(self) -> str:
        return f"{CONTRIBUTION_REMINDER.code}{self.days:+d}"

    @property
    def to(self) -> Role:
        """After the due date the alternate hears of it too."""
        return FOCAL_POINT if self.days > 0 else FOCAL_POINT_FIRST


RULES = (
    Rule(
        "assigned",
        ("assign", "reassign", "open_round"),
        FOCAL_POINT,
        _("Assigned"),
        ngettext_lazy(
            "To answer: %(count)d recommendation, by %(due)s",
            "To answer: %(count)d recommendations, the first by %(due)s",
            "count",
        ),
        ngettext_lazy(
            "Your department was asked to answer %(count)d recommendation.",
            "Your department was asked to answer %(count)d recommendations.",
            "count",
        ),
        _("You are told because you are focal point or alternate of the department that answers."),
        NOT_YOURS,
    ),
    Rule(
        "succeeded",
        ("succeed",),
        FOCAL_POINT,
        _("Moved to the department that follows"),
        ngettext_lazy(
            "Yours now: %(count)d case of a department that was reorganised",
            "Yours now: %(count)d cases of a department that was reorganised",
            "count",
        ),
        ngettext_lazy(
            "%(count)d case moved to your department, with its drafts and its date.",
            "%(count)d cases moved to your department, with their drafts and their dates.",
            "count",
        ),
        _("You are told because you are focal point or alternate of the department that answers now."),
        NOT_YOURS,
    ),
    Rule(
        "returned",
        ("return_to_department", "return_from_sign_off", "reopen"),
        FOCAL_POINT,
        _("Returned"),
        ngettext_lazy(
            "To revise: %(count)d returned answer, by %(due)s",
            "To revise: %(count)d returned answers, the first by %(due)s",
            "count",
        ),
        ngettext_lazy(
            "%(count)d answer of your department came back. The page of the case gives the reasons.",
            "%(count)d answers of your department came back. The page of each case gives the reasons.",
            "count",
        ),
        _("You are told because you are focal point or alternate of the department that answers."),
        NOT_YOURS,
    ),
    Rule(
        "to-sign",
        ("send_for_sign_off",),
        HEAD,
        _("Waits for signature"),
        ngettext_lazy("To sign: %(count)d answer", "To sign: %(count)d answers", "count"),
        ngettext_lazy(
            "%(count)d answer of your department waits for your signature.",
            "%(count)d answers of your department wait for your signature.",
            "count",
        ),
        _("You are told because you are head of the department that answers."),
    ),
    Rule(
        "to-validate",
        ("sign_and_send", "disagree"),
        VALIDATOR,
        _("Waits for a validator"),
        ngettext_lazy("To validate: %(count)d answer", "To validate: %(count)d answers", "count"),
        ngettext_lazy(
            "%(count)d answer was signed and waits for a validator.",
            "%(count)d answers were signed and wait for a validator.",
            "count",
        ),
        _("You are told because you are a validator."),
    ),
    Rule(
        "approved",
        ("approve", "agree"),
        FOCAL_POINT_AND_HEAD,
        _("Approved"),
        ngettext_lazy("Approved: %(count)d answer", "Approved: %(count)d answers", "count"),
        ngettext_lazy(
            "%(count)d answer of your department is approved. You need not do anything.",
            "%(count)d answers of your department are approved. You need not do anything.",
            "count",
        ),
        _("You are told because you are focal point or head of the department that answered."),
    ),
    Rule(
        "position-decided",
        ("record_position",),
        FOCAL_POINT_AND_HEAD,
        _("Position decided"),
        ngettext_lazy(
            "Decided: the position on %(count)d recommendation",
            "Decided: the positions on %(count)d recommendations",
            "count",
        ),
        ngettext_lazy(
            "The government decided on %(count)d recommendation. The page of the case gives the position.",
            "The government decided on %(count)d recommendations. The page of each case gives the position.",
            "count",
        ),
        _("You are told because you are focal point or head of the department that answered."),
    ),
    Rule(
        "handed-back",
        ("hand_back",),
        COORDINATOR,
        _("Handed back"),
        ngettext_lazy(
            "To assign anew: %(count)d case handed back",
            "To assign anew: %(count)d cases handed back",
            "count",
        ),
        ngettext_lazy(
            "A department handed back %(count)d case. The page of the case gives the reason.",
            "Departments handed back %(count)d cases. The page of each case gives the reason.",
            "count",
        ),
        _("You are told because you are the coordinator."),
    ),
    Rule(
        "declined",
        ("decline",),
        COORDINATOR,
        _("Invitation declined"),
        ngettext_lazy(
            "To assign anew: %(count)d invitation declined",
            "To assign anew: %(count)d invitations declined",
            "count",
        ),
        ngettext_lazy(
            "An independent body declined to answer %(count)d case. It owes no reason.",
            "Independent bodies declined to answer %(count)d cases. They owe no reason.",
            "count",
        ),
        _("You are told because you are the coordinator."),
    ),
    Rule(
        "released",
        ("release",),
        COORDINATOR,
        _("Released"),
        ngettext_lazy(
            "Released: %(count)d text of an independent body",
            "Released: %(count)d texts of independent bodies",
            "count",
        ),
        ngettext_lazy(
            "An independent body released its text on %(count)d case. It goes into the report as is.",
            "Independent bodies released their texts on %(count)d cases. They go into the report as is.",
            "count",
        ),
        _("You are told because you are the coordinator."),
    ),
    Rule(
        "lent",
        ("lend",),
        None,
        _("Lent"),
        ngettext_lazy("Lent to you: %(count)d case", "Lent to you: %(count)d cases", "count"),
        ngettext_lazy(
            "%(count)d case is lent to you: read it and its draft, and comment. The page says until when.",
            "%(count)d cases are lent to you: read them and their drafts, and comment. "
            "Each page says until when.",
            "count",
        ),
        _("You are told because somebody lent it to you by your e-mail."),
    ),
    Rule(
        "named",
        ("name_person",),
        None,
        _("Named"),
        ngettext_lazy(
            "Restricted: %(count)d case names you", "Restricted: %(count)d cases name you", "count"
        ),
        ngettext_lazy(
            "You are named in %(count)d restricted case: only the persons named see it.",
            "You are named in %(count)d restricted cases: only the persons named see them.",
            "count",
        ),
        _("You are told because a coordinator named you."),
    ),
    Rule(
        "to-agree",
        ("propose_edits",),
        HEAD_OR_FOCAL_POINT,
        _("Edits proposed"),
        ngettext_lazy("To agree: edits of %(count)d answer", "To agree: edits of %(count)d answers", "count"),
        ngettext_lazy(
            "The validator proposes edits of %(count)d answer. It is approved only if you agree.",
            "The validator proposes edits of %(count)d answers. They are approved only if you agree.",
            "count",
        ),
        _("You are told because you may agree for the department that answers."),
    ),
    Rule(
        "date-changed",
        ("redate",),
        FOCAL_POINT,
        _("Due date changed"),
        ngettext_lazy(
            "Due date changed: %(count)d answer, now due on %(due)s",
            "Due date changed: %(count)d answers, the first now due on %(due)s",
            "count",
        ),
        ngettext_lazy(
            "%(count)d answer of your department has another due date. The page of the case says why.",
            "%(count)d answers of your department have another due date. The page of each case says why.",
            "count",
        ),
        _("You are told because you are focal point or alternate of the department that answers."),
    ),
    Rule(
        "paused",
        ("pause",),
        FOCAL_POINT,
        _("Paused"),
        ngettext_lazy("Paused: %(count)d answer", "Paused: %(count)d answers", "count"),
        ngettext_lazy(
            "%(count)d answer of your department is paused: its date moves once it goes on. "
            "The page of the case gives the reason.",
            "%(count)d answers of your department are paused: their dates move once they go on. "
            "The page of each case gives the reason.",
            "count",
        ),
        _("You are told because you are focal point or alternate of the department that answers."),
    ),
    Rule(
        "resumed",
        ("resume",),
        FOCAL_POINT,
        _("Resumed"),
        ngettext_lazy(
            "Resumed: %(count)d answer, now due on %(due)s",
            "Resumed: %(count)d answers, the first now due on %(due)s",
            "count",
        ),
        ngettext_lazy(
            "%(count)d answer of your department goes on after a pause; its date was moved.",
            "%(count)d answers of your department go on after a pause; their dates were moved.",
            "count",
        ),
        _("You are told because you are focal point or alternate of the department that answers."),
    ),
    Rule(
        MORE_TIME_ASKED,
        ("ask",),
        COORDINATOR,
        _("More time asked for"),
        ngettext_lazy(
            "To decide: more time asked for, %(count)d case",
            "To decide: more time asked for, %(count)d cases",
            "count",
        ),
        ngettext_lazy(
            "A department asks for more time for %(count)d case. The page of the case gives the reason.",
            "Departments ask for more time for %(count)d cases. The page of each case gives the reason.",
            "count",
        ),
        _("You are told because you are the coordinator."),
        process=EXTENSION,
    ),
    Rule(
        "more-time-granted",
        ("grant",),
        FOCAL_POINT,
        _("More time granted"),
        ngettext_lazy(
            "More time granted: %(count)d answer, now due on %(due)s",
            "More time granted: %(count)d answers, the first now due on %(due)s",
            "count",
        ),
        ngettext_lazy(
            "%(count)d answer of your department has a later due date.",
            "%(count)d answers of your department have a later due date.",
            "count",
        ),
        _("You are told because you are focal point or alternate of the department that answers."),
        process=EXTENSION,
    ),
    Rule(
        "more-time-refused",
        ("refuse",),
        FOCAL_POINT,
        _("More time refused"),
        ngettext_lazy(
            "No more time: %(count)d answer, due on %(due)s",
            "No more time: %(count)d answers, the first due on %(due)s",
            "count",
        ),
        ngettext_lazy(
            "The date of %(count)d answer of your department stays. The page of the case gives the reason.",
            "The dates of %(count)d answers of your department stay. The page of each case gives the reason.",
            "count",
        ),
        _("You are told because you are focal point or alternate of the department that answers."),
        process=EXTENSION,
    ),
    Rule(
        TO_CONTRIBUTE,
        ("ask",),
        FOCAL_POINT,
        _("Asked to contribute"),
        ngettext_lazy(
            "To contribute: your part of the answer to %(count)d recommendation, by %(due)s",
            "To contribute: your part of the answers to %(count)d recommendations, the first by %(due)s",
            "count",
        ),
        ngettext_lazy(
            "Your department was asked for its part of the answer to %(count)d recommendation.",
            "Your department was asked for its part of the answers to %(count)d recommendations.",
            "count",
        ),
        WHO_CONTRIBUTES,
        NOT_YOURS,
        process=CONTRIBUTION,
    ),
    Rule(
        TO_AGREE,
        ("ask_to_agree",),
        DELIVERERS,
        _("Asked to agree"),
        ngettext_lazy(
            "To agree: the answer to %(count)d recommendation, by %(due)s",
            "To agree: the answers to %(count)d recommendations, the first by %(due)s",
            "count",
        ),
        ngettext_lazy(
            "The answer to %(count)d recommendation is sent only if your department agrees to it.",
            "The answers to %(count)d recommendations are sent only if your department agrees to them.",
            "count",
        ),
        _("You are told because you may agree for a department that must agree."),
        process=CONTRIBUTION,
    ),
    Rule(
        DELIVERED_TO_LEAD,
        ("deliver",),
        FOCAL_POINT_OF_LEAD,
        _("Contribution delivered"),
        ngettext_lazy(
            "Delivered: contribution to %(count)d answer",
            "Delivered: contributions to %(count)d answers",
            "count",
        ),
        ngettext_lazy(
            "What you asked for is there, for %(count)d answer of your department.",
            "What you asked for is there, for %(count)d answers of your department.",
            "count",
        ),
        WHO_LEADS,
        process=CONTRIBUTION,
    ),
    Rule(
        "contribution-declined",
        ("decline",),
        FOCAL_POINT_OF_LEAD,
        _("Contribution declined"),
        ngettext_lazy(
            "Declined: contribution to %(count)d answer",
            "Declined: contributions to %(count)d answers",
            "count",
        ),
        ngettext_lazy(
            "A department that you asked declined, for %(count)d answer. The page of the case says more.",
            "Departments that you asked declined, for %(count)d answers. The page of each case says more.",
            "count",
        ),
        WHO_LEADS,
        process=CONTRIBUTION,
    ),
    Rule(
        "contribution-returned",
        ("return_to_contributor",),
        FOCAL_POINT,
        _("Contribution returned"),
        ngettext_lazy(
            "To revise: your part of %(count)d answer",
            "To revise: your part of %(count)d answers",
            "count",
        ),
        ngettext_lazy(
            "The lead returned your part of %(count)d answer. The page of the case gives the reasons.",
            "The lead returned your part of %(count)d answers. The page of each case gives the reasons.",
            "count",
        ),
        WHO_CONTRIBUTES,
        process=CONTRIBUTION,
    ),
    Rule(
        "contribution-passed-over",
        ("go_on_without",),
        FOCAL_POINT,
        _("Went on without an answer"),
        ngettext_lazy(
            "No answer from you: the lead went on, %(count)d recommendation",
            "No answer from you: the lead went on, %(count)d recommendations",
            "count",
        ),
        ngettext_lazy(
            "The date was over, and the lead goes on without your part, for %(count)d recommendation.",
            "The dates were over, and the leads go on without your part, for %(count)d recommendations.",
            "count",
        ),
        WHO_CONTRIBUTES,
        process=CONTRIBUTION,
    ),
    Rule(
        "contribution-no-answer",
        ("go_on_without",),
        COORDINATOR,
        _("No answer from a contributor"),
        ngettext_lazy(
            "No answer from a contributor: %(count)d case",
            "No answer from contributors: %(count)d cases",
            "count",
        ),
        ngettext_lazy(
            "A lead goes on without a department that it had asked, in %(count)d case.",
            "Leads go on without departments that they had asked, in %(count)d cases.",
            "count",
        ),
        _("You are told because you are the coordinator."),
        process=CONTRIBUTION,
    ),
    Rule(
        "contribution-withdrawn",
        ("withdraw", "lapse", "lift"),
        FOCAL_POINT,
        _("Contribution not needed"),
        ngettext_lazy(
            "Not needed any more: your part of %(count)d answer",
            "Not needed any more: your part of %(count)d answers",
            "count",
        ),
        ngettext_lazy(
            "Your department need not contribute to %(count)d answer any more.",
            "Your department need not contribute to %(count)d answers any more.",
            "count",
        ),
        WHO_CONTRIBUTES,
        process=CONTRIBUTION,
    ),
)

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
    _("You are told because you are focal point or alternate of the department that answers."),
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

REMINDERS = (CONTRIBUTION_REMINDER, REMINDER)


@cache
def every_rule() -> tuple[Rule, ...]:
    """The rules of all rooms, as the settings join them."""
    return tuple(rule for table in settings.TOLD_BY for rule in import_string(table))


def rule_of(code: str) -> Rule:
    """The rule of a notice's code. Codes are kept for good: notices on record name them."""
    return _by_code()[rule_code(code)]


def rule_code(code: str) -> str:
    """A notice's code without its step: reminders are called ``reminder-10`` and the like."""
    return next((one.code for one in REMINDERS if code.startswith(one.code)), code)


@cache
def _by_code() -> dict[str, Rule]:
    return {rule.code: rule for rule in (*every_rule(), *REMINDERS)}


def reminder_steps() -> list[ReminderStep]:
    """The steps that settings give, in order; each lasts until the next, ``CATCH_UP_DAYS`` at most."""
    days = sorted({-before for before in settings.REMINDER_DAYS_BEFORE} | set(settings.REMINDER_DAYS_AFTER))
    ends = [*days[1:], *(day + CATCH_UP_DAYS for day in days[-1:])]
    return [ReminderStep(day, min(end - day, CATCH_UP_DAYS)) for day, end in zip(days, ends, strict=True)]
