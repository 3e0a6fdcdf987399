"""What stands in a report: the approved answers of its round in numbered paragraphs, and the annexes.

``gather`` reads it all in a fixed number of queries and returns plain data (``content.py`` says which), from
which ``printing.py`` makes the PDF and ``pages/`` the outline. What is read is in ``told.py``, the text with
its headings in ``sections.py``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils import translation

from cases.models import Version
from cases.models.case_lists import CaseQuerySet
from cases.people import site
from cases.people.wording import Worded, best_wording
from cases.states import CLOSED
from cases.un import Mechanism, Position
from exports.annexes import ANNEXES
from exports.content import Content, Masthead, Narrative, Row, Section, Words
from exports.figures import Standing, figures_of
from exports.outline.reading import branches, sections_of_outline, told_in
from exports.sections import numbered_notes, numbered_sections, paragraphs_by_reference, sections_of
from exports.told import Numbered, Told, in_annex_order, in_language, narratives
from exports.visible import visible
from exports.wording import direction_of, of_wording, worded

if TYPE_CHECKING:
    from exports.models import Report

FORMAT = 3


def gather(report: Report, cases: CaseQuerySet, language: str = "") -> Content:
    """Everything that ``report`` prints of ``cases``: those that the person who asks may see.

    Its wording is in ``language``, by default the report's original one, whatever language is active. The
    paragraphs bear the same numbers in every language: those of the original one.
    """
    rows = in_annex_order(report.of_its_body(cases), report.round_id)
    return put_together(report, rows, language or report.language)


def put_together(report: Report, rows: list[Numbered], language: str) -> Content:
    """The same of ``rows``, its annex in every language (:func:`exports.told.in_annex_order`)."""
    with translation.override(language):
        unnumbered, told = _text(report, rows, language)
        sections = numbered_sections(unnumbered)
        answered = paragraphs_by_reference(sections)
        content = Content(
            format=FORMAT,
            reference=report.reference,
            kind=report.kind,
            language=language,
            direction=direction_of(language),
            masthead=_masthead(report, language),
            sections=sections,
            narratives=[_record(one) for one in told],
            matrix=_matrix(rows, language, answered),
            notes=numbered_notes(sections),
            notes_at=report.type.notes_at if report.type else "page",
        )
        if report.type:
            content["annexes"] = [
                one for one in ANNEXES if one in report.type.annexes or one in _ticked(report)
            ]
        if report.figures:
            content["figures"] = figures_of(_standings(rows), language)
        return visible(content)


def _ticked(report: Report) -> tuple[str, ...]:
    """What the editor has printed beside the annexes of its type."""
    return ("figures",) if report.figures else ()


def _text(report: Report, rows: list[Numbered], language: str) -> tuple[Iterable[Section], list[Told]]:
    """As its outline has it; before it is assembled, all that is approved, by theme."""
    if outline := branches(report, rows, language):
        return sections_of_outline(report, outline, language), told_in(outline)
    told = in_language(narratives(rows), language, original=report.language)
    return sections_of(report, told, language), told


def _standings(rows: Iterable[Numbered]) -> list[Standing]:
    """What the figures count: closed cases stand nowhere any more."""
    return [Standing(one.theme, one.lead, one.status) for one in rows if one.state != CLOSED]


def _record(one: Told) -> Narrative:
    record = Narrative(
        answer=one.answer.pk,
        version=one.version.pk,
        text=digest_of(one.version),
        references=one.references,
        numbers=[row.number for row in one.cases],
    )
    if one.translation is not None:
        record["translation"] = one.translation.pk
    return record


def digest_of(version: Version) -> str:
    """SHA-256 of the two texts of a version, by which an edition knows that they are what was approved."""
    return hashlib.sha256(f"{version.short_text}\0{version.full_text}".encode()).hexdigest()


def _matrix(rows: Iterable[Numbered], language: str, answered: Mapping[str, Section]) -> list[Row]:
    names = _Names(language)
    return [_row(one, names, answered.get(one.case.reference)) for one in rows]


class _Names:
    """What many rows say, worded once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.mechanisms = {code: str(label) for code, label in Mechanism.choices}
        self.positions = {code: str(label) for code, label in Position.choices}
        self._known: dict[Worded | None, Words] = {}

    def of(self, thing: Worded | None) -> Words:
        """``thing`` is the same object in all rows."""
        if thing not in self._known:
            self._known[thing] = worded(thing, self.language)
        return self._known[thing]


def _row(one: Numbered, names: _Names, answered_in: Section | None) -> Row:
    asked = one.case.recommendation
    return Row(
        number=one.number,
        reference=asked.reference,
        mechanism=names.mechanisms.get(asked.mechanism, asked.mechanism),
        symbol=asked.symbol,
        paragraph=asked.paragraph,
        text=of_wording(best_wording(one.asked, names.language), otherwise=asked.reference),
        position=names.positions.get(asked.position, asked.position),
        department=names.of(one.lead),
        status=names.of(one.status),
        is_closed=one.state == CLOSED,
        answered_in=answered_in["span"] if answered_in else "",
        first_paragraph=answered_in["first"] if answered_in else 0,
    )


def _masthead(report: Report, language: str) -> Masthead:
    masthead = Masthead(
        state=site.state_name(),
        title=report.worded("title", language),
        body=report.worded("body", language),
        symbol=report.symbol,
        distribution=report.worded("distribution", language),
        dated_on=report.dated_on.isoformat() if report.dated_on else "",
        original_language=str(report.get_original_language_display()),
    )
    if name := site.said("body_name"):
        masthead["coordinated_by"] = name
    return masthead
