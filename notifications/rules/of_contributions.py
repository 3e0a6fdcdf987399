"""What is told of contributions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.contributions.flow import ContributionFlow
from cases.people.roles import COORDINATOR, DELIVERERS, FOCAL_POINT
from cases.telling import Rule, When
from notifications.rules.words import (
    FOCAL_POINT_OF_LEAD,
    NOT_YOURS,
    WHO_CONTRIBUTES,
    WHO_COORDINATES,
    WHO_LEADS,
)

CONTRIBUTION = ContributionFlow.process.name
TO_CONTRIBUTE, TO_AGREE, DELIVERED_TO_LEAD = "to-contribute", "to-agree-as-lead", "contribution-delivered"

RULES = (
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
        when=When.AT_ONCE,
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
        when=When.AT_ONCE,
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
        when=When.NEAR_DATE,
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
        WHO_COORDINATES,
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
        when=When.NEWS,
        optional=True,
    ),
)
