"""An outline as sections of text: what stands under each heading, in the language that is asked for.

A fixed number of queries, however long the report. Which text of a passage is printed is decided here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Answer
from cases.prose_notes import joined
from exports.agreeing.guards import is_made_from
from exports.content import Rewritten, Section, Words
from exports.models.outline import Heading, Passage, PassageAnswer, PassageText
from exports.numbering import chapter_mark, heading_of, number_mark, section_mark
from exports.outline.laying import OTHER_MATTERS
from exports.sections import heading, in_step, introduction, with_text
from exports.told import IN_REPORT, Numbered, Told, in_language
from exports.wording import attribution, said, untranslated, worded

if TYPE_CHECKING:
    from exports.models import Report

_MARKS = {1: chapter_mark, 2: section_mark, 3: number_mark}
LOWEST = 4
"""The level below which no heading of the report goes."""
OfPassage = TypeVar("OfPassage", PassageAnswer, PassageText)


@dataclass
class Standing:
    """A passage as it stands: what it tells of what may be seen, and its own text in the language, if any.

    ``original`` is its own text in the language of the report, to which leads agree.
    """

    passage: Passage
    told: list[Told]
    own: PassageText | None
    original: PassageText | None = None

    @property
    def numbered_by(self) -> str:
        """The short text in the report's original language, whose paragraphs bear the numbers."""
        if self.original is not None and not self.original.as_answered:
            return self.original.text
        return joined(one.in_original.short_text for one in self.told)

    @property
    def cases(self) -> list[Numbered]:
        return sorted((case for one in self.told for case in one.cases), key=lambda case: case.number)

    @property
    def is_own_words(self) -> bool:
        return self.own is not None and not self.own.as_answered

    @property
    def newer(self) -> bool:
        """Whether an answer was approved anew after it flowed in."""
        return any(one.answer.approved_id != one.version.pk for one in self.told)


@dataclass
class Branch:
    """A heading with its passages and the headings below it."""

    heading: Heading
    passages: list[Standing] = field(default_factory=list)
    lower: list[Branch] = field(default_factory=list)


def branches(report: Report, rows: list[Numbered], language: str) -> list[Branch]:
    """The outline as a tree. Passages are left out that tell an answer none of whose cases is among ``rows``.

    ``rows``: the cases that the person who asks may see, numbered as in the annex.
    """
    headings = report.headings.standing().in_order().select_related("theme")
    made = {one.pk: Branch(one) for one in headings.prefetch_related("wordings", "theme__wordings")}
    for standing in _passages(report, rows, language) if made else ():
        if branch := made.get(standing.passage.heading_id):
            branch.passages.append(standing)
    for branch in made.values():
        if above := made.get(branch.heading.parent_id or 0):
            above.lower.append(branch)
    return [branch for branch in made.values() if branch.heading.parent_id is None]


def sections_of_outline(report: Report, outline: list[Branch], language: str) -> Iterator[Section]:
    """The sections in reading order; a heading below which nothing stands is left out."""
    numbers = count(1)
    yield from introduction(report, numbers, language)
    yield from _sections([one for one in outline if _has_text(one)], language, level=1, numbers=numbers)


def told_in(outline: list[Branch]) -> list[Told]:
    """Every answer that the outline tells, in reading order."""
    return [told for branch in _walk(outline) for standing in branch.passages for told in standing.told]


def _walk(outline: list[Branch]) -> Iterator[Branch]:
    for branch in outline:
        yield branch
        yield from _walk(branch.lower)


def _has_text(branch: Branch) -> bool:
    return bool(branch.passages) or any(_has_text(one) for one in branch.lower)


def _sections(
    outline: list[Branch], language: str, *, level: int, numbers: Iterator[int]
) -> Iterator[Section]:
    for branch in outline:
        alone = len(outline) == 1 and level > 1
        mark = "" if alone or level not in _MARKS else _MARKS[level](next(numbers))
        section = heading(
            "chapter" if level == 1 else "section", level, mark, title_of(branch.heading, language)
        )
        section["heading"] = branch.heading.pk
        yield section
        below = min(level + 1, LOWEST)
        yield from _told_sections(branch.passages, language, level=below)
        lower = [one for one in branch.lower if _has_text(one)]
        yield from _sections(lower, language, level=below, numbers=count(1))


def title_of(one: Heading, language: str) -> Words:
    """Its own title, or that of its theme. Its wordings, and those of its theme, come with it."""
    if one.wordings.all():
        return worded(one, language)
    return said(_("Other matters")) if one.code == OTHER_MATTERS else worded(one.theme, language)


