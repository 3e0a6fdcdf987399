"""What stands in a report: the approved answers of its round in numbered paragraphs, and the annexes.

``gather`` reads it all in a fixed number of queries and returns plain data (``content.py`` says which), from
which ``printing.py`` makes the PDF and ``pages.py`` the outline.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _

from cases.flow import APPROVED, CLOSED, SUBMITTED
from cases.models import Answer, Case, CaseRound, ImplementationStatus, Term, Translation, Version
from cases.models.case_lists import CaseQuerySet
from cases.people.models import Department
from cases.prose import blocks, to_html
from cases.un import Mechanism
from exports.content import Content, Masthead, Narrative, Paragraph, Row, Section, Words
from exports.figures import Standing, figures_of
from exports.numbering import chapter_mark, heading_of, number_mark, section_mark, span
from exports.wording import attribution, direction_of, said, untranslated, worded

if TYPE_CHECKING:
    from exports.models import Report

FORMAT = 2
IN_REPORT = (APPROVED, SUBMITTED)
"""The states of a case whose narrative is printed."""
HEADINGS = 4
"""The level of the system's lowest heading; those that people write stand below it."""

_MECHANISMS = {code: place for place, code in enumerate(Mechanism.values)}


@dataclass
class _Numbered:
    """A case with its running number in Annex I; ``then``: how it stood, if it left the report's round."""

    number: int
    case: Case
    then: CaseRound | None

    @property
    def answer(self) -> Answer | None:
        return self.then.answer if self.then else self.case.answer

    @property
    def lead(self) -> Department | None:
        if self.then:
            return self.then.answer.lead if self.then.answer else None
        return self.case.lead

    @property
    def status(self) -> ImplementationStatus | None:
        return self.then.status if self.then else self.case.status

    @property
    def state(self) -> str:
        return self.then.state if self.then else self.case.state

    @property
    def theme(self) -> Term | None:
        return next(iter(self.case.recommendation.themes.all()), None)


@dataclass
class _Told:
    """One narrative with the cases that it answers, in the order of the annex."""

    answer: Answer
    version: Version
    cases: list[_Numbered] = field(default_factory=list)
    translation: Translation | None = None

    @property
    def printed(self) -> Version | Translation:
        return self.translation or self.version

    @property
    def mechanism(self) -> str:
        return self.cases[0].case.recommendation.mechanism

    @property
    def references(self) -> list[str]:
        return [one.case.reference for one in self.cases]


def gather(report: Report, cases: CaseQuerySet) -> Content:
    """Everything that ``report`` prints of ``cases``: those that the person who asks may see.

    Its wording is in the report's language, whatever language is active.
    """
    with translation.override(report.language):
        rows = _in_annex_order(cases, report.round_id)
        told = _translated(_narratives(rows), report.language)
        sections = _numbered_sections(_sections(report, told))
        answered = _paragraphs_by_reference(sections)
        content = Content(
            format=FORMAT,
            reference=report.reference,
            language=report.language,
            direction=direction_of(report.language),
            masthead=_masthead(report),
            sections=sections,
            narratives=[_record(one) for one in told],
            matrix=[_row(one, report.language, answered.get(one.case.reference)) for one in rows],
        )
        if report.figures:
            content["figures"] = figures_of(_standings(rows), report.language)
        return content


def _standings(rows: Iterable[_Numbered]) -> list[Standing]:
    """What the figures count: closed cases stand nowhere any more."""
    return [Standing(one.theme, one.lead, one.status) for one in rows if one.state != CLOSED]


def _in_annex_order(cases: CaseQuerySet, round_id: int | None) -> list[_Numbered]:
    """By mechanism, year, document and place in it. Mechanisms in the UN's order, not the alphabet's."""
    shown = ("lead", "status", "answer__lead", "answer__approved")
    worded = ("status__wordings", "answer__lead__wordings")
    left = CaseRound.objects.filter(round=round_id).select_related("status", *shown[2:])
    read = cases.asked_in(round_id).select_related("recommendation", *shown)
    rows = read.prefetch_related(
        "recommendation__wordings",
        Prefetch("recommendation__themes", Term.objects.order_by("pk")),
        "recommendation__themes__wordings",
        "lead__wordings",
        "status__wordings",
        Prefetch("past_rounds", left.prefetch_related(*worded), to_attr="then"),
    )
    in_order = enumerate(sorted(rows, key=_place), start=1)
    return [_Numbered(number, case, next(iter(case.then), None)) for number, case in in_order]


def _place(case: Case) -> tuple[int, int, str, int, str]:
    one = case.recommendation
    return _MECHANISMS.get(one.mechanism, 99), one.year, one.symbol, one.place, one.reference


def _narratives(rows: Iterable[_Numbered]) -> list[_Told]:
    told: dict[int, _Told] = {}
    for row in rows:
        answer = row.answer
        if answer is None or answer.approved is None or row.state not in IN_REPORT:
            continue
        told.setdefault(answer.pk, _Told(answer, answer.approved)).cases.append(row)
    return _by_theme(told.values())


def _by_theme(told: Iterable[_Told]) -> list[_Told]:
    """Themes in the order in which the annex first names them, so that every language has the same one."""
    ordered = sorted(told, key=lambda one: one.cases[0].number)
    first_named: dict[int | None, int] = {}
    for one in ordered:
        first_named.setdefault(_theme_id(one), len(first_named))
    first_named[None] = len(first_named) + 1
    return sorted(ordered, key=lambda one: first_named[_theme_id(one)])


