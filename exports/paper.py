"""The sheets of a report as pages of HTML for print; the styles are in ``print/``.

Each sheet is a page of its own. One page of them all, with running head and foot and with page numbers that
the layout counts, is the measure of the bound paper: it says the same, in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from cases.people.languages import own_name
from exports.bindery import ELSEWHERE
from exports.content import Content
from exports.sheets import Sheet, named_in_contents, sheets_of

UNKNOWN = 0
"""The number of a page that is not known yet."""

_ID = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r'\bhref="#([^"]+)"')


def html_of(content: Content, numbers: Mapping[str, int] | None = None) -> str:
    """The whole report as one page, in its language and direction. No query is made.

    ``numbers`` are the pages of the anchors; without them the layout counts.
    """
    return _whole(content, draft=False, numbers=numbers)


def draft_html_of(content: Content) -> str:
    """The same, of a report that is not frozen: each page says that it is a draft."""
    return _whole(content, draft=True, numbers=None)


def front_of(content: Content, numbers: Mapping[str, int]) -> str:
    """The sheet with masthead and contents; what ``numbers`` lacks is not known yet."""
    with translation.override(content["language"]):
        body = _front(content, lambda anchor: numbers.get(anchor, UNKNOWN))
        return _page(content, _linked(body), front=True)


def pages_of(content: Content) -> list[tuple[Sheet, str]]:
    """Every other sheet with its page of HTML."""
    with translation.override(content["language"]):
        return [
            (sheet, _page(content, _linked(_body(content, sheet)), front=False))
            for sheet in sheets_of(content)
        ]


def stamps_of(content: Content, *, draft: bool) -> str:
    """What is stamped on the bound pages, a page for each piece: running heads, foot, digits, watermark."""
    with translation.override(content["language"]):
        return render_to_string("exports/print/stamps.html", {**_named(content), "draft": draft})


def _whole(content: Content, *, draft: bool, numbers: Mapping[str, int] | None) -> str:
    with translation.override(content["language"]):
        front = _front(content, numbers.__getitem__ if numbers else None)
        body = front + "".join(_body(content, sheet) for sheet in sheets_of(content))
        return _page(content, body, front=True, whole=True, draft=draft)


def _front(content: Content, number_of: Any) -> str:
    context = {**_named(content), "annexes": named_in_contents(content), "number_of": number_of}
    return render_to_string("exports/print/front.html", context)


def _body(content: Content, sheet: Sheet) -> str:
    return render_to_string(sheet.template, {"content": content, **sheet.context})


def _page(content: Content, body: str, **how: bool) -> str:
    # What Django's own templates made of it is safe.
    safe = mark_safe(body)  # noqa: S308
    return render_to_string("exports/print/sheet.html", {**_named(content), "body": safe, **how})


def _named(content: Content) -> dict[str, Any]:
    masthead = content["masthead"]
    return {
        "content": content,
        "masthead": masthead,
        "dated_on": date.fromisoformat(masthead["dated_on"]) if masthead["dated_on"] else None,
        "language_name": own_name(content["language"]),
    }


def _linked(body: str) -> str:
    """Links that lead out of the sheet are marked: the layout would drop them."""
    within = set(_ID.findall(body))

    def marked(found: re.Match[str]) -> str:
        return found[0] if found[1] in within else f'href="{ELSEWHERE}{found[1]}"'

    return _LINK.sub(marked, body)
