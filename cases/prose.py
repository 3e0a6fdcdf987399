"""Narratives as people write them (Markdown) turned into the few elements that pages and paper show.

Headings, lists, simple tables, quotations and paragraphs, as in a UN document: no links, images, emphasis or
HTML of the writer's own; their text stays. Whatever comes out is safe to put into a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "blockquote", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"} | {
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"ol": {"start"}, "th": {"scope"}}
LOWEST_HEADING = 6
LONGEST = 50_000
"""Characters of any text that people write, about twenty pages: what is longer keeps a server busy."""

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of the text around them."""

_SYMBOL = re.compile(
    r"\b(?:[A-Z]{1,6}(?:/[A-Za-z0-9][A-Za-z0-9.\-]{0,30}){0,8}/[A-Za-z0-9.\-]{0,30}[0-9]"
    r"(?:/[A-Z]{2,8}){0,2}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[A-Z]{2,12}-[0-9]{4}-[0-9]{1,6}[a-z]{0,2})\b"
)
"""Document symbols such as CEDAW/C/XYZ/CO/5-6, days in digits, and references such as UPR-2024-17: a
right-to-left text would turn them.

The numbers in braces bound the search: without them a text of slashes takes minutes.
"""

_TAG = re.compile(r"(<[^<>]*>)")

_UNPRINTED = re.compile(
    r"^[ \t]*(?:(?:\#{1,6}|[>*+-]|\d{1,9}[.)])(?:[ \t]+|$))+|^[ \t|:-]+$|\|", re.MULTILINE
)
"""Marks of Markdown that make headings, lists, quotations and tables, and are not printed themselves."""

_markdown = (
    MarkdownIt("commonmark", {"html": False})
    .enable("table")
    .disable(["image", "html_block", "html_inline", "code", "fence", "hr"])
)


@dataclass(frozen=True)
class Block:
    """One paragraph, list, table, heading or quotation: ``tag`` says which, ``html`` is it whole."""

    tag: str
    html: SafeString


def to_html(markdown_text: str, *, under: int = 2) -> SafeString:
    """The narrative as safe HTML. Its headings begin one level below ``under`` (1 to 5)."""
    return mark_safe("\n".join(block.html for block in blocks(markdown_text, under=under)))  # noqa: S308


def words_in(markdown_text: str) -> int:
    """How many words of a narrative the report counts, in any script: what stands between two blanks.

    As the UN counts them; marks of Markdown are none. ``suivi.js`` counts by the same rule while one types.
    """
    return len(_UNPRINTED.sub(" ", markdown_text).split())


def blocks(markdown_text: str, *, under: int = 2) -> list[Block]:
    """The same, cut into its outermost blocks, so that each paragraph can bear a number."""
    tokens = _markdown.parse(_INVISIBLE.sub("", markdown_text))
    return [block for group in _outermost(tokens) if (block := _block(group, under)).html]


def _outermost(tokens: list[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _block(tokens: list[Token], under: int) -> Block:
    _lower_headings(tokens, under)
    _say_what_headers_head(tokens)
    rendered = _markdown.renderer.render(tokens, _markdown.options, {})
    return Block(tokens[0].tag, mark_safe(_clean(rendered)))  # noqa: S308 - nh3 has cleaned it


def _lower_headings(tokens: list[Token], under: int) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + under, LOWEST_HEADING)}"


def _say_what_headers_head(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")


def _clean(html: str) -> str:
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, clean_content_tags=set(), link_rel=None)
    return isolate(cleaned.strip())


def isolate(html: str) -> SafeString:
    """Safe HTML with an element of its own round each symbol, day and reference of its text."""
    pieces = _TAG.split(html)  # texts and tags in turn
    pieces[::2] = [_SYMBOL.sub(r'<bdi dir="ltr">\g<0></bdi>', text) for text in pieces[::2]]
    return mark_safe("".join(pieces))  # noqa: S308 - what was safe is, with an element round some of it
