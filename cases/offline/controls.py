"""Content controls of Word: boxes that bear a mark, may be locked, and offer something to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from cases.word.markup import Markup
from cases.word.pieces import Run
from cases.word.xml import element, text

LONGEST_NAME = 40
"""Letters in the name of a bookmark."""


class Controls:
    """Writes the controls of one document, each with a number of its own."""

    def __init__(self, markup: Markup) -> None:
        self._numbers = markup.new_id
        self._open: dict[str, int] = {}

    def locked(self, mark: str, title: str, content: str) -> str:
        """What nobody changes: Word refuses it, other programs may not."""
        return self._control(mark, title, "sdtContentLocked", content)

    def open(self, mark: str, title: str, content: str) -> str:
        """What one writes in; the box itself cannot be deleted."""
        return self._control(mark, title, "sdtLocked", content)

    def empty(self, mark: str, title: str, content: str) -> str:
        """The same, with a hint that goes when one writes."""
        return self._control(mark, title, "sdtLocked", content, element("w:showingPlcHdr"))

    def choice(
        self, mark: str, title: str, content: str, choices: Mapping[str, str], *, is_made: bool
    ) -> str:
        """A list to choose from: ``choices`` are names by what they stand for."""
        items = (
            element("w:listItem", displayText=name, value=value) for value, name in _apart(choices).items()
        )
        hint = "" if is_made else element("w:showingPlcHdr")
        return self._control(mark, title, "sdtLocked", content, hint, element("w:dropDownList", *items))

    def begins(self, mark: str) -> str:
        """A bookmark in the line before, for programs that keep no tags of controls; see ``ends``."""
        if len(mark) > LONGEST_NAME:
            return ""
        self._open[mark] = self._numbers()
        return element("w:bookmarkStart", id=self._open[mark], name=mark)

    def ends(self, mark: str) -> str:
        """The same in the line after."""
        return element("w:bookmarkEnd", id=self._open[mark]) if mark in self._open else ""

    def _control(self, mark: str, title: str, lock: str, content: str, *more: str) -> str:
        properties = element(
            "w:sdtPr",
            element("w:alias", val=title[:60]),
            element("w:tag", val=mark),
            element("w:id", val=self._numbers()),
            element("w:lock", val=lock),
            *more,
        )
        return element("w:sdt", properties, element("w:sdtContent", content))


def _apart(choices: Mapping[str, str]) -> dict[str, str]:
    """Word opens no list in which two are called the same."""
    taken: set[str] = set()
    kept = {}
    for value, name in choices.items():
        if name.strip() and name not in taken:
            taken.add(name)
            kept[value] = name
    return kept


def hint(run: Run) -> str:
    """What an empty control shows."""
    properties = element(
        "w:rPr", element("w:rStyle", val="PlaceholderText"), element("w:rtl") if run.rtl else ""
    )
    return element("w:r", properties, f'<w:t xml:space="preserve">{text(run.text)}</w:t>')
