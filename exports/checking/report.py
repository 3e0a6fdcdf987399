"""Reads a report with all checks, or with those alone that hold up its freezing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from django.core.cache import cache
from django.utils.translation import get_language

from exports.checking import abbreviations, contradictions, coverage, form, typed
from exports.checking.facts import NOTHING, Facts
from exports.checking.finding import Finding
from exports.checking.reading import Reading
from exports.content import Content
from exports.kinds import Kind

Reader = Callable[[Reading], Iterator[Finding]]

HOLDING_UP: tuple[Reader, ...] = (
    coverage.length,
    coverage.text,
    coverage.heading_numbers,
    coverage.annex_places,
    form.title_page,
    form.numbering,
    form.lone_headings,
)
"""What is certain from the content alone: without a reason the report is not frozen."""
TO_LOOK_AT: tuple[Reader, ...] = (
    coverage.twice,
    contradictions.statuses,
    contradictions.figures,
    form.symbol,
    form.headings,
    form.notes,
    form.translations,
    typed.marks,
    typed.pages_cited,
    typed.capitals,
    abbreviations.unexplained,
    typed.lengths,
    typed.spaces,
    typed.quotation_marks,
    typed.french_spaces,
    typed.links,
    typed.languages,
)
"""What only people can judge, from the content alone."""
WITH_FACTS: tuple[Reader, ...] = (
    coverage.noted,
    coverage.unprinted,
    coverage.newer,
    typed.emphasis,
)
"""For these the database knows more than the content."""
KEPT = 24 * 60 * 60
"""Seconds that what was found in a content is kept."""


def findings(content: Content, kind: Kind, facts: Facts = NOTHING) -> list[Finding]:
    """Everything that was found. No query."""
    readers = (coverage.missing, *HOLDING_UP, *WITH_FACTS, *TO_LOOK_AT)
    return _read(readers, Reading(content, kind, facts))


def holding_up(content: Content, kind: Kind, facts: Facts = NOTHING) -> list[Finding]:
    """Only what holds up the freezing; much quicker."""
    return _read((coverage.missing, *HOLDING_UP), Reading(content, kind, facts))


def findings_again(content: Content, kind: Kind, facts: Facts, *, sha256: str) -> list[Finding]:
    """As :func:`findings`; what was found in the content of this hash is not looked for twice."""
    read = Reading(content, kind, facts)
    asked = (sha256, kind.code, kind.limit, kind.advised, kind.masthead, kind.counting.code, get_language())
    key = f"report-findings-{hashlib.sha256(repr(asked).encode()).hexdigest()}"
    in_content: list[Finding] | None = cache.get(key)
    if in_content is None:
        in_content = _read((*HOLDING_UP, *TO_LOOK_AT), read)
        cache.set(key, in_content, KEPT)
    return [*_read((coverage.missing, *WITH_FACTS), read), *in_content]


def _read(readers: tuple[Reader, ...], read: Reading) -> list[Finding]:
    return [one for reader in readers for one in reader(read)]
