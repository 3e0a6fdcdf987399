"""Draws a process as a picture, SVG without script or style: states as columns, one row for each step.

The columns stand in the order of the process's states; a step is an arrow from the states that it leaves
(dots) to the one that it reaches. Text and lines take the colour of the page around them; where the file
stands alone, it brings a ground. A page may colour the parts by their classes: ``process``, ``ground``,
``state``, ``final``, ``life``, ``step``, ``who``, ``arrow``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from workflow.process import Process
from workflow.step import Step

_ROW, _HEAD, _FOOT, _EDGE = 40, 56, 28, 12
_LETTER = 7.4
"""What a letter of 14 px takes, on the safe side: no font is measured."""


def as_svg(process: Process) -> str:
    """The process as an SVG document, in the active language; mirrored where that runs from right to left."""
    sheet = _Sheet(process, right_to_left=get_language_bidi())
    root = _root(sheet)
    for state in process.states:
        _draw_state(root, sheet, state)
    for row, step in enumerate(process.steps.values()):
        _draw_step(root, sheet, step, y=_HEAD + _ROW * row + _ROW // 2)
    indent(root)
    return tostring(root, encoding="unicode")


@dataclass(frozen=True)
class _Sheet:
    """Where everything goes. ``x`` counts from the side where reading begins; ``at`` mirrors it."""

    process: Process
    right_to_left: bool

    @cached_property
    def _widths(self) -> list[int]:
        words = [(step.label, step.role.label) for step in self.process.steps.values()]
        first = max((len(str(text)) for pair in words for text in pair), default=0)
        states = [len(str(label)) for label in self.process.states.values()]
        return [_wide(first), *(max(_wide(letters) + 16, 76) for letters in states)]

    @property
    def width(self) -> int:
        return sum(self._widths) + 2 * _EDGE

    @property
    def height(self) -> int:
        return _HEAD + _ROW * len(self.process.steps) + _FOOT

    def at(self, x: int) -> int:
        return self.width - x if self.right_to_left else x

    def column(self, state: str) -> tuple[int, int]:
        """Middle and width of the state's column."""
        place = list(self.process.states).index(state) + 1
        ends = list(accumulate(self._widths, initial=_EDGE))
        return self.at((ends[place] + ends[place + 1]) // 2), self._widths[place]


def _wide(letters: int) -> int:
    return round(letters * _LETTER) + 8


def _root(sheet: _Sheet) -> Element:
    name, size = sheet.process.name, (str(sheet.width), str(sheet.height))
    root = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "class": "process", "role": "img",
        "aria-labelledby": f"{name}-title {name}-desc", "lang": get_language() or "",
        "viewBox": f"0 0 {size[0]} {size[1]}", "width": size[0], "height": size[1],
        "direction": "rtl" if sheet.right_to_left else "ltr", "font-family": "sans-serif", "font-size": "14",
        "color": "CanvasText", "fill": "currentColor",
    })  # fmt: skip
    SubElement(root, "title", id=f"{name}-title").text = _("The process “%(name)s”") % {"name": name}
    SubElement(root, "desc", id=f"{name}-desc").text = _in_words(sheet.process)
    SubElement(root, "rect", {"class": "ground", "fill": "Canvas", "width": "100%", "height": "100%"})
    return root


def _in_words(process: Process) -> str:
    """What a screen reader says in place of the picture."""
    return " ".join(
        _("%(step)s: from %(sources)s to %(target)s, by %(who)s.")
        % {
            "step": step.label,
            "sources": ", ".join(str(process.states[source]) for source in step.sources),
            "target": process.states[step.target] if step.target else _("as before"),
            "who": step.role.label,
        }
        for step in process.steps.values()
    )


def _draw_state(root: Element, sheet: _Sheet, state: str) -> None:
    x, width = sheet.column(state)
    label, final = str(sheet.process.states[state]), state in sheet.process.final
    part = SubElement(root, "g", {"class": "state final" if final else "state"})
    _line(part, "life", [(x, 42), (x, sheet.height - _FOOT)], opacity="0.35")
    _box(part, x, width - 10, 12, 30)
    if final:
        _box(part, x, width - 16, 15, 24)
    if state == sheet.process.initial:
        SubElement(part, "circle", cx=str(x), cy="6", r="4")
    for y in (32, sheet.height - 10):
        _text(part, "name", label, x, y, anchor="middle")


def _draw_step(root: Element, sheet: _Sheet, step: Step, y: int) -> None:
    part = SubElement(root, "g", {"class": "step"})
    _text(part, "label", str(step.label), sheet.at(_EDGE), y, weight="600")
    _text(part, "who", str(step.role.label), sheet.at(_EDGE), y + 15, size="12")
    leaving = [sheet.column(source)[0] for source in step.sources]
    if not step.target:
        for x in leaving:
            _draw_loop(part, x, y, 1)
        return
    to = sheet.column(step.target)[0]
    _draw_arrow(part, [x for x in leaving if x < to], to, y)
    _draw_arrow(part, [x for x in leaving if x > to], to, y)
    if to in leaving:
        _draw_loop(part, to, y, side=-1 if any(x > to for x in leaving) else 1)


def _draw_arrow(part: Element, leaving: Sequence[int], to: int, y: int) -> None:
    """One line through all the states on one side of ``to``, with a dot at each, and its head."""
    if not leaving:
        return
    farthest = max(leaving, key=lambda x: abs(x - to))
    back = 9 if farthest > to else -9
    _line(part, "arrow", [(farthest, y), (to + back, y)])
    _head(part, to, y, back)
    for x in leaving:
        SubElement(part, "circle", {"class": "arrow", "cx": str(x), "cy": str(y), "r": "4"})


def _draw_loop(part: Element, x: int, y: int, side: int) -> None:
    """A step that comes back to the state that it leaves, on the side from which no arrow comes."""
    path = f"M {x} {y + 12} h {18 * side} v -12 h {-9 * side}"
    SubElement(part, "path", {"class": "arrow", "d": path, "fill": "none", "stroke": "currentColor"})
    SubElement(part, "circle", {"class": "arrow", "cx": str(x), "cy": str(y + 12), "r": "4"})
    _head(part, x, y, 9 * side)


def _head(part: Element, x: int, y: int, back: int) -> None:
    SubElement(part, "path", {"class": "arrow", "d": f"M {x} {y} l {back} -5 v 10 z"})


def _line(part: Element, kind: str, points: Sequence[tuple[int, int]], opacity: str = "1") -> None:
    (x1, y1), (x2, y2) = points
    ends = {"x1": str(x1), "y1": str(y1), "x2": str(x2), "y2": str(y2)}
    SubElement(part, "line", {"class": kind, **ends, "stroke": "currentColor", "stroke-opacity": opacity})


def _box(part: Element, middle: int, width: int, y: int, height: int) -> None:
    place = {"x": str(middle - width // 2), "y": str(y), "width": str(width), "height": str(height)}
    SubElement(part, "rect", {**place, "rx": "6", "fill": "none", "stroke": "currentColor"})


def _text(
    part: Element, kind: str, text: str, x: int, y: int,
    anchor: str = "start", weight: str = "400", size: str = "14",
) -> None:  # fmt: skip
    look = {"text-anchor": anchor, "font-weight": weight, "font-size": size}
    SubElement(part, "text", {"class": kind, "x": str(x), "y": str(y), **look}).text = text
