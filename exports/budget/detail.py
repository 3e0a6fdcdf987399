"""Detail that could move into the annex of full texts, where that annex does not count. No query."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.prose import outermost
from cases.prose_notes import DEFINITION, REFERENCE
from exports.content import Content, Paragraph, Section, Words, text_of, words_of_html
from exports.kinds import Kind

LONG_LIST = 60
"""Words from which on a list is detail."""
LONG_PASSAGE = 120
"""Words from which on the later paragraphs of a passage are."""
STAYS = 2
"""Paragraphs that a long passage keeps."""
SHORTEST = 12
"""Nothing is proposed that saves fewer words."""
OPENING = 14

_NOTE = re.compile(r'<a class="note".*?</a>')

# fmt: off
WHAT = {
    "table": _("a table"),
    "list":  _("a long list"),
    "later": _("later paragraphs"),
}
# fmt: on


@dataclass(frozen=True)
class Detail:
    """Outermost blocks of a passage (``blocks``, from 0) that could move, and the words that saves."""

    passage: int
    anchor: str
    number: str
    title: Words
    what: str
    blocks: tuple[int, ...]
    words: int
    opening: str
    mark: str
    """By which an act knows that the passage is the one that was seen."""

    @property
    def named(self) -> str:
        """Its blocks in a hidden field."""
        return "-".join(str(place) for place in self.blocks)

    @property
    def label(self) -> str:
        return str(WHAT[self.what])


def annex_is_free(content: Content, kind: Kind) -> bool:
    """Whether the annex of full texts is printed and does not count."""
    return not kind.counting.annexes and "full" in content.get("annexes", kind.annexes)


def movable(content: Content, kind: Kind) -> list[Detail]:
    """What could move, the most words first; nothing where the annex counts too, or is not printed."""
    if not annex_is_free(content, kind):
        return []
    found = [one for section in content["sections"] if section.get("passage") for one in _of(section)]
    return sorted((one for one in found if one.words >= SHORTEST), key=lambda one: -one.words)


def parted(text: str, blocks: Sequence[int]) -> tuple[str, str] | None:
    """A narrative without these of its outermost blocks, and these; each with the notes that it refers to.

    None where the text has no such blocks, or would have none left.
    """
    notes = {found[1]: note for note in DEFINITION.findall(text) if (found := REFERENCE.search(note))}
    written = outermost(text)
    stays = [one for place, one in enumerate(written) if place not in blocks]
    goes = [one for place, one in enumerate(written) if place in blocks]
    if not stays or len(goes) != len(set(blocks)):
        return None
    return _with_notes(stays, notes), _with_notes(goes, notes)


def _with_notes(written: Sequence[str], notes: Mapping[str, str]) -> str:
    text = "\n\n".join(written)
    wanted = dict.fromkeys(name for name in REFERENCE.findall(text) if name in notes)
    return "\n\n".join([text, *(notes[name].strip("\n") for name in wanted)])


def _of(section: Section) -> Iterator[Detail]:
    paragraphs = section["paragraphs"]
    detail = {place for place, one in enumerate(paragraphs) if _is_detail(one)}
    if len(detail) < len(paragraphs):
        yield from (_detail(section, _kind_of(paragraphs[place]), (place,)) for place in sorted(detail))
    later = tuple(place for place in range(STAYS, len(paragraphs)) if place not in detail)
    left = sum(_words(one) for place, one in enumerate(paragraphs) if place not in detail)
    if later and left > LONG_PASSAGE:
        yield _detail(section, "later", later)


def _detail(section: Section, what: str, blocks: tuple[int, ...]) -> Detail:
    texts = [text_of(section["paragraphs"][place]["html"]) for place in blocks]
    words = " ".join(texts).split()
    return Detail(
        passage=section.get("passage", 0),
        anchor=section["anchor"],
        number=section["number"],
        title=section["title"],
        what=what,
        blocks=blocks,
        words=len(words),
        opening=" ".join(words[:OPENING]),
        mark=_mark_of(section),
    )


def _mark_of(section: Section) -> str:
    """Numbers of notes leave it as it is: they change with other passages."""
    texts = "\n".join(_NOTE.sub("", one["html"]) for one in section["paragraphs"])
    return hashlib.sha256(texts.encode()).hexdigest()[:20]


def _is_detail(one: Paragraph) -> bool:
    return bool(_kind_of(one)) and (_kind_of(one) == "table" or _words(one) >= LONG_LIST)


def _kind_of(one: Paragraph) -> str:
    return {"table": "table", "ul": "list", "ol": "list"}.get(one["tag"], "")


def _words(one: Paragraph) -> int:
    return words_of_html(one["html"])
