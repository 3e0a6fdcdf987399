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
OURS = ("title", "heading 1", "heading 2", "facts of a case", "what is asked")
"""Names of the styles of our own lines (``cases/offline/styles.py``), in small letters."""
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


def _outside(body: Element, found: list[Place], looks: Looks) -> Iterator[str]:
    """What people wrote outside the boxes: everything there but the lines of ours."""
    inside = {id(one) for place in found for one in (*place.elements, place.paragraph)}
    for one in flow(body):
        if id(one) in inside or looks.name(one.find(W + "pPr")).lower() in OURS:
            continue
        paragraphs = (one,) if one.tag == W + "p" else one.iter(W + "p")
        text = "\n".join(Letters(set()).of(paragraph).strip() for paragraph in paragraphs).strip()
        if text:
            yield _REFERENCE.sub("", text)[:LONGEST_OUTSIDE]


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
