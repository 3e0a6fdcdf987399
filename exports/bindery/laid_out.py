"""Lays out one page of HTML as a PDF, and notes where its anchors and headings came to stand."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.logger import PROGRESS_LOGGER

from exports.bindery import tags
from exports.bindery.fetching import OnlyOurs

POINTS = 0.75
"""Of paper, in a pixel of CSS."""

_PAGE = re.compile(r"Page (\d+)")
_NOTE = re.compile(r'<span class="footnote" id="([^"]+)"')
_KEEPING_NOTES = (
    "",
    "p:has(.footnote) { break-inside: avoid }",
    "p:has(.footnote) { break-inside: avoid; orphans: 1; widows: 1 } .footnote { footnote-policy: line }",
)
_STAGES = {"1": "reading", "2": "reading", "3": "reading", "4": "reading", "5": "laying-out"} | {
    "6": "writing", "7": "writing",
}  # fmt: skip

Say = Callable[..., None]


def lay_out(say: Say, *, page: str, pdf: str, tagged: bool, name: str) -> dict[str, Any]:
    """Write the file ``pdf`` from the HTML file ``page``. The number of pages, and where things stand.

    ``anchors`` are ids with page (from 0) and the corners of what bears them, in points from the lower left;
    ``headings`` are level, text, page and place. ``name`` makes the ids of the tags the sheet's own.
    """
    told = _Told(say)
    PROGRESS_LOGGER.addHandler(told)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    try:
        document = _rendered(Path(page).read_text(encoding="utf-8"))
        _link_once(document)
        if tagged:
            with tags.completed():
                finisher = partial(tags.finish, name=name)
                document.write_pdf(pdf, finisher=finisher, pdf_variant="pdf/ua-1", pdf_tags=True)
        else:
            document.write_pdf(pdf)
    finally:
        PROGRESS_LOGGER.removeHandler(told)
    return {
        "pages": len(document.pages),
        "anchors": dict(_anchors(document)),
        "headings": list(_headings(document)),
    }


def _rendered(html: str) -> Document:
    """The layout in which every note is there; ValueError where there is none.

    WeasyPrint 70 drops a note now and then when it moves the lines that refer to it to the next page. It does
    not where these paragraphs stay in one piece, which leaves more room at the foot of pages.
    """
    wanted = set(_NOTE.findall(html))
    for styles in _KEEPING_NOTES:
        parsed = HTML(string=html, base_url="suivi:", url_fetcher=OnlyOurs())
        document = parsed.render(stylesheets=[CSS(string=styles)] if styles else None)
        if wanted <= {name for page in document.pages for name in page.anchors}:
            return document
    raise ValueError("a note of the text would be lost")


def _link_once(document: Document) -> None:
    """What stands inside a link is no second one: WeasyPrint makes an annotation for each element in it."""
    for page in document.pages:
        page.links[:] = [link for link in page.links if link[3].element_tag == "a"]


def _anchors(document: Document) -> Iterator[tuple[str, list[float]]]:
    for number, page in enumerate(document.pages):
        for name, (x1, y1, x2, y2) in page.anchors.items():
            ends = (x1, page.height - y1, x2, page.height - y2)
            yield name, [number, *(round(one * POINTS, 2) for one in ends)]


def _headings(document: Document) -> Iterator[list[Any]]:
    for number, page in enumerate(document.pages):
        for level, label, (x, y), _state in page.bookmarks:
            yield [level, label, number, round(x * POINTS, 2), round((page.height - y) * POINTS, 2)]


class _Told(logging.Handler):
    """Turns WeasyPrint's own messages of progress into ours."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self.say = say

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        page = _PAGE.search(message)
        if message.startswith("Step "):
            self.say(stage=_STAGES[message[5]], pages=int(page[1]) if page else 0)
