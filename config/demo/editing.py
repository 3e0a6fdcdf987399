"""What the editor of the sample writes under the headings of its report, in each of its languages."""

from __future__ import annotations

from datetime import datetime

from cases.people.models import User
from config.demo.texts import TRANSLATED_INTO, sections_in
from exports.actions import take_report_step
from exports.models import Passage, PassageText, Report
from exports.outline.writing import write


def write_sections(report: Report, *, by: User, now: datetime) -> None:
    """Text under each heading, and the same in the report's other languages."""
    translated = {language: sections_in(language) for language in TRANSLATED_INTO}
    headings = dict(report.headings.standing().values_list("code", "pk"))
    for code, text in sections_in(report.language).items():
        passage = _add(report, headings[code], text, by=by, now=now)
        for language, texts in translated.items():
            write(passage, language=language, text=texts[code], by=by, now=now, began_with=0, source=1)


def _add(report: Report, heading: int, text: str, *, by: User, now: datetime) -> Passage:
    report.refresh_from_db()
    written = PassageText(language=report.language, text=text, by=by, at=now)
    take_report_step(report, "arrange", by=by, now=now, change="add-text", heading=heading, text=written)
    return written.passage
