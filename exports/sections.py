"""The headings of a report with their text, and the numbers that its paragraphs bear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby, zip_longest
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.prose import Block, renumbered
from cases.un import Mechanism
from exports import prose_kept as kept
from exports.content import Note, Paragraph, Section, Words
from exports.numbering import chapter_mark, heading_of, number_mark, section_mark, span
from exports.told import Told, theme_id
from exports.wording import attribution, direction_of, said, untranslated, worded

if TYPE_CHECKING:
    from exports.models import Report

HEADINGS = 4
"""The level of the system's lowest heading; those that people write stand below it."""


def sections_of(report: Report, told: list[Told], language: str) -> Iterator[Section]:
    """Headings I., A., 1. with their text; a level with a single heading is left out, as the UN asks."""
    numbers = count(1)
    yield from introduction(report, numbers, language)
    for _theme, group in groupby(told, key=theme_id):
        inside = list(group)
        yield heading("chapter", 1, chapter_mark(next(numbers)), _theme_title(inside[0], language))
        yield from _below_theme(inside, language)


def introduction(report: Report, numbers: Iterator[int], language: str) -> Iterator[Section]:
    """The first chapter, where the report has one."""
    if report.introduction.strip():
        chapter = heading("introduction", 1, chapter_mark(next(numbers)), said(_("Introduction")))
        written = language if report.is_worded("introduction", language) else report.language
        if note := untranslated([written], language):
            chapter["note"] = note
        text = report.worded("introduction", language)
        yield in_step(with_text(chapter, text, written), text, report.introduction)


def _below_theme(told: list[Told], language: str) -> Iterator[Section]:
    by_mechanism = [(code, list(group)) for code, group in groupby(told, key=lambda one: one.mechanism)]
    if len(by_mechanism) == 1:
        yield from told_sections(told, language, level=2)
        return
    for place, (code, inside) in enumerate(by_mechanism, start=1):
        yield heading("mechanism", 2, section_mark(place), said(str(Mechanism(code).label)))
        yield from told_sections(inside, language, level=3)


def told_sections(told: list[Told], language: str, *, level: int) -> Iterator[Section]:
    mark = section_mark if level == 2 else number_mark
    for place, one in enumerate(told, start=1):
        number = "" if len(told) == 1 else mark(place)
        title = said(heading_of(row.number for row in one.cases))
        section = heading("narrative", level, number, title)
        section["references"] = one.references
        section["attribution"] = attribution(one.cases[0].lead, one.translation)
        if note := untranslated([one.printed.language], language):
            section["note"] = note
        text = with_text(section, one.printed.short_text, one.printed.language, full=one.printed.full_text)
        yield in_step(text, one.printed.short_text, one.in_original.short_text)


def heading(kind: str, level: int, number: str, title: Words) -> Section:
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


def with_text(section: Section, text: str, language: str, *, full: str = "") -> Section:
    section["language"], section["direction"] = language, direction_of(language)
    prose = kept.parsed(text, under=HEADINGS)
    section["paragraphs"] = _paragraphs(prose.blocks)
    section["notes"] = [
        Note(number=number, html=html, language=language, direction=section["direction"])
        for number, html in enumerate(prose.notes, start=1)
    ]
    section["full"] = kept.to_html(full, under=HEADINGS, name=" ".join(section["references"]))
    return section


def in_step(section: Section, text: str, original: str) -> Section:
    """The numbers of the text in the report's original language, where its paragraphs are other ones."""
    if text != original:
        here = sum(1 for paragraph in section["paragraphs"] if paragraph["number"])
        there = len(_bearing(kept.parsed(original, under=HEADINGS).blocks))
        if here != there:
            section["numbers"] = there
    return section


def _paragraphs(found: Sequence[Block]) -> list[Paragraph]:
    bearing = _bearing(found)
    return [
        Paragraph(number=int(place in bearing), tag=block.tag, html=block.html)
        for place, block in enumerate(found)
    ]


def _bearing(found: Sequence[Block]) -> set[int]:
    """Every outermost paragraph bears a number; where there is none, the first other block does."""
    return {place for place, block in enumerate(found) if block.tag == "p"} or set(range(len(found))[:1])


def numbered_sections(sections: Iterable[Section]) -> list[Section]:
    """Anchors for the headings, and numbers for the paragraphs through the whole document.

    Each section takes as many numbers as its text has in the original language. What a translation has
    beyond them bears none, and belongs to the paragraph before; where it has less, numbers are passed over.
    """
    numbered, taken, begins = list(sections), [], 1
    for place, section in enumerate(numbered, start=1):
        section["anchor"] = f"s-{place}"
        bearing = [one for one in section["paragraphs"] if one["number"]]
        taken.append(range(begins, begins + section.get("numbers", len(bearing))))
        begins = taken[-1].stop
        for paragraph, number in zip_longest(bearing, taken[-1][: len(bearing)]):
            paragraph["number"] = number or 0
    _say_spans(numbered, taken)
    return numbered


def numbered_notes(sections: Iterable[Section]) -> list[Note]:
    """The notes of all sections, taken out of them and numbered through the whole document."""
    taken: list[Note] = []
    for section in sections:
        own = section.pop("notes", [])
        for paragraph in section["paragraphs"] if own else ():
            paragraph["html"] = renumbered(paragraph["html"], after=len(taken))
        taken += [
            Note(**(note | {"number": number})) for number, note in enumerate(own, start=len(taken) + 1)
        ]
    return taken


def _say_spans(sections: list[Section], taken: list[range]) -> None:
    """Which paragraphs stand under each heading, those of lower headings included."""
    for place, section in enumerate(sections):
        last = place
        for other in range(place + 1, len(sections)):
            if sections[other]["level"] <= section["level"]:
                break
            last = other
        begins, ends = taken[place].start, taken[last].stop
        section["first"] = begins if ends > begins else 0
        section["span"] = span(begins, ends - 1) if ends > begins else ""


def paragraphs_by_reference(sections: Iterable[Section]) -> dict[str, Section]:
    return {reference: section for section in sections for reference in section["references"]}


def _theme_title(one: Told, language: str) -> Words:
    theme = one.cases[0].theme
    return worded(theme, language) if theme else said(_("Other matters"))
