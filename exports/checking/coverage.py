"""Coverage: whether every recommendation is answered, once, and where headings and annex say so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.searching.folding import fold
from exports.checking.finding import Finding, Place, found
from exports.checking.reading import Reading, place_of
from exports.content import Row, Section, unanswered
from exports.numbering import listed

_NUMBERED = re.compile(r"^\D+\d+(?:\s*[–-]\s*\d+)?(?:\s*[,،]\s*\d+(?:\s*[–-]\s*\d+)?)*$")
_RUN = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
MOST_IN_RUN = 5_000
"""Numbers from the first to the last of one run; no annex is as long."""


def length(read: Reading) -> Iterator[Finding]:
    over = read.kind.words_in(read.content) - read.kind.limit
    if over > 0 and not read.kind.advised:
        yield found("too-long", Place(), count=over)


def text(read: Reading) -> Iterator[Finding]:
    if not read.content["sections"]:
        yield found("no-text", Place(field="introduction"))


def missing(read: Reading) -> Iterator[Finding]:
    """Neither answered, nor noted with reasons."""
    for row in unanswered(read.content):
        if row["reference"] not in read.facts.reasons:
            asked = read.facts.asked.get(row["reference"])
            yield found(
                "missing",
                _of_row(row),
                reference=row["reference"],
                lead=(asked.lead if asked else row["department"]["text"]) or _("nobody yet"),
                standing=asked.standing if asked else "–",
                days_late=asked.days_late if asked else 0,
            )


def noted(read: Reading) -> Iterator[Finding]:
    for row in unanswered(read.content):
        if row["reference"] in read.facts.reasons:
            yield found("noted", _of_row(row), reference=row["reference"])


def twice(read: Reading) -> Iterator[Finding]:
    sections: dict[str, list[Section]] = defaultdict(list)
    for section in read.content["sections"]:
        for reference in dict.fromkeys(section["references"]):
            sections[reference].append(section)
    for reference, told in sections.items():
        for again in told[1:]:
            first, second = told[0]["span"] or told[0]["number"], again["span"] or again["number"]
            place = place_of(again)
            yield found(
                "twice", place, text=reference, reference=reference, first=first or "–", second=second or "–"
            )


def heading_numbers(read: Reading) -> Iterator[Finding]:
    """A heading of nothing but numbers, such as “Recommendations 1–5, 14–16”, against what it heads."""
    numbers = {row["reference"]: row["number"] for row in read.content["matrix"]}
    for section in read.content["sections"]:
        title = section["title"]["text"]
        if not section["references"] or not _NUMBERED.match(title):
            continue
        answers = {numbers[one] for one in section["references"] if one in numbers}
        if _said(title) != answers:
            yield found(
                "heading-numbers",
                place_of(section),
                text=title,
                heading=title,
                numbers=listed(answers) if answers else "–",
            )


def annex_places(read: Reading) -> Iterator[Finding]:
    answering: dict[str, set[str]] = defaultdict(set)
    for section in read.content["sections"]:
        for reference in section["references"]:
            answering[reference].add(section["span"])
    for row in read.content["matrix"]:
        stands = answering.get(row["reference"], {""})
        if row["answered_in"] not in stands | {_joined(stands)}:
            yield found(
                "annex-place",
                _of_row(row),
                text=row["answered_in"],
                reference=row["reference"],
                number=row["number"],
                said=row["answered_in"] or "–",
                stands=_joined(stands) or "–",
            )


def unprinted(read: Reading) -> Iterator[Finding]:
    """Restricted cases, and closed ones whose answer was approved."""
    for one in read.facts.asked.values():
        place = Place(reference=one.reference, identity=one.reference)
        if one.restricted:
            yield found("restricted", place, reference=one.reference)
    for row in read.content["matrix"]:
        asked = read.facts.asked.get(row["reference"])
        if row["is_closed"] and asked and asked.approved:
            yield found("closed", _of_row(row), reference=row["reference"])


def newer(read: Reading) -> Iterator[Finding]:
    for section in read.content["sections"]:
        if section.get("passage", 0) in read.facts.newer:
            title = section["title"]["text"]
            yield found("newer", place_of(section), heading=title)


def _of_row(row: Row) -> Place:
    number = row["first_paragraph"]
    return Place(f"p-{number}" if number else "coverage", number, row["reference"], identity=row["reference"])


def _said(title: str) -> set[int]:
    """The numbers that a heading names; digits of any script."""
    runs = [(int(first), int(last or first)) for first, last in _RUN.findall(fold(title))]
    return {number for first, last in runs for number in range(first, min(last, first + MOST_IN_RUN) + 1)}


def _joined(spans: set[str]) -> str:
    return ", ".join(sorted(one for one in spans if one))
