"""A content as the checks read it: its texts as plain words, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from exports.checking.facts import NOTHING, Facts
from exports.checking.finding import Place
from exports.content import Content, Section
from exports.kinds import Kind

_REFERRED = re.compile(r"<a [^<>]*>[0-9]+</a>")
_BREAKS = re.compile(r"<(?:br|/?(?:p|li|ul|ol|tr|td|th|blockquote|h[1-6]))\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Block:
    """One outermost block of the numbered text. ``tag`` is its element, ``html`` as printed."""

    place: Place
    section: Section
    tag: str
    html: str

    @property
    def number(self) -> int:
        return self.place.number

    @property
    def language(self) -> str:
        return self.section["language"]

    @cached_property
    def text(self) -> str:
        """In plain words, a line for each paragraph, item and cell; without the numbers of notes."""
        return plain(self.html)


@dataclass(frozen=True)
class Reading:
    """What a check is given: the content, what is asked of it, and what the database adds."""

    content: Content
    kind: Kind
    facts: Facts = field(default=NOTHING)

    @cached_property
    def blocks(self) -> list[Block]:
        return list(_blocks(self.content))


def plain(html: str) -> str:
    lines = _BREAKS.sub("\n", _REFERRED.sub("", html))
    return unescape(_TAG.sub("", lines)).strip("\n")


def place_of(section: Section) -> Place:
    """The heading itself."""
    references = section["references"]
    return Place(
        anchor=section["anchor"],
        reference=references[0] if references else "",
        passage=section.get("passage", 0),
        field="introduction" if section["kind"] == "introduction" else "",
        identity=" ".join(references) or section["title"]["text"],
    )


def _blocks(content: Content) -> Iterator[Block]:
    """A block without a number of its own belongs to the paragraph before it."""
    for section in content["sections"]:
        here, number = place_of(section), 0
        for paragraph in section["paragraphs"]:
            number = paragraph["number"] or number
            anchor = f"p-{number}" if number else here.anchor
            place = Place(anchor, number, here.reference, here.passage, here.field, here.identity)
            yield Block(place, section, paragraph["tag"], paragraph["html"])
