"""Contents made for the checks: sections from Markdown, numbered as a report is; what was found in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exports.checking.facts import NOTHING, Facts
from exports.checking.finding import Finding
from exports.checking.report import findings
from exports.content import Content, Row, Section, Words
from exports.kinds import KINDS
from exports.sections import heading, numbered_notes, numbered_sections, with_text


def words(text: str, language: str = "en") -> Words:
    return Words(text=text, language=language, direction="ltr")


def section(text: str = "", *, title: str = "Health", language: str = "en", **fields: Any) -> Section:
    """A chapter, unless ``fields`` say otherwise; ``text`` is Markdown."""
    made = heading("chapter", 1, "I.", words(title, language))
    return with_text(made, text, language) | fields  # type: ignore[return-value, operator]


def row(number: int, **fields: Any) -> Row:
    made = Row(
        number=number, reference=f"UPR-2024-{number}", mechanism="Universal Periodic Review",
        symbol="A/HRC/57/5", paragraph=str(number), text=words(f"Open clinic number {number}."), position="",
        department=words("Ministry of Health"), status=words("In progress"), is_closed=False, answered_in="",
        first_paragraph=0,
    )  # fmt: skip
    return made | fields  # type: ignore[return-value, operator]


def content(*sections: Section, rows: Sequence[Row] = (), language: str = "en", **masthead: str) -> Content:
    numbered = numbered_sections(sections)
    return Content(
        format=3,
        reference="r",
        language=language,
        direction="ltr",
        masthead={  # type: ignore[typeddict-item]
            "state": "Atlasia",
            "title": "Report",
            "body": "Human Rights Council",
            "symbol": "A/HRC/WG.6/41/XYZ/1",
            "distribution": "General",
            "dated_on": "2026-03-02",
            "original_language": "English",
            **masthead,
        },
        sections=numbered,
        notes=numbered_notes(numbered),
        narratives=[],
        matrix=list(rows),
    )


def found(made: Content, code: str = "", *, facts: Facts = NOTHING, kind: str = "upr") -> list[Finding]:
    """What was found, or of it what one check found."""
    return [one for one in findings(made, KINDS[kind], facts) if code in ("", one.code)]


def found_in(text: str, code: str, *, language: str = "en") -> list[Finding]:
    """In a report of one text."""
    return found(content(section(text, language=language), language=language), code)