def _translated(told: list[_Told], language: str) -> list[_Told]:
    """Each with its newest revised translation of what was approved, where it is in another language."""
    others = [one for one in told if one.version.language != language]
    if not others:
        return told
    kept = Translation.objects.revised().filter(source__in=[one.version for one in others], language=language)
    revised = {one.source_id: one for one in kept.order_by("number")}
    for one in others:
        one.translation = revised.get(one.version.pk)
    return told


def _theme_id(one: _Told) -> int | None:
    theme = one.cases[0].theme
    return theme.pk if theme else None


def _sections(report: Report, told: list[_Told]) -> Iterator[Section]:
    """Headings I., A., 1. with their text; a level with a single heading is left out, as the UN asks."""
    numbers = count(1)
    if report.introduction.strip():
        chapter = _heading("introduction", 1, chapter_mark(next(numbers)), said(_("Introduction")))
        yield _with_text(chapter, report.introduction, report.language)
    for _theme, group in groupby(told, key=_theme_id):
        inside = list(group)
        yield _heading("chapter", 1, chapter_mark(next(numbers)), _theme_title(inside[0], report.language))
        yield from _below_theme(inside, report.language)


def _below_theme(told: list[_Told], language: str) -> Iterator[Section]:
    by_mechanism = [(code, list(group)) for code, group in groupby(told, key=lambda one: one.mechanism)]
    if len(by_mechanism) == 1:
        yield from _told_sections(told, language, level=2)
        return
    for place, (code, inside) in enumerate(by_mechanism, start=1):
        yield _heading("mechanism", 2, section_mark(place), said(str(Mechanism(code).label)))
        yield from _told_sections(inside, language, level=3)


def _told_sections(told: list[_Told], language: str, *, level: int) -> Iterator[Section]:
    mark = section_mark if level == 2 else number_mark
    for place, one in enumerate(told, start=1):
        number = "" if len(told) == 1 else mark(place)
        title = said(heading_of(row.number for row in one.cases))
        section = _heading("narrative", level, number, title)
        section["references"] = one.references
        section["attribution"] = attribution(one.cases[0].lead, one.translation)
        if note := untranslated(one.printed.language, language):
            section["note"] = note
        yield _with_text(section, one.printed.short_text, one.printed.language, full=one.printed.full_text)


def _heading(kind: str, level: int, number: str, title: Words) -> Section:
    return Section(
        kind=kind,
        level=level,
        number=number,
        title=title,
        anchor="",
        language="",
        direction="",
        references=[],
        paragraphs=[],
        full="",
        attribution=None,
        span="",
        first=0,
    )


def _with_text(section: Section, text: str, language: str, *, full: str = "") -> Section:
    section["language"], section["direction"] = language, direction_of(language)
    section["paragraphs"] = _paragraphs(text)
    section["full"] = to_html(full, under=HEADINGS)
    return section


def _paragraphs(text: str) -> list[Paragraph]:
    """Every outermost paragraph bears a number; where there is none, the first other block does."""
    found = blocks(text, under=HEADINGS)
    bearing = {place for place, block in enumerate(found) if block.tag == "p"} or {0}
    return [
        Paragraph(number=int(place in bearing), tag=block.tag, html=block.html)
        for place, block in enumerate(found)
    ]


def _numbered_sections(sections: Iterable[Section]) -> list[Section]:
    """Anchors for the headings, and numbers for the paragraphs through the whole document."""
    numbers = count(1)
    numbered = list(sections)
    for place, section in enumerate(numbered, start=1):
        section["anchor"] = f"s-{place}"
        for paragraph in section["paragraphs"]:
            paragraph["number"] = next(numbers) if paragraph["number"] else 0
    _say_spans(numbered)
    return numbered


def _say_spans(sections: list[Section]) -> None:
    """Which paragraphs stand under each heading, those of lower headings included."""
    for place, section in enumerate(sections):
        below = [section]
        for other in sections[place + 1 :]:
            if other["level"] <= section["level"]:
                break
            below.append(other)
        held = [one["number"] for part in below for one in part["paragraphs"] if one["number"]]
        section["first"] = held[0] if held else 0
        section["span"] = span(held[0], held[-1]) if held else ""


def _paragraphs_by_reference(sections: Iterable[Section]) -> dict[str, Section]:
    return {reference: section for section in sections for reference in section["references"]}


def _record(one: _Told) -> Narrative:
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


def _row(one: _Numbered, language: str, answered_in: Section | None) -> Row:
    asked = one.case.recommendation
    return Row(
        number=one.number,
        reference=asked.reference,
        mechanism=str(asked.get_mechanism_display()),
        symbol=asked.symbol,
        paragraph=asked.paragraph,
        text=worded(asked, language),
        position=str(asked.get_position_display()),
        department=worded(one.lead, language),
        status=worded(one.status, language),
        is_closed=one.state == CLOSED,
        answered_in=answered_in["span"] if answered_in else "",
        first_paragraph=answered_in["first"] if answered_in else 0,
    )


def _theme_title(one: _Told, language: str) -> Words:
    theme = one.cases[0].theme
    return worded(theme, language) if theme else said(_("Other matters"))


def _masthead(report: Report) -> Masthead:
    return Masthead(
        state=settings.STATE_NAME,
        title=report.title,
        body=report.body,
        symbol=report.symbol,
        distribution=report.distribution,
        dated_on=report.dated_on.isoformat() if report.dated_on else "",
        original_language=str(report.get_original_language_display()),
    )
