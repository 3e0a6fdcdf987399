"""A content that takes several sheets, with passages in three languages, notes, tables and headings."""

from __future__ import annotations

from typing import Any

from exports.content import Content, Figure, Note, Row, Section, Share, Words
from exports.sections import numbered_sections

ARABIC = "فُتحت مائتا عيادة قروية في عام 2025، وفق A/HRC/52/7، بحسب وزارة الصحة."
FRENCH = "Deux cents dispensaires ont été ouverts en 2025, selon le ministère."
ENGLISH = "Two hundred clinics opened in 2025, as the ministry says. "
TABLE = (
    '<table><thead><tr><th scope="col">Year</th><th scope="col">Clinics</th></tr></thead>'
    "<tbody><tr><td>2024</td><td>180</td></tr><tr><td>2025</td><td>200</td></tr></tbody></table>"
)


def long_report(*, chapters: int = 2, narratives: int = 8, language: str = "en", **fields: Any) -> Content:
    """``narratives`` in each of ``chapters``; every third has a note, and one has a heading and a table."""
    sections = list(_sections(chapters, narratives, language))
    notes = _notes(sections)
    numbered = numbered_sections(sections)
    content = Content(
        format=3,
        reference="national-report-2026",
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        masthead={
            "state": "Republic of Atlasia",
            "title": "National report 2026",
            "body": "Human Rights Council",
            "symbol": "A/HRC/WG.6/55/XYZ/1",
            "distribution": "General",
            "dated_on": "2026-03-02",
            "original_language": "English",
        },
        sections=numbered,
        narratives=[
            {"answer": number, "version": number, "references": one["references"], "numbers": [number]}
            for number, one in enumerate(_told(numbered), start=1)
        ],
        matrix=[_row(number, one) for number, one in enumerate(_told(numbered), start=1)],
        figures=[_figure()],
        kind="upr",
        notes=notes,
        notes_at="page",
        annexes=["figures", "matrix", "full"],
    )
    return {**content, **fields}  # type: ignore[typeddict-item, return-value]


def said(text: str, language: str = "en") -> Words:
    return Words(text=text, language=language, direction="rtl" if language == "ar" else "ltr")


def _sections(chapters: int, narratives: int, language: str) -> Any:
    for chapter in range(1, chapters + 1):
        yield _section("chapter", 1, f"{chapter}.", said(f"Theme {chapter}", "en"))
        for place in range(1, narratives + 1):
            spoken = ("en", "fr", "ar")[(chapter + place) % 3]
            section = _section("narrative", 2, f"{place}.", said(f"Recommendation {chapter}-{place}"))
            section["references"] = [f"UPR-{chapter}-{place}"]
            section["language"], section["direction"] = spoken, said("", spoken)["direction"]
            text = {"en": ENGLISH, "fr": FRENCH, "ar": ARABIC}[spoken] * 12
            section["paragraphs"] = [{"number": 1, "tag": "p", "html": f"<p>{text}</p>"}]
            if place == 2:
                section["paragraphs"] += [
                    {"number": 0, "tag": "h5", "html": "<h5>By year</h5>"},
                    {"number": 0, "tag": "table", "html": TABLE},
                ]
            section["full"] = f"<p>{text * 4}</p><ul><li>{text}</li></ul>"
            yield section


def _section(kind: str, level: int, number: str, title: Words) -> Section:
    return Section(
        kind=kind, level=level, number=number, title=title, anchor="", language="", direction="",
        references=[], paragraphs=[], full="", attribution=None, span="", first=0,
    )  # fmt: skip


def _notes(sections: list[Section]) -> list[Note]:
    notes: list[Note] = []
    for section in _told(sections)[::3]:
        number = len(notes) + 1
        link = f'<a class="note" href="#note-{number}" id="noteref-{number}" role="doc-noteref">{number}</a>'
        first = section["paragraphs"][0]
        first["html"] = first["html"].replace("</p>", f"{link}</p>")
        html = f"The source of note {number}, Official Gazette."
        notes.append(Note(number=number, html=html, language="en", direction="ltr"))
    return notes


def _told(sections: list[Section]) -> list[Section]:
    return [one for one in sections if one["kind"] == "narrative"]


def _row(number: int, answer: Section) -> Row:
    return Row(
        number=number, reference=answer["references"][0], mechanism="Universal Periodic Review",
        symbol="A/HRC/52/7", paragraph="12", text=said("Open clinics in rural areas."), position="Supported",
        department=said("Ministry of Health"), status=said("In progress"), is_closed=False,
        answered_in=answer["span"], first_paragraph=answer["first"],
    )  # fmt: skip


def _figure() -> Figure:
    shares = [Share(label=said("Right to health"), counts=[4, 2]), Share(label=said("Work"), counts=[1, 0])]
    degrees = [said("In progress"), said("Implemented")]
    return Figure(title=said("Implementation by theme"), degrees=degrees, shares=shares)
