"""What a style or a list of the document means: a heading, a quotation, an item, bulleted or numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cases.offline.apart.names import W, number, val

_HEADING = re.compile(r"(?:heading|titre|überschrift) ?([1-9])", re.IGNORECASE)
_QUOTE = ("quote", "intense quote", "quotations", "block text")
_GOES_ON = ("list continue", "list continue 2", "list continue 3", "list continue 4", "list continue 5")
_LONGEST_WAY = 20
"""Styles above a style: no document has as many, and one that turns in a circle ends."""


@dataclass(frozen=True)
class Listed:
    """The list that a paragraph is an item of, and how deep."""

    list: str
    level: int


class Looks:
    """Reads ``styles.xml`` and ``numbering.xml``, either of which may be missing."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles = {one.get(W + "styleId", ""): one for one in _all(styles, "style")}
        self._abstract = {one.get(W + "abstractNumId", ""): one for one in _all(numbering, "abstractNum")}
        self._lists = {one.get(W + "numId", ""): one for one in _all(numbering, "num")}

    def heading(self, properties: Element | None) -> int:
        """Its level from 1; 0 where the paragraph is none."""
        own = val(properties, "outlineLvl")
        if own.isdecimal() and len(own) == 1 and own != "9":
            return int(own) + 1
        for style in self._way(properties):
            if found := _HEADING.fullmatch(val(style, "name")):
                return int(found[1])
            if val(style, "name").lower() == "title":
                return 1
        return 0

    def name(self, properties: Element | None) -> str:
        """Of the paragraph's style; empty for the usual one."""
        return next((val(style, "name") for style in self._way(properties)), "")

    def is_quotation(self, properties: Element | None) -> bool:
        return any(val(style, "name").lower() in _QUOTE for style in self._way(properties))

    def goes_on(self, properties: Element | None) -> bool:
        """Whether it is a further paragraph of an item."""
        return any(val(style, "name").lower() in _GOES_ON for style in self._way(properties))

    def listed(self, properties: Element | None) -> Listed | None:
        """By its own properties, else by those of its style."""
        for one in (properties, *(style.find(W + "pPr") for style in self._way(properties))):
            found = one.find(W + "numPr") if one is not None else None
            if found is None or found.find(W + "numId") is None:
                continue
            which = val(found, "numId")
            return Listed(which, min(number(val(found, "ilvl"), default=0), 8)) if which != "0" else None
        return None

    def is_numbered(self, listed: Listed) -> bool:
        return val(self._level(listed), "numFmt") not in ("bullet", "none", "")

    def first_number(self, listed: Listed) -> int:
        for override in _all(self._lists.get(listed.list), "lvlOverride"):
            if override.get(W + "ilvl") == str(listed.level) and (said := val(override, "startOverride")):
                return number(said, default=1)
        return number(val(self._level(listed), "start"), default=1)

    def _level(self, listed: Listed) -> Element | None:
        which = self._lists.get(listed.list)
        abstract = self._abstract.get(val(which, "abstractNumId"))
        levels = (one for one in _all(abstract, "lvl") if one.get(W + "ilvl") == str(listed.level))
        return next(levels, None)

    def _way(self, properties: Element | None) -> list[Element]:
        """The style of the paragraph, the one that it is based on, and so on."""
        way: list[Element] = []
        key = val(properties, "pStyle")
        while key in self._styles and len(way) < _LONGEST_WAY:
            way.append(self._styles[key])
            key = val(way[-1], "basedOn")
        return way


def _all(element: Element | None, name: str) -> list[Element]:
    return element.findall(W + name) if element is not None else []
