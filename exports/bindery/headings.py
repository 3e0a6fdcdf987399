"""The bookmarks of a bound paper: one tree of the headings of all sheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, Pdf, String

if TYPE_CHECKING:
    from exports.bindery.bound import BoundSheet


@dataclass
class _Mark:
    level: int
    entry: Any
    below: list[_Mark] = field(default_factory=list)


def bookmark(paper: Pdf, sheets: list[BoundSheet]) -> None:
    """A heading stands below the last one of a higher level, in whichever sheet that is."""
    outer = _Mark(0, paper.make_indirect(Dictionary(Type=Name.Outlines)))
    above = [outer]
    for sheet in sheets:
        for level, label, page, x, y in sheet.facts["headings"]:
            place = Array([paper.pages[sheet.first + page].obj, Name.XYZ, x, y, 0])
            while above[-1].level >= level:
                above.pop()
            mark = _Mark(level, paper.make_indirect(Dictionary(Title=String(label), Dest=place)))
            above[-1].below.append(mark)
            above.append(mark)
    if outer.below:
        _join(outer)
        paper.Root.Outlines = outer.entry


def _join(mark: _Mark) -> int:
    """Tie a mark to those below it; how many there are. Chapters stand open, what is below them is shut."""
    count = len(mark.below)
    for place, inner in enumerate(mark.below):
        inner.entry.Parent = mark.entry
        if place:
            inner.entry.Prev = mark.below[place - 1].entry
            mark.below[place - 1].entry.Next = inner.entry
        _join(inner)
    if mark.below:
        mark.entry.First, mark.entry.Last = mark.below[0].entry, mark.below[-1].entry
        mark.entry.Count = count if mark.level == 0 else -count
    return count
