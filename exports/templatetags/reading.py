"""The report as a web page: numbers that are anchors, headings in order, tables with captions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from exports.content import Paragraph, Section
from exports.numbering import number_mark

register = template.Library()
LOWEST = 6
_HEADING = re.compile(r"<(h[1-6])>(.*?)</\1>", re.DOTALL)
_TABLE = "<table>"


@register.simple_tag
def body_of(section: Section) -> SafeString:
    """The text under a heading. Its HTML was cleaned by cases/prose.py."""
    return _in_order("".join(_blocks(section["paragraphs"])), below=section["level"] + 1)


@register.simple_tag
def full_of(section: Section) -> SafeString:
    """The full text of an annex, whose heading stands one level deeper than in the report."""
    captioned = section["full"].replace(_TABLE, _TABLE + format_html("<caption>{}</caption>", _("Table")))
    return _in_order(captioned, below=min(section["level"] + 2, LOWEST))


def _blocks(paragraphs: Iterable[Paragraph]) -> Iterable[str]:
    number = 0
    for paragraph in paragraphs:
        number = paragraph["number"] or number
        caption = format_html("<caption>{}</caption>", _("Table in paragraph %d") % number)
        yield _anchored(paragraph).replace(_TABLE, _TABLE + caption)


def _anchored(paragraph: Paragraph) -> str:
    html, number = paragraph["html"], paragraph["number"]
    if not number:
        return html
    opening = format_html(
        '<p id="p-{0}"><a class="number" href="#p-{0}">{1}</a> ', number, number_mark(number)
    )
    return opening + (html.removeprefix("<p>") if paragraph["tag"] == "p" else f"</p>{html}")


def _in_order(html: str, *, below: int) -> SafeString:
    """Each heading that the writer made is at most one level lower than what it stands under."""
    levels: list[int] = []
    return mark_safe(_HEADING.sub(partial(_settled, levels=levels, below=below), html))  # noqa: S308


def _settled(found: re.Match[str], *, levels: list[int], below: int) -> str:
    written = int(found[1][1])
    while levels and levels[-1] >= written:
        levels.pop()
    levels.append(written)
    level = min(below + len(levels), LOWEST)
    return f"<h{level}>{found[2]}</h{level}>"
