"""The content of a report as plain data: what is kept with each PDF, so that its text is known for good."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import NotRequired, TypedDict

from django.utils.html import strip_tags

from exports.keeping import Kept, key_of
from exports.numbering import is_written_out

_REFERENCE = re.compile(r"<a [^<>]*>[0-9]+</a>")
"""What refers to a note, or back from it: the only links of a content. Their numbers are no words."""

_counted: Kept[int] = Kept(40_000, lambda _words: 1)
"""The words of so many blocks; a report of 1,500 answers has some thousands."""


class Words(TypedDict):
    """A text with the language that it is in; ``direction`` is ``ltr``, ``rtl`` or ``auto``."""

    text: str
    language: str
    direction: str


class Masthead(TypedDict):
    """``dated_on`` is a date in ISO form, or empty; ``coordinated_by`` is there where the body has a name."""

    state: str
    title: str
    body: str
    symbol: str
    distribution: str
    dated_on: str
    original_language: str
    coordinated_by: NotRequired[str]


class Paragraph(TypedDict):
    """One outermost block. ``number`` counts through the document; 0: the block belongs to the one before."""

    number: int
    tag: str
    html: str


class Note(TypedDict):
    """A note, numbered through the document; the text refers to it by ``#note-<number>``."""

    number: int
    html: str
    language: str
    direction: str


class Agreed(TypedDict):
    """That a department, by its code, agreed: by which event of which agreement, on which day (ISO)."""

    department: str
    agreement: int
    event: int
    on: str


class Rewritten(TypedDict):
    """The editor's words in place of approved ones. Ids are those of the database.

    ``text`` is what the leads agree to, ``translation`` what is printed of it in another language. ``agreed``
    is there in an edition: all leads.
    """

    text: int
    translation: NotRequired[int]
    agreed: NotRequired[list[Agreed]]


class Section(TypedDict):
    """A heading with the text right under it. ``kind``: introduction, chapter, mechanism, narrative.

    ``heading`` and ``passage`` are what it comes from in the report's outline, and ``departments`` the codes
    of those that answer in it; they came with format 3, and 0 stands for none. ``notes`` are numbered within
    the section until the document is put together, and then are the content's. ``rewritten`` is there where
    the editor's words stand for what was approved; ``waits`` says in a draft who has not agreed to them yet.

    ``numbers`` is there where the text in this language has other paragraphs than in the original one: how
    many numbers it takes all the same.

    ``attribution`` says whose text it is, where it is that of an independent body; ``note`` that it is not
    translated into the report's language. ``span`` says which
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
    note: NotRequired[Words]
    span: str
    first: int
    heading: NotRequired[int]
    passage: NotRequired[int]
    numbers: NotRequired[int]
    departments: NotRequired[list[str]]
    notes: NotRequired[list[Note]]
    rewritten: NotRequired[Rewritten]
    waits: NotRequired[Words]


class Narrative(TypedDict):
    """Which version of which answer is printed, for which cases. Ids are those of the database.

    ``text`` is the digest of the version's two texts; it came with format 2. ``translation`` is there where
    the report prints the version in another language than it was written in.
    """

    answer: int
    version: int
    text: NotRequired[str]
    translation: NotRequired[int]
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


class Share(TypedDict):
    """One row of a figure: how many recommendations stand at each of its degrees."""

    label: Words
    counts: list[int]


class Figure(TypedDict):
    """A table with bars: ``degrees`` of implementation, and a row for each theme or department."""

    title: Words
    degrees: list[Words]
    shares: list[Share]


class Content(TypedDict):
    """All that is printed, in order. ``figures`` are there where the report is to have them.

    ``kind`` is the code of its type; ``notes`` stand at the foot of the ``page`` or at the ``end``; of
    ``annexes`` only those named are printed: ``figures``, ``matrix``, ``full``. These came with format 3.
    """

    format: int
    reference: str
    language: str
    direction: str
    masthead: Masthead
    sections: list[Section]
    narratives: list[Narrative]
    matrix: list[Row]
    figures: NotRequired[list[Figure]]
    kind: NotRequired[str]
    notes: NotRequired[list[Note]]
    notes_at: NotRequired[str]
    annexes: NotRequired[list[str]]


def text_of(html: str) -> str:
    """The text of a block or note, as its words are counted: without the numbers of notes."""
    return strip_tags(_REFERENCE.sub("", html))


def words_of(section: Section) -> int:
    """Of one heading with the text right under it: what stands between two blanks is a word.

    As Word counts, with which the UN counts: numbers of headings, paragraphs and notes are none, as Word
    gives them by itself; those that are written out, as in Arabic, are.
    """
    number = section["number"] if is_written_out(section["number"]) else ""
    said = [number, section["title"]["text"], *section["references"]]
    said += [one["text"] for one in (section.get("attribution"), section.get("note")) if one]
    return len(" ".join(said).split()) + words_of_text(section)


def words_of_text(section: Section) -> int:
    """Of the text right under a heading, without the heading and what is said of it."""
    return sum(words_of_html(paragraph["html"]) for paragraph in section["paragraphs"])


def words_of_html(html: str) -> int:
    """Of a block, a note or a full text. What was counted once is not counted again."""
    return _counted.get(key_of(html), lambda: len(text_of(html).split()))


def words_in(content: Content) -> int:
    """The words of the narrative part: headings and paragraphs; ``counting.py`` counts the rest."""
    return sum(words_of(section) for section in content["sections"])


def hash_of(content: Content) -> str:
    """SHA-256, in hex, of the content as canonical JSON: keys sorted, no spaces, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def hash_of_all(contents: Iterable[Content]) -> str:
    """SHA-256, in hex, of several contents in their order: it changes where one of them does."""
    return hashlib.sha256(" ".join(hash_of(one) for one in contents).encode()).hexdigest()


def answered(content: Content) -> int:
    """How many recommendations a narrative answers."""
    return sum(1 for row in content["matrix"] if row["answered_in"])


def unanswered(content: Content) -> list[Row]:
    """The recommendations that still wait for an approved answer; closed cases wait for none."""
    return [row for row in content["matrix"] if not row["answered_in"] and not row["is_closed"]]
