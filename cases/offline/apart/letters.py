"""The letters of a paragraph: runs in their order, references to notes marked, what has no form left out."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from cases.offline.apart.names import COMPATIBILITY, MATH, W, is_on, val

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069\u200b\ufeff]"
)
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
"""What a link to outside the document has."""
NOTE, NOTE_ENDS = "\ufdd0", "\ufdd1"
"""Round the key of a note in a text: characters that no text has."""
_SIGNS = {
    "tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": " ",
}  # fmt: skip
_WITHIN = ("hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "customXml", "bdo", "dir", "sdtContent")
_NOTES = {"footnoteReference": "f", "endnoteReference": "e"}
_LEFT = {
    "drawing": "pictures", "pict": "pictures", "object": "pictures", "sym": "symbols",
    "commentReference": "comments",
}  # fmt: skip
_EMPHASIS = ("b", "i", "u", "strike", "dstrike", "highlight")


class Letters:
    """``left`` gathers what was left out, by a word for which ``comparing.py`` has a sentence."""

    def __init__(self, left: set[str], *, hints: bool = True, says_emphasis: bool = True) -> None:
        self.left, self._hints, self._says_emphasis = left, hints, says_emphasis

    def of(self, paragraph: Element) -> str:
        """Of everything in it. ``hints``: what Word shows in an empty control is read too."""
        return "".join(self._piece(one) for one in paragraph)

    def _piece(self, element: Element) -> str:
        name = element.tag.removeprefix(W) if isinstance(element.tag, str) else ""
        if name == "r":
            return self._run(element)
        if name == "sdt":
            return "".join(self.of(one) for one in element.findall(W + "sdtContent"))
        if name in _WITHIN:
            self._say(name, element)
            return self.of(element)
        if name in ("del", "moveFrom"):
            self.left.add("tracked")
        elif str(element.tag).startswith(MATH):
            self.left.add("formulas")
        return ""

    def _say(self, name: str, element: Element) -> None:
        if name in ("ins", "moveTo"):
            self.left.add("tracked")
        elif name == "hyperlink" and element.get(LINK):
            self.left.add("links")

    def _run(self, run: Element) -> str:
        properties = run.find(W + "rPr")
        if is_on(properties, "vanish"):
            self.left.add("hidden")
            return ""
        if not self._hints and val(properties, "rStyle") == "PlaceholderText":
            return ""
        found = "".join(self._sign(one) for one in run)
        if self._says_emphasis and found.strip() and any(is_on(properties, one) for one in _EMPHASIS):
            self.left.add("emphasis")
        return found

    def _sign(self, element: Element) -> str:
        tag = str(element.tag)
        name = tag.removeprefix(W)
        if name == "t":
            return INVISIBLE.sub("", element.text or "")
        if name in _NOTES:
            return f"{NOTE}{_NOTES[name]}{element.get(W + 'id', '')}{NOTE_ENDS}"
        if name in _LEFT or tag.startswith(COMPATIBILITY):
            self.left.add(_LEFT.get(name, "pictures"))
        return _SIGNS.get(name, "")
