"""Narratives as people write them (Markdown) turned into the few elements that pages and paper show.

Headings, lists, simple tables, quotations, paragraphs and notes, as in a UN document: no links, images,
emphasis or HTML of the writer's own; their text stays. Whatever comes out is safe to put into a page. How
notes are found is in ``prose_notes.py``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cases import prose_notes

TAGS = {"p", "br", "blockquote", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"} | {
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"ol": {"start"}, "th": {"scope"}}
LOWEST_HEADING = 6
LONGEST = 50_000
"""Characters of any text that people write, about twenty pages: what is longer keeps a server busy."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
"""Control characters, what is no character, and what turns the direction of the text around it."""

_SYMBOL = re.compile(
    r"\b(?:[A-Z]{1,6}(?:/[A-Za-z0-9][A-Za-z0-9.\-]{0,30}){0,8}/[A-Za-z0-9.\-]{0,30}[0-9]"
    r"(?:/[A-Z]{2,8}){0,2}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[A-Z]{2,12}-[0-9]{4}-[0-9]{1,6}(?:\.[0-9]{1,4}){0,3}[a-z]{0,2})\b"
)
"""Document symbols such as CEDAW/C/XYZ/CO/5-6, days in digits, and references such as UPR-2024-112.17: a
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
    .use(prose_notes.notes)
)

_LINK = re.compile(
    r'<a class="note" href="#note-(\d+)" id="noteref-\d+((?:-\d+)?)" role="doc-noteref">\d+</a>'
)


@dataclass(frozen=True)
class Block:
    """One paragraph, list, table, heading or quotation: ``tag`` says which, ``html`` is it whole."""

    tag: str
    html: SafeString


@dataclass(frozen=True)
class Prose:
    """A narrative: its outermost blocks, and its notes in the order in which the text refers to them.

    The text refers to the first by ``<a class="note" href="#note-1" id="noteref-1" …>1</a>``, and so on;
    where it refers to one again, the id is ``noteref-1-2``. A note is HTML without blocks.
    """

    blocks: list[Block]
    notes: list[SafeString]


def to_html(markdown_text: str, *, under: int = 2, name: str = "") -> SafeString:
    """The narrative as safe HTML, its notes under it. Its headings begin one level below ``under`` (1 to 5).

    The ids of its notes differ by text; a page that may show one text twice gives each showing a ``name``.
    """
    prefix = f"n{hashlib.sha256(f'{name} {markdown_text}'.encode(errors='replace')).hexdigest()[:8]}-"
    prose = parsed(markdown_text, under=under, prefix=prefix)
    html = "\n".join(block.html for block in prose.blocks)
    return mark_safe(html + _under_the_text(prose.notes, prefix))  # noqa: S308


def words_in(markdown_text: str) -> int:
    """How many words of a narrative the report counts, in any script: what stands between two blanks.

    As the UN counts them; marks of Markdown are none. Its notes do not count, by the rule of a UPR report,
    of which the words are shared out; what a report of another type counts is known once it is put together
    (``exports/content.py``). ``suivi.js`` counts by the same rule while one types.
    """
    text = prose_notes.COUNTED_OUT.sub("", prose_notes.DEFINITION.sub("", markdown_text))
    return len(_UNPRINTED.sub(" ", text).split())


def parsed(markdown_text: str, *, under: int = 2, prefix: str = "") -> Prose:
    """The same, cut into its outermost blocks, so that each paragraph can bear a number, and its notes.

    ``prefix`` leads the ids of notes.
    """
    tokens, notes = prose_notes.apart(_markdown.parse(INVISIBLE.sub("", markdown_text)))
    found = [block for group in _outermost(tokens) if (block := _block(group, under, prefix)).html]
    return Prose(found, [mark_safe(_clean(_rendered(note))) for note in notes])  # noqa: S308


def outermost(markdown_text: str) -> list[str]:
    """What was written of each block of :func:`parsed`, without its notes; none where that cannot be told."""
    text = INVISIBLE.sub("", markdown_text)
    lines = text.split("\n")
    tokens, _notes = prose_notes.apart(_markdown.parse(text))
    written = []
    for group in _outermost(tokens):
        if not _block(group, 2, "").html:
            continue
        if group[0].map is None:
            return []
        first, last = group[0].map
        written.append("\n".join(lines[first:last]).strip("\n"))
    return written


def renumbered(html: str, *, after: int) -> SafeString:
    """Blocks of :func:`parsed`, whose notes are numbered on from ``after``."""

    def link(found: re.Match[str]) -> str:
        again = found[2].removeprefix("-")
        return prose_notes.link(int(found[1]) + after, int(again or 1), "")

    return mark_safe(_LINK.sub(link, html))  # noqa: S308 - safe with other numbers


def _under_the_text(notes: list[SafeString], prefix: str) -> str:
    """No ``doc-endnote``: it is deprecated, and its notes are items of a list instead (DPUB-ARIA 1.1)."""
    if not notes:
        return ""
    listed = format_html_join(
        "",
        '<div role="listitem" id="{0}note-{1}"><a href="#{0}noteref-{1}" role="doc-backlink" '
        'aria-label="{2}">{1}</a> {3}</div>',
        (
            (prefix, number, _("Back to the text of note %(number)d") % {"number": number}, note)
            for number, note in enumerate(notes, start=1)
        ),
    )
    return format_html(
        '<div class="notes" role="doc-endnotes" aria-label="{}"><div role="list">{}</div></div>',
        _("Notes"),
        listed,
    )


def _outermost(tokens: list[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _block(tokens: list[Token], under: int, prefix: str) -> Block:
    _lower_headings(tokens, under)
    _say_what_headers_head(tokens)
    cleaned = _clean(_markdown.renderer.render(tokens, _markdown.options, {}))
    return Block(tokens[0].tag, mark_safe(prose_notes.linked(cleaned, prefix)))  # noqa: S308 - nh3 has cleaned it


def _rendered(note: list[Token]) -> str:
    """A note is one line, whatever its paragraphs, lists and tables."""
    return " ".join(_markdown.renderer.render([token], _markdown.options, {}) for token in note)


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
