"""The paragraphs, lists and tables of a place in the document, each as a plain dictionary.

``as`` is ``paragraph``, ``heading``, ``quotation``, ``item``, ``more`` (of the item before) or ``table``.
All but a table have a ``text``; a heading and an item have a ``level`` (from 1, from 0), an item its ``list``
and its ``number`` (0: a bullet). A table has ``rows`` of texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from cases.offline.apart.letters import Letters
from cases.offline.apart.looks import Listed, Looks
from cases.offline.apart.names import W, number, val

_WITHIN = ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
Block = dict[str, Any]


def flow(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of a part of the document, in their order, whatever they stand in."""
    return _named(container, "p", "tbl")


def _named(container: Element, *names: str) -> Iterator[Element]:
    for one in container:
        name = str(one.tag).removeprefix(W)
        if name in names:
            yield one
        elif name in _WITHIN:
            yield from _named(one, *names)


class Blocks:
    """Reads one place; numbers of lists begin anew in each."""

    def __init__(self, looks: Looks, letters: Letters) -> None:
        self._looks, self._letters = looks, letters
        self._at: dict[tuple[str, int], int] = {}

    def of(self, elements: Iterable[Element]) -> list[Block]:
        found = (self._table(one) if one.tag == W + "tbl" else self.paragraph(one) for one in elements)
        return [block for block in found if block]

    def paragraph(self, element: Element) -> Block:
        """Empty where it has no letters."""
        return self.said(element.find(W + "pPr"), self._letters.of(element))

    def said(self, properties: Element | None, text: str) -> Block:
        """A text in a paragraph with those properties."""
        text = text.strip()
        if not text:
            return {}
        if level := self._looks.heading(properties):
            return {"as": "heading", "level": level, "text": text}
        if listed := self._looks.listed(properties):
            return {
                "as": "item", "level": listed.level, "list": listed.list, "text": text,
                "number": self._number(listed) if self._looks.is_numbered(listed) else 0,
            }  # fmt: skip
        if self._looks.goes_on(properties):
            return {"as": "more", "text": text}
        return {"as": "quotation" if self._looks.is_quotation(properties) else "paragraph", "text": text}

    def _number(self, listed: Listed) -> int:
        place = (listed.list, listed.level)
        for deeper in [one for one in self._at if one[0] == listed.list and one[1] > listed.level]:
            del self._at[deeper]
        self._at[place] = self._at[place] + 1 if place in self._at else self._looks.first_number(listed)
        return self._at[place]

    def _table(self, table: Element) -> Block:
        rows = [self._row(row) for row in _named(table, "tr")]
        rows = [row for row in rows if row]
        return {"as": "table", "rows": rows} if any(cell for row in rows for cell in row) else {}

    def _row(self, row: Element) -> list[str]:
        cells: list[str] = []
        for cell in _named(row, "tc"):
            properties = cell.find(W + "tcPr")
            merged = properties is not None and properties.find(W + "vMerge") is not None
            goes_on = merged and val(properties, "vMerge") in ("", "continue")
            if any(one.tag == W + "tbl" for one in flow(cell)):
                self._letters.left.add("nested tables")
            cells.append("" if goes_on else self._words(cell))
            cells += [""] * (min(number(val(properties, "gridSpan"), default=1), 63) - 1)
        return cells[:63]

    def _words(self, cell: Element) -> str:
        letters = Letters(self._letters.left, says_emphasis=False)  # heads of tables are bold
        texts = (letters.of(one).strip() for one in cell.iter(W + "p"))
        return " ".join(" ".join(text.split()) for text in texts if text)
