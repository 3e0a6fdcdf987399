"""The form of a UN document: its title page, its numbers, its headings, its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from cases.in_a_row import in_a_row
from exports.checking.checks import LONG_HEADING
from exports.checking.finding import Finding, Place, found
from exports.checking.reading import Block, Reading, place_of, plain
from exports.content import Section

_STATE, _TREATY = r"[A-Z]{3}", r"(?:CCPR|CEDAW|CERD|CAT|CRC|CMW|CRPD|CED)/C(?:/[A-Z]{2,4})?|E/C\.12"
# fmt: off
SYMBOLS = {
    "upr":            (rf"A/HRC/WG\.6/\d+/{_STATE}/\d+",           "A/HRC/WG.6/41/XYZ/1"),
    "upr-addendum":   (r"A/HRC/\d+/\d+/Add\.\d+",                  "A/HRC/57/6/Add.1"),
    "periodic":       (rf"(?:{_TREATY})/{_STATE}/\d+(?:-\d+)?",    "CEDAW/C/XYZ/5"),
    "initial":        (rf"(?:{_TREATY})/{_STATE}/\d+(?:-\d+)?",    "CRPD/C/XYZ/1"),
    "list-of-issues": (rf"(?:{_TREATY})/{_STATE}/(?:Q|RQ)/\d+(?:-\d+)?(?:/Add\.\d+)?", "CRC/C/XYZ/RQ/5"),
    "common-core":    (rf"HRI/CORE/{_STATE}/\d{{4}}",              "HRI/CORE/XYZ/2026"),
}
# fmt: on
"""By kind, the form of its symbol, and one (UN Document Symbols, Dag Hammarskjöld Library)."""

_STOPS = (".", ":", ";", "،", "؛")
_HEADING = re.compile(r"h[1-6]")
_NOTE = re.compile(r'href="#note-(\d+)"')
_LEFT_REFERENCE = re.compile(r"\[\^[^\]\s]{1,40}\]")


def title_page(read: Reading) -> Iterator[Finding]:
    masthead = read.content["masthead"]
    labels = {
        "state": _("state"),
        "title": _("title"),
        "body": _("body"),
        "symbol": _("document symbol"),
        "distribution": _("distribution"),
        "dated_on": _("date of the document"),
        "original_language": _("original language"),
    }
    lacking = [labels.get(name, name) for name in read.kind.masthead if not masthead.get(name)]
    if lacking:
        yield found("masthead", Place(field="masthead"), what=in_a_row(lacking))


def symbol(read: Reading) -> Iterator[Finding]:
    said = read.content["masthead"]["symbol"]
    form, example = SYMBOLS.get(read.kind.code, ("", ""))
    if said and form and not re.fullmatch(form, said):
        yield found("symbol", Place(field="masthead"), text=said, symbol=said, example=example)


def numbering(read: Reading) -> Iterator[Finding]:
    before = 0
    for section in read.content["sections"]:
        for paragraph in section["paragraphs"]:
            number = paragraph["number"]
            if number and number != before + 1:
                yield found(
                    "numbering", Place(f"p-{number}", number), text=str(number), before=before, number=number
                )
            before = number or before


def lone_headings(read: Reading) -> Iterator[Finding]:
    """Numbered headings below a chapter without another beside them; and those that people write."""
    open_levels: dict[int, list[Section]] = {}
    for section in [*read.content["sections"], None]:
        level = section["level"] if section else 0
        for lower in [one for one in open_levels if one > level]:
            siblings = open_levels.pop(lower)
            if len(siblings) == 1 and siblings[0]["number"] and lower > 1:
                yield _of_heading("lone-heading", siblings[0])
        if section:
            open_levels.setdefault(level, []).append(section)
    yield from _lone_typed(read.blocks)


def headings(read: Reading) -> Iterator[Finding]:
    """Empty, with a stop at the end, or too long."""
    for section in read.content["sections"]:
        title = section["title"]["text"].strip()
        if title and not section["span"]:
            yield _of_heading("empty-heading", section)
        yield from _worded(place_of(section), title, section["title"]["language"])
    for block in read.blocks:
        if _HEADING.fullmatch(block.tag):
            yield from _worded(block.place, block.text.strip(), block.language)


def notes(read: Reading) -> Iterator[Finding]:
    """References and notes, one for one. Contents before format 3 have no notes."""
    there = {note["number"] for note in read.content.get("notes", [])}
    referred: set[int] = set()
    for block in read.blocks:
        numbers = {int(one) for one in _NOTE.findall(block.html)}
        referred |= numbers
        marks = [str(one) for one in sorted(numbers - there)] + _LEFT_REFERENCE.findall(block.text)
        for mark in marks:
            yield found("note", block.place, text=block.text + mark, mark=mark, number=block.number)
    for number in sorted(there - referred):
        yield found("lost-note", Place(f"note-{number}"), text=str(number), number=number)


def translations(read: Reading) -> Iterator[Finding]:
    for section in read.content["sections"]:
        language = section["language"]
        if section["paragraphs"] and language and language != read.content["language"]:
            yield found(
                "untranslated",
                place_of(section),
                text=language,
                heading=section["title"]["text"],
                spoken=language_name(language),
            )


def language_name(code: str) -> str:
    """In the reader's language, as far as Django knows it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(dict(settings.LANGUAGES).get(code, code))


def _of_heading(code: str, section: Section) -> Finding:
    title = section["title"]["text"]
    return found(code, place_of(section), text=title, heading=title)


def _worded(place: Place, title: str, language: str) -> Iterator[Finding]:
    said = {"text": title, "heading": title, "language": language}
    if title.endswith(_STOPS):
        yield found("heading-stop", place, mark=title[-1], **said)
    if len(title) > LONG_HEADING:
        said["heading"] = f"{title[:80]}…"
        yield found("long-heading", place, count=len(title), **said)


def _lone_typed(blocks: list[Block]) -> Iterator[Finding]:
    """A heading in a text, the only one of its level there."""
    by_level: dict[tuple[str, str], list[Block]] = {}
    for block in blocks:
        if _HEADING.fullmatch(block.tag):
            by_level.setdefault((block.section["anchor"], block.tag), []).append(block)
    for alone in (found_there[0] for found_there in by_level.values() if len(found_there) == 1):
        title = plain(alone.html)
        yield found("lone-heading", alone.place, text=title, heading=title)
