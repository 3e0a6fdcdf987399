"""The words of the report's templates, on paper and on its page: texts with their language, numbers."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cases.charts.bars import stacked, swatch
from cases.in_a_row import comma, in_a_row
from exports import annexes
from exports.content import Figure, Note, Paragraph, Section, Share, Words
from exports.numbering import number_mark
from exports.wording import direction_of

register = template.Library()

_COLUMNS = ("no", "source", "asked", "position", "department", "status", "where")
_FIRST_REFERENCE = re.compile(r'<a class="note" href="#note-(\d+)" id="noteref-\d+" [^<>]*>\d+</a>')
"""What refers to a note for the first time, as cases/prose.py writes it."""


@register.simple_tag
def words(said: Words, outer: str = "") -> SafeString:
    """A text; in an element with its own ``lang`` and ``dir`` where its language is not ``outer``."""
    if not said["language"] or said["language"] == outer:
        return format_html("{}", said["text"])
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', said["language"], said["direction"], said["text"])


@register.simple_tag
def titled(number: str, title: Words, language: str) -> SafeString:
    """A heading led by its number, the two in the direction of the report's language whoever reads it."""
    lead = f"{number} " if number else ""
    inside = words(title, language)
    return format_html('<bdi lang="{}" dir="{}">{}{}</bdi>', language, direction_of(language), lead, inside)


@register.simple_tag
def references(codes: list[str]) -> SafeString:
    """References in a row, each isolated, so that none is turned around in a right-to-left text."""
    return format_html_join(comma(), '<bdi dir="ltr" class="ref">{}</bdi>', ((code,) for code in codes))


@register.simple_tag
def numbered(paragraph: Paragraph, footnotes: dict[int, Note] | None = None) -> SafeString:
    """A block of the report, led by its number where it bears one. Its HTML was cleaned by cases/prose.py.

    Those of its notes that are among ``footnotes`` stand behind what refers to them; the layout takes them
    to the foot of the page.
    """
    html = mark_safe(_with_notes(paragraph["html"], footnotes or {}))  # noqa: S308
    if not paragraph["number"]:
        return html
    number = format_html('<span class="number">{}</span> ', number_mark(paragraph["number"]))
    opening = format_html('<p id="p-{}">{}', paragraph["number"], number)
    if paragraph["tag"] == "p":
        return opening + mark_safe(html.removeprefix("<p>"))  # noqa: S308
    return opening + mark_safe("</p>") + html


def _with_notes(html: str, footnotes: dict[int, Note]) -> str:
    def followed(found: re.Match[str]) -> str:
        note = footnotes.get(int(found[1]))
        return f"{found[0]}{_footnote(note)}" if note else found[0]

    return _FIRST_REFERENCE.sub(followed, html)


def _footnote(note: Note) -> SafeString:
    return format_html(
        '<span class="footnote" id="note-{0}" lang="{1}" dir="{2}">'
        '<a class="note-number" href="#noteref-{0}">{0}</a> {3}</span>',
        note["number"],
        note["language"],
        note["direction"],
        mark_safe(note["html"]),  # noqa: S308 - cleaned by cases/prose.py
    )


@register.filter
def notes_of(section: Section, notes: list[Note]) -> list[Note]:
    """Those of all ``notes`` of a content that its text refers to, in their order."""
    html = "".join(one["html"] for one in section["paragraphs"])
    numbers = dict.fromkeys(int(number) for number in _FIRST_REFERENCE.findall(html))
    return [notes[number - 1] for number in numbers if number <= len(notes)]


@register.simple_tag
def matrix_heads() -> list[tuple[str, str]]:
    """The columns of the matrix: how styles call each, and what stands over it."""
    return list(zip(_COLUMNS, annexes.matrix_heads(), strict=True))


@register.simple_tag(takes_context=True)
def at(context: dict[str, Any], anchor: str) -> SafeString:
    """The number of the page of an anchor; where the context knows none, the layout counts."""
    number_of = context.get("number_of")
    number = number_of(anchor) if number_of else ""
    return format_html('<a class="{}" href="#{}">{}</a>', "at" if number_of else "at counted", anchor, number)


@register.filter
def pieces(text: str) -> list[str]:
    """A text in its parts, which are told apart by a bar."""
    return [part.strip() for part in text.split("|")]


@register.simple_tag
def drawn(figure: Figure, direction: str) -> list[dict[str, Any]]:
    """The rows of a figure, each with its bar, which says in words what it shows."""
    most = max(sum(share["counts"]) for share in figure["shares"])
    degrees = [degree["text"] for degree in figure["degrees"]]
    return [
        {
            "share": share,
            "bar": stacked(
                share["counts"], most, mirrored=direction == "rtl", title=_in_words(share, degrees)
            ),
        }
        for share in figure["shares"]
    ]


def _in_words(share: Share, degrees: list[str]) -> str:
    pairs = zip(degrees, share["counts"], strict=True)
    parts = in_a_row(f"{degree}: {count}" for degree, count in pairs if count)
    return f"{share['label']['text']}: {parts}"


@register.simple_tag
def texture(place: int, title: str) -> SafeString:
    """How the parts of the bars look that stand for a degree."""
    return swatch(place, title=title)


@register.filter
def cleaned(html: str) -> SafeString:
    """HTML that cases/prose.py has cleaned before it was kept."""
    return mark_safe(html)  # noqa: S308


@register.filter
def heading(section: Section, above: int) -> str:
    """The element of a section's heading: ``above`` is the level of the heading that it stands under."""
    return f"h{section['level'] + above}"
