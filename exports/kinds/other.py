"""Reports of a country's own, and other documents for the UN: the UN's general limit of 10,700 words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from exports.counting import ALL
from exports.kinds.shape import ANSWERS, Kind, PlannedHeading

OTHERS = (
    Kind(
        "other",
        _("Free national report or other UN document"),
        10_700,
        ALL,
        (
            PlannedHeading(
                "introduction",
                1,
                {"en": "Introduction", "fr": "Introduction", "ar": "مقدمة"},
                share=10,
                guidance=_("What the report is for, and how it was prepared."),
            ),
            PlannedHeading(
                "implementation",
                1,
                {
                    "en": "Implementation of the recommendations",
                    "fr": "Mise en œuvre des recommandations",
                    "ar": "تنفيذ التوصيات",
                },
                takes=ANSWERS,
                share=80,
                guidance=_("What was done about the recommendations, theme by theme."),
            ),
            PlannedHeading(
                "conclusion",
                1,
                {"en": "Conclusion", "fr": "Conclusion", "ar": "خاتمة"},
                share=10,
                guidance=_("What follows from it, and what comes next."),
            ),
        ),
    ),
)
