"""A report's content for Word files, in three languages, with everything that may stand in one."""

from __future__ import annotations

from django.utils import translation

from exports.content import Content, Figure, Masthead, Narrative, Row, Section, Share
from exports.numbering import chapter_mark, heading_of, number_mark, section_mark
from exports.sections import heading, numbered_notes, numbered_sections, with_text
from exports.wording import said
from tests.exports.printed import words

STATE = {"en": "Republic of Atlasia", "fr": "République d’Atlasie", "ar": "جمهورية أطلاسيا"}
TITLE = {"en": "National report", "fr": "Rapport national", "ar": "التقرير الوطني"}
INTRODUCTION = {
    "en": """A committee[^1] wrote the report.

It follows A/HRC/DEC/17/119[^2].

[^1]: Decree No. 2-11-150.
[^2]: Paragraph 2.""",
    "fr": """Un comité[^1] a établi le rapport.

[^1]: Décret nº 2-11-150.""",
    "ar": """أعدت لجنة[^1] هذا التقرير.

[^1]: المرسوم رقم 2-11-150.""",
}
SHORT = {
    "en": """Two hundred clinics opened: see CEDAW/C/XYZ/CO/5-6[^a].

1. The Act was amended:
   1. for the north;
   2. for the south;
2. A fund was set up.

- nurses[^b]
- doctors

> The Ombudsman said so.

| Year | Clinics |
|---|---:|
| 2024 | 200 |

The same note[^a].

[^a]: Health Act.
[^b]: In 2025.""",
    "fr": """Deux cents dispensaires ont ouvert[^a].

1. La loi a changé :
   1. au nord ;
2. Un fonds existe.

La même note[^a].

[^a]: Loi sur la santé.""",
    "ar": """افتُتحت 200 عيادة، انظر CEDAW/C/XYZ/CO/5-6[^a] وبرنامج World Bank للصحة.

1. عُدّل القانون:
   1. في الشمال؛
2. أُنشئ صندوق.

الحاشية نفسها[^a].

[^a]: قانون الصحة.""",
}
THEMES = {"en": ("Health", "Courts"), "fr": ("Santé", "Justice"), "ar": ("الصحة", "القضاء")}


def sections(language: str) -> list[Section]:
    """An introduction, and two themes with two mechanisms of two answers each."""
    made = [
        with_text(
            heading("introduction", 1, chapter_mark(1), said(TITLE[language])),
            INTRODUCTION[language],
            language,
        )
    ]
    for chapter, theme in enumerate(THEMES[language], start=2):
        made.append(heading("chapter", 1, chapter_mark(chapter), said(theme)))
        for place in (1, 2):
            made.append(heading("mechanism", 2, section_mark(place), said(f"{theme} {place}")))
            made += [answer(language, number, number_mark(number)) for number in (1, 2)]
    return numbered_sections(made)


def answer(language: str, number: int, mark: str) -> Section:
    made = heading("narrative", 3, mark, said(heading_of([number, number + 1, number + 2, 9])))
    made["references"] = [f"UPR-2024-{number}", "CEDAW-2022-17a"]
    made["note"] = words("Not yet translated", "en")
    return with_text(made, SHORT[language], language, full=f"# {TITLE[language]}\n\n{SHORT[language]}")


def row(number: int, language: str) -> Row:
    return Row(
        number=number,
        reference=f"UPR-2024-{number}",
        mechanism="Universal Periodic Review" if number < 5 else "CEDAW",
        symbol="A/HRC/52/7" if number % 2 else "",
        paragraph=f"31.{number}",
        text=words("Ensure that clinics open.", "en"),
        position="Supported",
        department=words("وزارة الصحة", "ar"),
        status=words(THEMES[language][0], language),
        is_closed=False,
        answered_in="3–7" if number != 6 else "",
        first_paragraph=3,
    )


def figure(language: str) -> Figure:
    shares = [Share(label=words(theme, language), counts=[3, 4]) for theme in THEMES[language]]
    return Figure(
        title=words("By theme", "en"), degrees=[words("Done", "en"), words("Under way", "en")], shares=shares
    )


def content(language: str = "en", **more: object) -> Content:
    with translation.override(language):
        text = sections(language)
        made = {
            "format": 3,
            "reference": "national-report-2026",
            "language": language,
            "direction": "rtl" if language == "ar" else "ltr",
            "masthead": Masthead(
                state=STATE[language],
                title=TITLE[language],
                body="Human Rights Council",
                symbol="A/HRC/WG.6/55/XYZ/1",
                distribution="General",
                dated_on="2026-03-02",
                original_language="English",
            ),
            "sections": text,
            "narratives": [Narrative(answer=1, version=1, references=["UPR-2024-1"], numbers=[1])],
            "matrix": [row(number, language) for number in range(1, 9)],
            "figures": [figure(language)],
            "kind": "upr",
            "notes": numbered_notes(text),
            "notes_at": "page",
        }
    return Content(**(made | more))  # type: ignore[typeddict-item]
