"""The text of a report as its page shows it: a tree of headings, of which only what is asked for is there.

A report of 1,500 passages is never one page: what is long is folded, and comes when it is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

from exports.content import Content, Section, Words, words_of

AT_ONCE = 40
"""How many passages a page shows at most."""
LEAVES = ("narrative", "text")
"""Sections that stand under a heading of the outline; all other kinds are headings."""


@dataclass
class Shown:
    """A passage: its ``section`` of text, None where nothing of it is printed now; ``notes`` for editors."""

    pk: int
    section: Section | None
    notes: Any = None


@dataclass
class Part:
    """A heading, with what stands right under it and below. ``heading`` is its id in the outline, or 0."""

    key: str
    title: Words
    number: str = ""
    level: int = 1
    heading: int = 0
    takes: str = ""
    section: Section | None = None
    passages: list[Shown] = field(default_factory=list)
    lower: list[Part] = field(default_factory=list)
    folded: bool = False
    page: Page[Shown] | None = None

    @property
    def count(self) -> int:
        """Passages under it and below."""
        return len(self.passages) + sum(one.count for one in self.lower)

    @cached_property
    def words(self) -> int:
        texts = (one.section for one in self.passages if one.section)
        own = words_of(self.section) if self.section else 0
        return own + sum(words_of(one) for one in texts) + sum(one.words for one in self.lower)

    @property
    def tag(self) -> str:
        """The element of its heading on the page, where the text stands under an h2."""
        return f"h{min(self.level + 2, 6)}"

    @property
    def tag_below(self) -> str:
        return f"h{min(self.level + 3, 6)}"

    @property
    def here(self) -> list[Shown]:
        """The passages that this page shows."""
        return list(self.page) if self.page else self.passages

    def walk(self) -> Iterator[Part]:
        yield self
        for one in self.lower:
            yield from one.walk()


def parts_of(content: Content) -> list[Part]:
    """The tree as the content has it, of an edition as well."""
    top: list[Part] = []
    way: list[Part] = []
    for section in content["sections"]:
        if section["kind"] in LEAVES and way:
            way[-1].passages.append(Shown(section.get("passage", 0), section))
            continue
        made = _part(section)
        way = [one for one in way if one.level < made.level]
        (way[-1].lower if way else top).append(made)
        way.append(made)
    return top


def key_of(heading: int) -> str:
    """How the address of the page names a heading of the outline."""
    return f"h{heading}"


def unfolded(top: list[Part], at: str, page: str) -> list[Part]:
    """What the page shows: the part that ``at`` names, else all of them; what is long is folded."""
    chosen = next((one for part in top for one in part.walk() if one.key == at), None)
    shown = [chosen] if chosen else top
    if sum(one.count for one in shown) <= AT_ONCE:
        return shown
    for one in shown:
        one.folded = chosen is None
        for lower in one.lower:
            lower.folded = True
        if len(one.passages) > AT_ONCE:
            one.page = Paginator(one.passages, AT_ONCE).get_page(page)
    return shown


def way_to(top: Iterable[Part], key: str) -> list[Part]:
    """The headings above the one of ``key``, from the top."""
    for one in top:
        if any(key == lower.key for lower in one.walk()):
            return [one, *way_to(one.lower, key)] if one.key != key else []
    return []


def _part(section: Section) -> Part:
    heading = section.get("heading", 0)
    return Part(
        key=key_of(heading) if heading else section["anchor"],
        title=section["title"],
        number=section["number"],
        level=section["level"],
        heading=heading,
        section=section,
    )
