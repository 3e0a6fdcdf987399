"""Where the marked places of the document are: by the tags of content controls, else by bookmarks.

Word keeps the tags; LibreOffice drops those of controls with paragraphs in them, but keeps every bookmark.
A bookmark begins in the line before its place and ends in the line after, so that it stays when all that
stands between them is written anew; one that begins and ends in one line marks what is between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from cases.offline.apart.blocks import flow
from cases.offline.apart.names import W, is_on, val

PREFIX = "Suivi_"
_COPIED = re.compile(r"_(?:C(?:o(?:p(?:y(?:_\d*)?)?)?)?)?$")
"""What LibreOffice puts behind the second name of the same, when it opens what it saved, cut at 40."""


@dataclass
class Place:
    """``elements`` are whole paragraphs and tables, or else ``inline`` pieces of the one ``paragraph``.

    ``shows_hint``: Word says that what stands there is its hint for an empty control.
    """

    mark: str
    elements: list[Element] = field(default_factory=list)
    paragraph: Element | None = None
    inline: list[Element] = field(default_factory=list)
    shows_hint: bool = False


def places(body: Element) -> Iterator[Place]:
    """All of them. A mark may stand at several places, where somebody copied one."""
    found = list(_controls(body))
    yield from found
    known = {one.mark for one in found}
    yield from (one for one in _bookmarked(body) if one.mark not in known)


def _controls(body: Element) -> Iterator[Place]:
    around = {child: parent for parent in body.iter() for child in parent}
    for control in body.iter(W + "sdt"):
        properties, content = control.find(W + "sdtPr"), control.find(W + "sdtContent")
        mark = val(properties, "tag")
        if not mark.startswith(PREFIX) or content is None:
            continue
        place = Place(mark, shows_hint=is_on(properties, "showingPlcHdr"))
        paragraph = _paragraph_around(control, around)
        if paragraph is not None:
            place.paragraph, place.inline = paragraph, list(content)
        else:
            place.elements = [one for part in _parts(content) for one in flow(part)]
        yield place


def _parts(content: Element) -> list[Element]:
    """The cells, where the control holds cells of a table."""
    cells = list(content.iter(W + "tc")) if content.find(W + "tc") is not None else []
    return cells or [content]


def _paragraph_around(control: Element, around: dict[Element, Element]) -> Element | None:
    one: Element | None = around.get(control)
    while one is not None and one.tag not in (W + "p", W + "tc", W + "body"):
        one = around.get(one)
    return one if one is not None and one.tag == W + "p" else None


def _bookmarked(body: Element) -> Iterator[Place]:
    """From the first to the last sign of each: LibreOffice makes several bookmarks of one, with one name."""
    blocks = list(flow(body))
    seen: dict[str, list[tuple[int, Element]]] = {}
    for place, mark, sign in _signs(blocks):
        seen.setdefault(mark, []).append((place, sign))
    for mark, signs in seen.items():
        (first, begins), (last, ends) = signs[0], signs[-1]
        if first == last:
            yield Place(mark, paragraph=blocks[first], inline=_between(blocks[first], begins, ends))
        else:
            yield Place(mark, elements=blocks[first + 1 : last])


def _signs(blocks: list[Element]) -> Iterator[tuple[int, str, Element]]:
    """The beginnings and ends of our bookmarks in their order: the place of the block, the mark, the sign."""
    names: dict[str, str] = {}
    for place, block in enumerate(blocks):
        for one in block.iter():
            if one.tag not in (W + "bookmarkStart", W + "bookmarkEnd"):
                continue
            key = one.get(W + "id", "")
            if one.tag == W + "bookmarkStart":
                names[key] = _COPIED.sub("", one.get(W + "name", ""))
            if names.get(key, "").startswith(PREFIX):
                yield place, names[key], one


def _between(paragraph: Element, begins: Element, ends: Element) -> list[Element]:
    """What stands between two signs in one paragraph."""
    pieces = list(paragraph)
    places = [place for place, one in enumerate(pieces) if begins in one.iter() or ends in one.iter()]
    return pieces[places[0] : places[-1] + 1] if places else []
