"""Reads a Word document that people filled in: each marked place with its blocks, and the notes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from cases.importing.apart.bad import Bad
from cases.offline.apart.blocks import Block, Blocks, flow
from cases.offline.apart.letters import NOTE, NOTE_ENDS, Letters
from cases.offline.apart.looks import Looks
from cases.offline.apart.names import W
from cases.offline.apart.places import Place, places

LARGEST_PART = 30 * 1024 * 1024
"""Bytes of one part of XML."""
MOST_PLACES = 2_000
LONGEST_OUTSIDE = 5_000
"""Characters that are shown of what was written outside the boxes, of each paragraph."""
OURS = ("title", "heading 1", "heading 2", "facts of a case", "what is asked", "proposal")
"""Names of the styles of our own lines (``cases/offline/styles.py``), in small letters; the last is none of
them, but says that the text stands beside the box of the proposal."""
_REFERENCE = re.compile(f"{NOTE}([fe]-?[0-9]{{1,9}}){NOTE_ENDS}")


def values(path: str) -> Iterator[dict[str, Any]]:
    """For each marked place its ``mark``, its ``blocks``, their ``notes`` and what was ``left`` out."""
    with zipfile.ZipFile(path) as archive:
        document = _part(archive, "word/document.xml")
        body = document.find(W + "body") if document is not None else None
        if body is None:
            raise Bad("of another kind")
        looks = Looks(_part(archive, "word/styles.xml"), _part(archive, "word/numbering.xml"))
        notes = noted(_part(archive, "word/footnotes.xml"), "footnote")
        notes |= noted(_part(archive, "word/endnotes.xml"), "endnote")
    found = list(islice(places(body), MOST_PLACES + 1))
    if len(found) > MOST_PLACES:
        raise Bad("too large once open")
    yield from (read(place, looks, notes) for place in found)
    yield {"outside": list(_outside(body, found, looks))}


def read(place: Place, looks: Looks, notes: dict[str, Element]) -> dict[str, Any]:
    """One place."""
    left: set[str] = set()
    letters = Letters(left, hints=not place.shows_hint)
    blocks = Blocks(looks, letters)
    if place.paragraph is not None:
        inner = Element(W + "p")
        inner.extend(place.inline)
        found = [blocks.said(place.paragraph.find(W + "pPr"), letters.of(inner))]
    else:
        found = blocks.of(place.elements)
    found = [one for one in found if one]
    said = {key: _note(notes[key], letters) for key in _referred_to(found) if key in notes}
    return {"mark": place.mark, "blocks": found, "notes": said, "left": sorted(left)}


def _outside(body: Element, found: list[Place], looks: Looks) -> Iterator[dict[str, str]]:
    """What stands outside the boxes: its ``text``, the mark ``near`` it, and the ``style`` of a line of ours.

    Which of our lines are as we wrote them is known to who reads this (``sent_back.py``).
    """
    mark_of = {id(one): place.mark for place in found for one in (*place.elements, place.paragraph)}
    beside = {id(place.paragraph): place.inline for place in found if place.paragraph is not None}
    blocks = list(flow(body))
    for one, mark in zip(blocks, _near(blocks, mark_of, looks), strict=True):
        named = looks.name(one.find(W + "pPr")).lower()
        style = named if named in OURS else ""
        if id(one) in beside:
            text, style = _text_of(_without(one, beside[id(one)])), OURS[-1]
        elif id(one) in mark_of:
            continue
        else:
            text = _text_of(one)
        if text:
            yield {"text": text, "near": mark, "style": style}


def _near(blocks: list[Element], mark_of: dict[int, str], looks: Looks) -> list[str]:
    """Of each block the mark before it; from the heading of a case on, the next one."""
    near, mark, waiting = [""] * len(blocks), "", list[int]()
    for place, one in enumerate(blocks):
        if id(one) in mark_of:
            mark = mark_of[id(one)]
            for earlier in waiting:
                near[earlier] = mark
            waiting = []
        elif waiting or looks.name(one.find(W + "pPr")).lower() == "heading 1":
            waiting.append(place)
        near[place] = mark
    return near


def _without(paragraph: Element, pieces: list[Element]) -> Element:
    """The paragraph without what stands in its box."""
    inside = {id(one) for one in pieces}
    rest = Element(W + "p")
    rest.extend(one for one in paragraph if not any(id(each) in inside for each in one.iter()))
    return rest


def _text_of(block: Element) -> str:
    paragraphs = (block,) if block.tag == W + "p" else block.iter(W + "p")
    text = "\n".join(Letters(set()).of(paragraph).strip() for paragraph in paragraphs).strip()
    return _REFERENCE.sub("", text)[:LONGEST_OUTSIDE]


def parsed(content: bytes) -> Element:
    """Raises :class:`Bad` for what is no XML, and for a document type, where entities are declared."""
    parser = XMLParser(target=_Builder())  # noqa: S314 - it takes no document type, so no entities
    try:
        parser.feed(content)
        root: Element = parser.close()
    except ParseError:
        raise Bad("damaged") from None
    return root


class _Builder(TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise Bad("tricks")


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    with archive.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise Bad("too large once open")
    return parsed(content)


def noted(part: Element | None, name: str) -> dict[str, Element]:
    """The notes of a part, by their keys."""
    notes = part.findall(W + name) if part is not None else []
    return {f"{name[0]}{note.get(W + 'id', '')}": note for note in notes}


def _referred_to(blocks: list[Block]) -> list[str]:
    texts = (
        text
        for block in blocks
        for text in (block.get("text", ""), *(cell for row in block.get("rows", ()) for cell in row))
    )
    return [key for text in texts for key in _REFERENCE.findall(text)]


def _note(note: Element, letters: Letters) -> str:
    texts = (letters.of(one).strip() for one in note.iter(W + "p"))
    return " ".join(" ".join(_REFERENCE.sub("", text).split()) for text in texts if text)
