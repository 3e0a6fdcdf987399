"""Reports of the Universal Periodic Review: the national report, the addendum and the mid-term report.

Headings of the national report: the guidelines of the Human Rights Council, decisions 6/102 and 17/119.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from exports.counting import ALL, WITHOUT_ANNEXES
from exports.kinds.shape import ANSWERS, BY_PARAGRAPH, Kind, PlannedHeading

METHODOLOGY = {
    "en": "Methodology and consultation process",
    "fr": "Méthode et processus de consultation",
    "ar": "المنهجية وعملية التشاور",
}

_NATIONAL_REPORT = Kind(
    "upr",
    _("UPR national report"),
    10_700,
    WITHOUT_ANNEXES,
    (
        PlannedHeading(
            "methodology",
            1,
            METHODOLOGY,
            share=5,
            guidance=_(
                "How the report was prepared, and who was consulted: parliament, institutions, civil society."
            ),
        ),
        PlannedHeading(
            "developments",
            1,
            {
                "en": "Developments since the previous review: normative and institutional framework",
                "fr": "Faits nouveaux depuis l’examen précédent et cadre normatif et institutionnel",
                "ar": "التطورات المستجدة منذ الاستعراض السابق والإطار المعياري والمؤسسي",
            },
            share=10,
            guidance=_(
                "New laws, policies, institutions and international obligations since the last review."
            ),
        ),
        PlannedHeading(
            "on-the-ground",
            1,
            {
                "en": "Promotion and protection of human rights on the ground",
                "fr": "Promotion et protection des droits de l’homme sur le terrain",
                "ar": "تعزيز حقوق الإنسان وحمايتها على أرض الواقع",
            },
            share=15,
            guidance=_("How international obligations, laws and commitments are carried out in practice."),
        ),
        PlannedHeading(
            "follow-up",
            1,
            {
                "en": "Follow-up to the previous review",
                "fr": "Suite donnée à l’examen précédent",
                "ar": "متابعة الاستعراض السابق",
            },
            takes=ANSWERS,
            share=50,
            guidance=_("What was done about each recommendation of the last review, theme by theme."),
        ),
        PlannedHeading(
            "achievements",
            1,
            {
                "en": "Achievements, best practices, challenges and constraints",
                "fr": "Progrès, meilleures pratiques, difficultés et contraintes",
                "ar": "الإنجازات وأفضل الممارسات والتحديات والمعوقات",
            },
            share=8,
            guidance=_("What succeeded and may serve others, and what stands in the way."),
        ),
        PlannedHeading(
            "priorities",
            1,
            {
                "en": "Key national priorities, initiatives and commitments",
                "fr": "Priorités, initiatives et engagements nationaux essentiels",
                "ar": "الأولويات والمبادرات والالتزامات الوطنية الرئيسية",
            },
            share=7,
            guidance=_("What the state intends to do until the next review."),
        ),
        PlannedHeading(
            "capacity-building",
            1,
            {
                "en": "Capacity-building and technical assistance",
                "fr": "Renforcement des capacités et assistance technique",
                "ar": "بناء القدرات والمساعدة التقنية",
            },
            share=5,
            guidance=_("What help the state expects or asks for, and what it received."),
        ),
    ),
    notes_at="end",
)

_ADDENDUM = Kind(
    "upr-addendum",
    _("UPR addendum (positions)"),
    2_675,
    ALL,
    (
        PlannedHeading(
            "introduction",
            1,
            {"en": "Introduction", "fr": "Introduction", "ar": "مقدمة"},
            share=10,
            guidance=_("The review, the number of recommendations received, and how positions were decided."),
        ),
        PlannedHeading(
            "positions",
            1,
            {
                "en": "Positions on the recommendations received",
                "fr": "Position à l’égard des recommandations reçues",
                "ar": "الموقف من التوصيات المقدمة",
            },
            takes=ANSWERS,
            groups=BY_PARAGRAPH,
            share=80,
            guidance=_("Which recommendations are supported or noted, with the reasons."),
        ),
        PlannedHeading(
            "commitments",
            1,
            {
                "en": "Voluntary commitments",
                "fr": "Engagements volontaires",
                "ar": "الالتزامات الطوعية",
            },
            share=10,
            guidance=_("Commitments that the state makes of its own accord."),
        ),
    ),
    annexes=("matrix",),
    notes_at="end",
)

_MID_TERM = Kind(
    "mid-term",
    _("Mid-term report"),
    10_700,
    WITHOUT_ANNEXES,
    (
        PlannedHeading(
            "methodology",
            1,
            METHODOLOGY,
            share=10,
            guidance=_("How progress was followed since the review, and who was consulted."),
        ),
        PlannedHeading(
            "progress",
            1,
            {
                "en": "Progress in implementing the recommendations",
                "fr": "Progrès accomplis dans la mise en œuvre des recommandations",
                "ar": "التقدم المحرز في تنفيذ التوصيات",
            },
            takes=ANSWERS,
            share=75,
            guidance=_("What was done about the supported recommendations so far, theme by theme."),
        ),
        PlannedHeading(
            "next-steps",
            1,
            {
                "en": "Challenges and next steps",
                "fr": "Difficultés et prochaines étapes",
                "ar": "التحديات والخطوات المقبلة",
            },
            share=15,
            guidance=_("What is still to be done before the next review, and by when."),
        ),
    ),
    advised=True,
    notes_at="end",
)

OF_THE_UPR = (_NATIONAL_REPORT, _ADDENDUM, _MID_TERM)
