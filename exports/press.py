"""Makes the PDF of a report: its sheets are laid out all at once, in short-lived processes, and bound.

What was laid out before is taken from the shelf (``shelf.py``): so a draft after an edit is a matter of
seconds, and an attempt that follows on a crash goes on where the other one was. The sheet with the contents
is laid out twice, the second time with the numbers of all pages.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from exports import paper, shelf
from exports.content import Content
from exports.processes import Died, Hands, Unprintable, Unwanted, hands

__all__ = ["Died", "Follow", "Printed", "Unprintable", "Unwanted", "page_printed", "printed"]

FRONT, STAMPS = -1, -2
"""The chapters of what belongs to none."""


class Follow(Protocol):
    """Called with stage and pages so far, and how many chapters are laid out, ``done`` of all ``of``.

    Where it returns False, the work is no longer wanted.
    """

    def __call__(self, stage: str, pages: int, done: int = 0, of: int = 0) -> bool: ...


@dataclass(frozen=True)
class Printed:
    path: Path
    pages: int


@contextmanager
def printed(content: Content, *, draft: bool, follow: Follow) -> Iterator[Printed]:
    """Make the PDF of a report and hand out its path, until the block ends.

    A draft has a watermark, and no tags. What is not a draft is tagged as PDF/UA-1 asks. Raises
    :class:`Unprintable`, :class:`Unwanted` or :class:`Died`; no process is left in any case.
    """
    with tempfile.TemporaryDirectory(prefix="suivi-pdf-") as folder, hands() as at_work:
        yield _Book(content, draft, Path(folder), at_work, follow).printed()


@contextmanager
def page_printed(html: str, follow: Follow) -> Iterator[Printed]:
    """Make a tagged PDF of one page of HTML; the rest is as with :func:`printed`."""
    with tempfile.TemporaryDirectory(prefix="suivi-pdf-") as folder, hands() as at_work:
        one = _Sheet(html, chapter=0, tagged=True, key="page", folder=Path(folder))
        at_work.do([one.asked()], _followed([one], follow), at_once=1)
        yield Printed(one.pdf, one.pages)


@dataclass
class _Sheet:
    """One sheet on its way: ``facts`` are there once it is laid out, ``so_far`` counts pages until then."""

    html: str
    chapter: int
    tagged: bool
    key: str
    folder: Path
    facts: dict[str, Any] = field(default_factory=dict)
    so_far: int = 0

    @property
    def pdf(self) -> Path:
        return self.folder / f"{self.key}.pdf"

    @property
    def pages(self) -> int:
        return int(self.facts.get("pages", self.so_far))

    def asked(self) -> dict[str, Any]:
        """The line with which a child is asked to lay it out."""
        page = self.folder / f"{self.key}.html"
        page.write_text(self.html, encoding="utf-8")
        named = {"page": str(page), "pdf": str(self.pdf), "name": self.key[:12]}
        return {"do": "lay out", "tagged": self.tagged, **named}


@dataclass
class _Book:
    """All sheets of one report."""

    content: Content
    draft: bool
    folder: Path
    hands: Hands
    follow: Follow
    sheets: list[_Sheet] = field(default_factory=list)

    def printed(self) -> Printed:
        sheets = [self._sheet(html, sheet.chapter) for sheet, html in paper.pages_of(self.content)]
        stamps = self._sheet(paper.stamps_of(self.content, draft=self.draft), STAMPS, tagged=False)
        front = self._sheet(paper.front_of(self.content, {}), FRONT)
        self._lay_out([*sheets, front, stamps])
        front = self._numbered(front, sheets)
        self.hands.rest()
        shelf.tidy()
        return self._bound([front, *sheets], stamps)

    def _sheet(self, html: str, chapter: int, *, tagged: bool = True) -> _Sheet:
        tagged = tagged and not self.draft
        return _Sheet(html, chapter, tagged, shelf.key_of(html, tagged=tagged), self.folder)

    def _lay_out(self, sheets: list[_Sheet]) -> None:
        for sheet in sheets:
            sheet.facts = shelf.take(sheet.key, sheet.pdf) or {}
        missing = [sheet for sheet in sheets if not sheet.facts]
        self.sheets = [*self.sheets, *sheets]
        told = _followed(self.sheets, self.follow, only=missing)
        self.hands.do((sheet.asked() for sheet in missing), told, at_once=settings.PDF_PROCESSES)

    def _numbered(self, front: _Sheet, sheets: list[_Sheet]) -> _Sheet:
        """The contents with the numbers of the pages. They are as many pages with any numbers."""
        numbers: dict[str, int] = {}
        first = 1
        for sheet in [front, *sheets]:
            numbers |= {name: first + int(place[0]) for name, place in sheet.facts["anchors"].items()}
            first += sheet.pages
        numbered = self._sheet(paper.front_of(self.content, numbers), FRONT)
        self._lay_out([numbered])
        if numbered.pages != front.pages:
            raise Unprintable("text", "The contents take another number of pages with their numbers.")
        return numbered

    def _bound(self, sheets: list[_Sheet], stamps: _Sheet) -> Printed:
        target = self.folder / "report.pdf"
        stamped = {**stamps.facts, "direction": self.content["direction"]}
        work = self.folder / "work.json"
        pairs = [(str(sheet.pdf), sheet.facts) for sheet in sheets]
        work.write_text(json.dumps({"sheets": pairs, "stamps": (str(stamps.pdf), stamped)}))
        pages = 0

        def told(place: int, said: dict[str, Any]) -> bool:
            nonlocal pages
            pages = int(said.get("pages") or pages)
            return self.follow("writing", pages)

        self.hands.do([{"do": "bind", "work": str(work), "pdf": str(target)}], told, at_once=1)
        return Printed(target, pages)


def _followed(
    sheets: list[_Sheet], follow: Follow, only: list[_Sheet] | None = None
) -> Callable[[int, dict[str, Any]], bool]:
    """What is told of the sheets at work (``only``), as progress of all ``sheets``; done ones are kept."""
    at_work = sheets if only is None else only

    def told(place: int, said: dict[str, Any]) -> bool:
        if place >= 0:
            sheet = at_work[place]
            if said["stage"] == "done":
                sheet.facts = {name: value for name, value in said.items() if name != "stage"}
                if only is not None:
                    shelf.keep(sheet.key, sheet.pdf, sheet.facts)
            sheet.so_far = max(sheet.so_far, int(said["pages"]))
        return follow(_stage(said), sum(sheet.pages for sheet in sheets), *_chapters(sheets))

    return told


def _stage(said: dict[str, Any]) -> str:
    stage = str(said.get("stage", "laying-out"))
    return "laying-out" if stage == "done" else stage


def _chapters(sheets: list[_Sheet]) -> tuple[int, int]:
    chapters = {sheet.chapter for sheet in sheets if sheet.chapter >= 0}
    open_ones = {sheet.chapter for sheet in sheets if sheet.chapter >= 0 and not sheet.facts}
    return len(chapters - open_ones), len(chapters)
