"""The content of a report as plain data: what is kept with each PDF, so that its text is known for good."""

from __future__ import annotations

from typing import TypedDict

from django.utils.html import strip_tags

UPR_WORDS = 10_700
"""What the UN takes as a national report to the Universal Periodic Review, without endnotes and annexes."""


class Words(TypedDict):
    """A text with the language that it is in; ``direction`` is ``ltr``, ``rtl`` or ``auto``."""

    text: str
    language: str
    direction: str


class Masthead(TypedDict):
    """``dated_on`` is a date in ISO form, or empty."""

    state: str
    title: str
    body: str
    symbol: str
    distribution: str
    dated_on: str
    original_language: str


class Paragraph(TypedDict):
    """One outermost block. ``number`` counts through the document; 0: the block belongs to the one before."""

    number: int
    tag: str
    html: str


class Section(TypedDict):
    """A heading with the text right under it. ``kind``: introduction, chapter, mechanism, narrative.

    ``attribution`` says whose text it is, where it is that of an independent body. ``span`` says which
    paragraphs stand under it, lower headings included; ``full`` is for Annex II.
    """

    kind: str
    level: int
    number: str
    title: Words
    anchor: str
    language: str
    direction: str
    references: list[str]
    paragraphs: list[Paragraph]
    full: str
    attribution: Words | None
    span: str
    first: int


class Narrative(TypedDict):
    """Which version of which answer is printed, for which cases. Ids are those of the database."""

    answer: int
    version: int
    references: list[str]
    numbers: list[int]


class Row(TypedDict):
    """One recommendation in Annex I. ``answered_in`` names the paragraphs; empty: not answered."""

    number: int
    reference: str
    mechanism: str
    symbol: str
    paragraph: str
    text: Words
    position: str
    department: Words
    status: Words
    is_closed: bool
    answered_in: str
    first_paragraph: int


class Content(TypedDict):
    """All that is printed, in order."""

    format: int
    reference: str
    language: str
    direction: str
    masthead: Masthead
    sections: list[Section]
    narratives: list[Narrative]
    matrix: list[Row]


def words_in(content: Content) -> int:
    """The words of the narrative part: headings and paragraphs, without title page, contents and annexes."""
    return sum(_words_of(section) for section in content["sections"])


def answered(content: Content) -> int:
    """How many recommendations a narrative answers."""
    return sum(1 for row in content["matrix"] if row["answered_in"])


def unanswered(content: Content) -> list[Row]:
    """The recommendations that still wait for an approved answer; closed cases wait for none."""
    return [row for row in content["matrix"] if not row["answered_in"] and not row["is_closed"]]


def _words_of(section: Section) -> int:
    heading = [section["number"], section["title"]["text"], *section["references"]]
    text = [strip_tags(paragraph["html"]) for paragraph in section["paragraphs"]]
    if said := section.get("attribution"):
        text.append(said["text"])
    return len(" ".join(heading + text).split())
