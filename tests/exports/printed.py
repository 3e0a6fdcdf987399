"""A report's content written by hand, small enough that a person counts its words."""

from __future__ import annotations

from typing import Any

from exports.content import Content, Figure, Note, Paragraph, Row, Section, Share, Words


def words(text: str, language: str = "en") -> Words:
    return Words(text=text, language=language, direction="rtl" if language == "ar" else "ltr")


def section(title: str, *paragraphs: str, language: str = "en", **more: Any) -> Section:
    """A heading with its paragraphs, each in HTML."""
    made: dict[str, Any] = {
        "kind": "narrative",
        "level": 1,
        "number": "",
        "title": words(title, language),
        "anchor": "",
        "language": language,
        "direction": "ltr",
        "references": [],
        "paragraphs": [Paragraph(number=1, tag="p", html=html) for html in paragraphs],
        "full": "",
        "attribution": None,
        "span": "",
        "first": 0,
    }
    return Section(**(made | more))  # type: ignore[typeddict-item]


def content(*sections: Section, language: str = "en", **more: Any) -> Content:
    made: dict[str, Any] = {
        "format": 3,
        "reference": "national-report-2026",
        "language": language,
        "direction": "ltr",
        "masthead": {},
        "sections": list(sections),
        "narratives": [],
        "matrix": [],
        "annexes": ["figures", "matrix", "full"],
    }
    return Content(**(made | more))  # type: ignore[typeddict-item]


def note(html: str, number: int = 1) -> Note:
    return Note(number=number, html=html, language="en", direction="ltr")


def row(text: str, **more: Any) -> Row:
    """A recommendation in the matrix: its number is a word, and so is its reference."""
    made: dict[str, Any] = {
        "number": 1,
        "reference": "UPR-2024-1",
        "mechanism": "",
        "symbol": "",
        "paragraph": "",
        "text": words(text),
        "position": "",
        "department": words(""),
        "status": words(""),
        "is_closed": False,
        "answered_in": "",
        "first_paragraph": 0,
    }
    return Row(**(made | more))  # type: ignore[typeddict-item]


def figure(title: str, degree: str, label: str, count: int) -> Figure:
    shares = [Share(label=words(label), counts=[count])]
    return Figure(title=words(title), degrees=[words(degree)], shares=shares)
