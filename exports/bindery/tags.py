"""Completes the tags that WeasyPrint writes, as PDF/UA-1 (ISO 14289-1) asks for them.

WeasyPrint 70 names no language of a passage, no scope of a table's header, no text of a link, skips levels of
headings where the text does, takes a note for a span, and lists no ids. The tree itself, and which mark
belongs where, is WeasyPrint's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.document import Document
from weasyprint.pdf import tags

_SCOPES = {"row": "/Row", "rowgroup": "/Row"}
_OUTER = ("html", "body")
_HEADINGS = {f"/H{level}" for level in range(1, 7)}


@contextmanager
def completed() -> Iterator[None]:
    """Within the block, each element of a tree is completed when it is built; for one document."""
    build, levels = tags._build_box_tree, Levels()

    def built(box: Any, *arguments: Any) -> Iterator[pydyf.Dictionary]:
        for element in build(box, *arguments):
            _complete(box, element, levels)
            yield element

    tags._build_box_tree = built
    try:
        yield
    finally:
        tags._build_box_tree = build


class Levels:
    """Headings without gaps: below one of the third level comes the fourth, whatever the text says.

    How a sheet begins is left as it is, since it goes on where the one before it ended.
    """

    def __init__(self) -> None:
        self.above: list[tuple[int, int]] = []

    def next(self, level: int) -> int:
        """The level that a heading has in the tree, which has ``level`` in the text."""
        while self.above and self.above[-1][0] >= level:
            self.above.pop()
        said = self.above[-1][1] + 1 if self.above else level
        self.above.append((level, said))
        return said


def finish(document: Document, pdf: pydyf.PDF, *, name: str) -> None:
    """Make the ids those of this sheet, so that they are unique in the bound paper, and list them."""
    elements = [one for one in pdf.objects if isinstance(one, pydyf.Dictionary)]
    listed = []
    for element in elements:
        if "ID" in element:
            element["ID"].string = f"{name}-{element['ID'].string}"
            listed.append((element["ID"].string, element))
        if "A" in element and element["A"].get("Headers") == []:
            del element["A"]["Headers"]  # so that the scope of the headers counts
    root = next(one for one in elements if one.get("Type") == "/StructTreeRoot")
    if listed:
        listed.sort(key=lambda pair: pair[0])
        names = pydyf.Array()
        for _string, element in listed:
            names.extend((element["ID"], element.reference))
        root["IDTree"] = pydyf.Dictionary({"Names": names})


def _complete(box: Any, element: pydyf.Dictionary, levels: Levels) -> None:
    node = box.element
    if node is None or box.element_tag in _OUTER or box.element_tag != node.tag:
        return
    if language := node.get("lang"):
        element["Lang"] = pydyf.String(language)
    if element["S"] in _HEADINGS:
        element["S"] = f"/H{levels.next(int(element['S'][2]))}"
    elif element["S"] == "/TH":
        element["A"]["Scope"] = _SCOPES.get(node.get("scope"), "/Column")
    if "footnote" in (node.get("class") or "").split():
        element["S"] = "/Note"
        element["ID"] = pydyf.String(f"{node.get('id')}-{element.number}")
    if box.link_annotation:
        box.link_annotation["Contents"] = pydyf.String(_text_of(node))


def _text_of(node: Any) -> str:
    return node.get("aria-label") or " ".join("".join(node.itertext()).split()) or node.get("href", "")
