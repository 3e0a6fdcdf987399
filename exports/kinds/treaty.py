"""Reports to treaty bodies, and the common core document that goes before them.

Limits: General Assembly resolution 68/268, paragraph 16; of a follow-up report the committees' own guidelines
advise 3,500 words. Headings: the harmonized guidelines on reporting, HRI/GEN/2/Rev.6.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from exports.counting import ALL
from exports.kinds.shape import ANSWERS, BY_PARAGRAPH, NOTHING, Kind, PlannedHeading

_PREPARATION = PlannedHeading(
    "preparation",
    1,
    {
        "en": "Preparation of the report",
        "fr": "Élaboration du rapport",
        "ar": "إعداد التقرير",
    },
    share=5,
    guidance=_(
        "How the report was prepared, and who was consulted: parliament, institutions, civil society."
    ),
)
_DIFFICULTIES = PlannedHeading(
    "difficulties",
    1,
    {
        "en": "Factors and difficulties affecting implementation",
        "fr": "Facteurs et difficultés entravant la mise en œuvre",
        "ar": "العوامل والصعوبات التي تؤثر في التنفيذ",
    },
    share=5,
    guidance=_("What stands in the way of the rights in the treaty, and what is done about it."),
)

_PERIODIC = Kind(
    "periodic",
    _("Periodic report to a treaty body"),
    21_200,
    ALL,
    (
        _PREPARATION,
        PlannedHeading(
            "follow-up",
            1,
            {
                "en": "Follow-up to the previous concluding observations",
                "fr": "Suite donnée aux observations finales précédentes",
                "ar": "متابعة الملاحظات الختامية السابقة",
            },
            takes=ANSWERS,
            groups=BY_PARAGRAPH,
            share=45,
            guidance=_("What was done about each recommendation, in the order of the paragraphs."),
        ),
        PlannedHeading(
            "implementation",
            1,
            {
                "en": "Implementation of the treaty",
                "fr": "Mise en œuvre de l’instrument",
                "ar": "تنفيذ المعاهدة",
            },
            takes=NOTHING,
            share=45,
        ),
        PlannedHeading(
            "measures",
            2,
            {
                "en": "New legislative, administrative and other measures",
                "fr": "Nouvelles mesures législatives, administratives et autres",
                "ar": "التدابير التشريعية والإدارية وغيرها من التدابير الجديدة",
            },
            guidance=_("What changed in law and practice since the last report."),
        ),
        PlannedHeading(
            "by-article",
            2,
            {
                "en": "Information article by article",
                "fr": "Renseignements article par article",
                "ar": "معلومات عن كل مادة على حدة",
            },
            guidance=_("For each article: law, practice, figures, and how the right is enjoyed."),
        ),
        _DIFFICULTIES,
    ),
    annexes=("matrix",),
)

_INITIAL = Kind(
    "initial",
    _("Initial report to a treaty body"),
    31_800,
    ALL,
    (
        _PREPARATION,
        PlannedHeading(
            "framework",
            1,
            {
                "en": "Constitutional, legal and administrative framework for implementing the treaty",
                "fr": "Cadre constitutionnel, juridique et administratif de la mise en œuvre de l’instrument",
                "ar": "الإطار الدستوري والقانوني والإداري لتنفيذ المعاهدة",
            },
            share=20,
            guidance=_("The place of the treaty in national law, reservations, and remedies for breaches."),
        ),
        PlannedHeading(
            "by-article",
            1,
            {
                "en": "Implementation article by article",
                "fr": "Mise en œuvre article par article",
                "ar": "التنفيذ حسب كل مادة",
            },
            takes=ANSWERS,
            share=70,
            guidance=_("For each article: law, practice, figures, and how the right is enjoyed."),
        ),
        _DIFFICULTIES,
    ),
    annexes=("matrix",),
)

_COMMON_CORE = Kind(
    "common-core",
    _("Common core document"),
    42_400,
    ALL,
    (
        PlannedHeading(
            "general",
            1,
            {
                "en": "General information about the reporting State",
                "fr": "Renseignements d’ordre général concernant l’État qui présente le rapport",
                "ar": "معلومات عامة عن الدولة المقدمة للتقرير",
            },
            takes=NOTHING,
            share=30,
        ),
        PlannedHeading(
            "characteristics",
            2,
            {
                "en": "Demographic, economic, social and cultural characteristics of the State",
                "fr": "Caractéristiques démographiques, économiques, sociales et culturelles de l’État",
                "ar": "الخصائص الديمغرافية والاقتصادية والاجتماعية والثقافية للدولة",
            },
            guidance=_("Main figures on the population, the economy and living conditions."),
        ),
        PlannedHeading(
            "structure",
            2,
            {
                "en": "Constitutional, political and legal structure of the State",
                "fr": "Structure constitutionnelle, politique et juridique de l’État",
                "ar": "الهيكل الدستوري والسياسي والقانوني للدولة",
            },
            guidance=_("Form of government, elections, and the legislature, executive and judiciary."),
        ),
        PlannedHeading(
            "framework",
            1,
            {
                "en": "General framework for the protection and promotion of human rights",
                "fr": "Cadre général de la protection et de la promotion des droits de l’homme",
                "ar": "الإطار العام لحماية حقوق الإنسان وتعزيزها",
            },
            takes=NOTHING,
            share=45,
        ),
        PlannedHeading(
            "acceptance",
            2,
            {
                "en": "Acceptance of international human rights norms",
                "fr": "Acceptation des normes internationales relatives aux droits de l’homme",
                "ar": "قبول القواعد الدولية لحقوق الإنسان",
            },
            guidance=_("Treaties ratified, with reservations, derogations and restrictions."),
        ),
        PlannedHeading(
            "protection",
            2,
            {
                "en": "Legal framework for the protection of human rights at the national level",
                "fr": "Cadre juridique de la protection des droits de l’homme au niveau national",
                "ar": "الإطار القانوني لحماية حقوق الإنسان على الصعيد الوطني",
            },
            guidance=_("Which authorities and courts protect human rights, and what remedies there are."),
        ),
        PlannedHeading(
            "promotion",
            2,
            {
                "en": "Framework within which human rights are promoted at the national level",
                "fr": "Cadre de la promotion des droits de l’homme au niveau national",
                "ar": "إطار تعزيز حقوق الإنسان على الصعيد الوطني",
            },
            guidance=_(
                "Parliaments, institutions, teaching, civil society, and the budget for human rights."
            ),
        ),
        PlannedHeading(
            "reporting",
            2,
            {
                "en": "Reporting process at the national level",
                "fr": "Processus d’établissement des rapports au niveau national",
                "ar": "عملية إعداد التقارير على الصعيد الوطني",
            },
            guidance=_(
                "Who prepares the reports, who takes part, and how concluding observations are followed up."
            ),
        ),
        PlannedHeading(
            "equality",
            1,
            {
                "en": "Information on non-discrimination and equality and effective remedies",
                "fr": "Renseignements concernant la non-discrimination et l’égalité et les recours utiles",
                "ar": "معلومات عن عدم التمييز والمساواة وسبل الانتصاف الفعالة",
            },
            share=25,
            guidance=_(
                "Measures against discrimination, above all for groups in need of protection, and remedies."
            ),
        ),
    ),
    annexes=(),
)

_LIST_OF_ISSUES = Kind(
    "list-of-issues",
    _("Replies to a list of issues"),
    10_700,
    ALL,
    (
        PlannedHeading(
            "introduction",
            1,
            {"en": "Introduction", "fr": "Introduction", "ar": "مقدمة"},
            share=5,
            guidance=_("How the replies were prepared. Leave it out where there is nothing to say."),
        ),
        PlannedHeading(
            "replies",
            1,
            {
                "en": "Replies to the issues raised in the list",
                "fr": "Réponses aux questions soulevées dans la liste de points",
                "ar": "الردود على المسائل المثارة في قائمة المسائل",
            },
            takes=ANSWERS,
            groups=BY_PARAGRAPH,
            share=95,
            guidance=_("A reply to each paragraph of the list, in its order."),
        ),
    ),
    advised=True,
    annexes=("matrix",),
)

_FOLLOW_UP = Kind(
    "follow-up",
    _("Follow-up report to concluding observations"),
    3_500,
    ALL,
    (
        PlannedHeading(
            "introduction",
            1,
            {"en": "Introduction", "fr": "Introduction", "ar": "مقدمة"},
            share=5,
            guidance=_("Which paragraphs the committee chose for follow-up, and who was consulted."),
        ),
        PlannedHeading(
            "follow-up",
            1,
            {
                "en": "Information on the recommendations selected for follow-up",
                "fr": "Renseignements concernant les recommandations retenues aux fins du suivi",
                "ar": "معلومات عن التوصيات المختارة للمتابعة",
            },
            takes=ANSWERS,
            groups=BY_PARAGRAPH,
            share=95,
            guidance=_("What was done about each of these paragraphs within the time that was set."),
        ),
    ),
    advised=True,
    annexes=(),
)

OF_TREATY_BODIES = (_PERIODIC, _INITIAL, _COMMON_CORE, _LIST_OF_ISSUES, _FOLLOW_UP)
