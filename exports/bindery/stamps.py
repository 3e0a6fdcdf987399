"""What is stamped on each page of a bound paper: running head, foot with its number, watermark of a draft.

The pieces were laid out once, in the paper's own fonts, and are drawn as often as they are needed. All of it
is marked as an artifact: nobody wants "Page 12 of 600" read out between two paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Page, Pdf, Stream

MM = 72 / 25.4
GAP = 2.1
"""Between the words and the numbers of a foot, in points."""


@dataclass(frozen=True)
class _Sheet:
    """Where head and foot stand on a page of this orientation, in points (see ``print/whole.css``)."""

    name: str
    head_x: float
    head_from_top: float
    foot_y: float


UPRIGHT = _Sheet("upright", 24 * MM, 22 * MM, 8 * MM)
ACROSS = _Sheet("across", 18 * MM, 20 * MM, 4 * MM)


class Stamps:
    """``stamps`` is the PDF of the pieces (``stamps.html``), ``facts`` say where each stands in it."""

    def __init__(self, paper: Pdf, stamps: Pdf, facts: dict[str, Any]) -> None:
        self.paper = paper
        self.anchors = facts["anchors"]
        self.to_left = facts.get("direction") == "rtl"
        self.forms = {
            f"/Stamp-{name}": paper.copy_foreign(stamps.pages[int(place[0])].as_form_xobject())
            for name, place in self.anchors.items()
        }
        self.opening = paper.make_indirect(Stream(paper, b"q\n"))
        self.watermarks = {
            one.name: paper.make_indirect(Stream(paper, self._watermark(one))) for one in (UPRIGHT, ACROSS)
        }

    def stamp(self) -> None:
        """Stamp every page. Its own content stands between q and Q: it leaves the page turned upside down."""
        count = len(self.paper.pages)
        for number, page in enumerate(self.paper.pages, start=1):
            self._lend(page)
            kind = ACROSS if _width(page) > _height(page) else UPRIGHT
            drawn = b"Q\n" + self._foot(page, kind, number, count)
            if number > 1:
                drawn += self._head(page, kind)
            closing = self.paper.make_indirect(Stream(self.paper, drawn))
            page.obj.Contents = self.paper.make_indirect(
                Array([self.watermarks[kind.name], self.opening, *_streams(page), closing])
            )

    def _lend(self, page: Page) -> None:
        """Pages of a sheet share their resources: the pieces are put among them once."""
        resources = page.obj.Resources
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        if next(iter(self.forms)) not in resources.XObject:
            for name, form in self.forms.items():
                resources.XObject[name] = form

    def _watermark(self, kind: _Sheet) -> bytes:
        name = f"watermark-{kind.name}"
        return _artifact("Watermark", [_draw(name, 0, 0)]) if name in self.anchors else b""

    def _head(self, page: Page, kind: _Sheet) -> bytes:
        name = f"head-{kind.name}"
        bottom = self.anchors[name][4]
        drawn = _draw(name, kind.head_x, _height(page) - kind.head_from_top - bottom)
        return _artifact("Header", [drawn])

    def _foot(self, page: Page, kind: _Sheet, number: int, count: int) -> bytes:
        parts = [["draft"], ["piece-0"], _digits(number), ["piece-1"], _digits(count), ["piece-2"]]
        there = [[name for name in part if self._wide(name)] for part in parts]
        there = [part for part in there if part]
        if self.to_left:
            there.reverse()
        width = sum(self._wide(name) for part in there for name in part) + GAP * (len(there) - 1)
        x = (_width(page) - width) / 2
        drawn = []
        for part in there:
            for name in part:
                drawn.append(_draw(name, x - self.anchors[name][1], kind.foot_y))
                x += self._wide(name)
            x += GAP
        return _artifact("Footer", drawn)

    def _wide(self, name: str) -> float:
        place = self.anchors.get(name)
        return place[3] - place[1] if place else 0


def _digits(number: int) -> list[str]:
    return [f"digit-{digit}" for digit in str(number)]


def _draw(name: str, x: float, y: float) -> str:
    return f"q 1 0 0 1 {x:.2f} {y:.2f} cm /Stamp-{name} Do Q"


def _artifact(kind: str, drawn: list[str]) -> bytes:
    begin = f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC"
    return "\n".join([begin, *drawn, "EMC", ""]).encode()


def _streams(page: Page) -> list[Any]:
    contents = page.obj.Contents
    return [contents] if isinstance(contents, Stream) else list(contents)


def _width(page: Page) -> float:
    return float(page.mediabox[2])


def _height(page: Page) -> float:
    return float(page.mediabox[3])
