"""What is told of requests for more time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.extensions.flow import ExtensionFlow
from cases.people.roles import COORDINATOR, FOCAL_POINT
from cases.telling import Rule, When
from notifications.rules.words import WHO_COORDINATES, WHO_LEADS

EXTENSION = ExtensionFlow.process.name
MORE_TIME_ASKED = "more-time-asked"

RULES = (
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
        WHO_COORDINATES,
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
        WHO_LEADS,
        process=EXTENSION,
        when=When.AT_ONCE,
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
        WHO_LEADS,
        process=EXTENSION,
        when=When.AT_ONCE,
    ),
)
