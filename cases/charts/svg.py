"""Draws SVG without a style attribute, which our content security policy refuses: shapes, texts, a frame.

Everything is drawn from left to right and turned around as a whole where the page reads from right to left;
texts keep their own direction. The printer's engine sets SVG text letter by letter, which breaks Arabic: on
paper a picture has no words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cases.people.wording import set_apart

INK = "#0d5c63"
"""On paper; on a page the stylesheet has a colour of its own for each theme."""
ANCHORS = {"start": "end", "middle": "middle", "end": "start"}


@dataclass
class Canvas:
    """A sheet of ``width`` by ``height`` units; ``mirrored``: the page reads from right to left."""

    width: float
    height: float
    mirrored: bool = False
    parts: list[SafeString] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """A filled rectangle of a ``kind``, which is its class."""
        left = self.width - x - width if self.mirrored else x
        sides = {"x": left, "y": y, "width": max(width, 0), "height": max(height, 0)}
        self.parts.append(element("rect", **sides, fill="currentColor", class_=kind))

    def frame(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """A rectangle of which only the edge is drawn, inwards."""
        left = self.width - x - width if self.mirrored else x
        sides = {"x": left + 0.5, "y": y + 0.5, "width": max(width - 1, 0.1), "height": max(height - 1, 0.1)}
        self.parts.append(element("rect", **sides, fill="none", stroke="currentColor", class_=kind))

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str, *, dashes: str = "") -> None:
        ends = {"x1": self._at(x1), "y1": y1, "x2": self._at(x2), "y2": y2}
        given = {"stroke-dasharray": dashes} if dashes else {}
        self.parts.append(element("line", **ends, **given, stroke="currentColor", class_=kind))

    def path(self, steps: str, kind: str) -> None:
        """Lines by their SVG path; the caller has turned them around already."""
        self.parts.append(element("path", d=steps, fill="none", stroke="currentColor", class_=kind))

    def text(self, x: float, y: float, words: str, *, anchor: str = "middle", kind: str = "") -> None:
        """``anchor`` is start, middle or end, in the direction of the page."""
        side = ANCHORS[anchor] if self.mirrored else anchor
        said = set_apart(words)
        given: dict[str, object] = {"x": self._at(x), "y": y, "text-anchor": side, "class_": kind}
        self.parts.append(element("text", said, **given, fill="currentColor"))

    def drawn(self, kind: str, *, key: str = "", title: str = "", description: str = "") -> SafeString:
        """The picture. With a title it is one for everybody; without, the words beside it say the same.

        A ``key`` tells its ids from those of others on the page, where it has a description too.
        """
        size: dict[str, object] = {
            "viewBox": f"0 0 {_short(self.width)} {_short(self.height)}",
            "class_": f"chart {kind}",
        }
        size |= {"width": self.width, "height": self.height, "direction": "ltr", "focusable": "false"}
        size |= {"color": INK}
        if not title:
            return element("svg", mark_safe("".join(self.parts)), **size, **{"aria-hidden": "true"})  # noqa: S308
        if not key:
            inside = element("title", title) + mark_safe("".join(self.parts))  # noqa: S308
            return element("svg", inside, **size, role="img")
        named = {"role": "img", "aria-labelledby": f"{key}-title {key}-words"}
        words = element("title", title, id=f"{key}-title") + element("desc", description, id=f"{key}-words")
        return element("svg", words + mark_safe("".join(self.parts)), **size, **named)  # noqa: S308

    def _at(self, x: float) -> float:
        return self.width - x if self.mirrored else x


def element(name: str, content: str = "", /, **attributes: object) -> SafeString:
    """One element; ``class_`` is written ``class``, and what is empty is left out."""
    given = ((key.rstrip("_"), _short(value)) for key, value in attributes.items() if value != "")
    written = format_html_join("", ' {}="{}"', given)
    return format_html("<{}{}>{}</{}>", mark_safe(name), written, content, mark_safe(name))  # noqa: S308


def _short(value: object) -> str:
    """Two decimals are finer than a screen."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
