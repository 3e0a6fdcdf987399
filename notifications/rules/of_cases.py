"""What is told of the steps of cases to who holds a role. What is told to one person: ``of_persons.py``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.models import Case
from cases.people.roles import COORDINATOR, FOCAL_POINT, HEAD, HEAD_OR_FOCAL_POINT, VALIDATOR
from cases.telling import Rule, When
from notifications.rules.words import FOCAL_POINT_AND_HEAD, NOT_YOURS, WHO_COORDINATES, WHO_LEADS


def is_invited(case: Case) -> bool:
    """An independent body answers if it wants to."""
    return case.is_invited


def owes_an_answer(case: Case) -> bool:
    """Any other department."""
    return not case.is_invited


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
        WHO_LEADS,
        NOT_YOURS,
        of=owes_an_answer,
        when=When.AT_ONCE,
    ),
    Rule(
        "invited",
        ("assign", "reassign", "open_round"),
        FOCAL_POINT,
        _("Invited"),
        ngettext_lazy(
            "Invitation to answer %(count)d recommendation, if you can by %(due)s",
            "Invitation to answer %(count)d recommendations, if you can the first by %(due)s",
            "count",
        ),
        ngettext_lazy(
            "You are invited to answer %(count)d recommendation. It may decline without a reason.",
            "You are invited to answer %(count)d recommendations. It may decline without a reason.",
            "count",
        ),
        _("You are told because you are focal point or alternate of the body that is invited."),
        of=is_invited,
        when=When.AT_ONCE,
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
        when=When.AT_ONCE,
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
        WHO_LEADS,
        NOT_YOURS,
        when=When.NEAR_DATE,
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
        ("sign_and_send", "file_signature", "disagree"),
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
        when=When.NEWS,
        optional=True,
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
        when=When.NEWS,
        optional=True,
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
        WHO_COORDINATES,
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
        WHO_COORDINATES,
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
        WHO_COORDINATES,
        when=When.NEWS,
        optional=True,
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
        WHO_LEADS,
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
        WHO_LEADS,
        when=When.NEWS,
        optional=True,
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
        WHO_LEADS,
    ),
)