def _told_sections(passages: list[Standing], language: str, *, level: int) -> Iterator[Section]:
    telling = [one for one in passages if one.told]
    places = {id(one): place for place, one in enumerate(telling, start=1)}
    for standing in passages:
        yield _section(standing, language, level=level, place=places.get(id(standing), 0), of=len(telling))


def _section(standing: Standing, language: str, *, level: int, place: int, of: int) -> Section:
    title = said(heading_of(row.number for row in standing.cases)) if standing.told else said("")
    mark = _MARKS.get(level)
    number = mark(place) if mark and standing.told and of > 1 else ""
    section = heading("narrative" if standing.told else "text", level, number, title)
    section["passage"] = standing.passage.pk
    section["references"] = [row.case.reference for row in standing.cases]
    section["departments"] = sorted({row.lead.code for row in standing.cases if row.lead is not None})
    if standing.told and standing.cases[0].lead is not None:
        section["attribution"] = attribution(standing.cases[0].lead, standing.told[0].translation)
    if rewritten := _rewritten(standing):
        section["rewritten"] = rewritten
    text, full, written = _texts(standing, language)
    if note := untranslated(written, language):
        section["note"] = note
    return in_step(with_text(section, text, written[0], full=full), text, standing.numbered_by)


def _rewritten(standing: Standing) -> Rewritten | None:
    """Where approved answers are told in the editor's words."""
    if not standing.told or standing.original is None or standing.own is None:
        return None
    if standing.own == standing.original:
        return Rewritten(text=standing.original.pk)
    return Rewritten(text=standing.original.pk, translation=standing.own.pk)


def _texts(standing: Standing, language: str) -> tuple[str, str, list[str]]:
    """Short text, full text, and the languages that their parts are in."""
    full = joined(one.printed.full_text for one in standing.told)
    if standing.is_own_words and standing.own is not None:
        annexed = joined(part for part in (full, standing.own.annexed) if part.strip())
        return standing.own.text, annexed, [standing.own.language]
    short = joined(one.printed.short_text for one in standing.told)
    return short, full, [one.printed.language for one in standing.told] or [language]


def _passages(report: Report, rows: list[Numbered], language: str) -> list[Standing]:
    """Those are left out that tell what may not be seen, or what is no longer approved."""
    asked: dict[int, list[Numbered]] = defaultdict(list)
    answers: dict[int, Answer] = {}
    for row in rows:
        if row.answer is not None and row.state in IN_REPORT:
            asked[row.answer.pk].append(row)
            answers[row.answer.pk] = row.answer
    standing = {"passage__report": report, "passage__removed_at": None}
    tells = PassageAnswer.objects.filter(**standing).select_related("version").order_by("place", "pk")
    telling = _by_passage(tells)
    texts = _by_passage(PassageText.objects.filter(**standing).order_by("number"))
    shown = []
    for passage in report.passages.standing().in_order():
        ids = [(tell.answer_id, tell.version) for tell in telling[passage.pk]]
        if all(pk in answers for pk, _version in ids):
            told = [Told(answers[pk], version, asked[pk]) for pk, version in ids]
            shown.append(_standing(passage, told, texts[passage.pk], report, language))
    in_language([told for one in shown for told in one.told], language, original=report.language)
    return shown


def _by_passage(rows: QuerySet[OfPassage]) -> dict[int, list[OfPassage]]:
    found: dict[int, list[OfPassage]] = defaultdict(list)
    for row in rows:
        found[row.passage_id].append(row)
    return found


def _standing(
    passage: Passage, told: list[Told], texts: list[PassageText], report: Report, language: str
) -> Standing:
    original = next((one for one in reversed(texts) if one.language == report.language), None)
    if original is not None and original.as_answered:
        original = None
    return Standing(passage, told, _own(texts, original, language, tells=bool(told)), original)


def _own(
    texts: list[PassageText], original: PassageText | None, language: str, *, tells: bool
) -> PassageText | None:
    """In the language, else in that of the report; none where the answers' own words are printed.

    Where approved answers are told, a translation stands only beside the words that it was made from: the
    leads agreed to these. An older one is passed over until it is saved anew.
    """
    said = [one for one in texts if one.language == language]
    here = said[-1] if said and not said[-1].as_answered and said[-1].text.strip() else None
    if here is None or here == original:
        return original
    return here if not tells or (original is not None and is_made_from(here, original, texts)) else original
