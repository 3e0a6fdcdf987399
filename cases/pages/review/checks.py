"""What a machine can see in an answer that is to be decided: hints for who reads it, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.difference import sentences
from cases.drafting.figure_sources import Sourced
from cases.figures import figures_in
from cases.models import Case, Evidence, Version
from cases.people.day_words import day_in_words
from cases.rounds.words import share_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OLD = timedelta(days=365)
"""Evidence that is older is named: its figures may have changed."""

_WHERE = {"full_text": gettext_lazy("Full text"), "short_text": gettext_lazy("Short text")}


@dataclass(frozen=True)
class Place:
    """A sentence of the answer, with what is meant marked in it; ``where`` names the text it stands in."""

    where: StrOrPromise
    sentence: SafeString


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: ``sentence`` says what was found, ``good`` that nothing is to do."""

    sentence: str
    good: bool = False
    places: list[Place] = field(default_factory=list)


def checks_of(
    case: Case,
    text: Version,
    evidence: Sequence[Evidence],
    contributions: Sequence[str],
    today: date,
    *,
    figures: Sequence[Sourced],
) -> list[Check]:
    """What is to be looked at comes first. ``contributions`` says what is missing of other departments,
    ``figures`` are those of the text.
    """
    found = [
        *_empty(text),
        *(Check(one) for one in contributions),
        *_figures(figures, today),
        *_only_in_short(text),
        *_old(evidence, today),
        *_words(case, text),
    ]
    if not evidence:
        found.append(Check(_("There is no evidence.")))
    return sorted(found, key=lambda one: one.good)


def _empty(text: Version) -> Iterator[Check]:
    if not text.short_text.strip():
        yield Check(_("The short text is empty, and the report prints it."))
    if not text.full_text.strip():
        yield Check(_("The full text is empty."))


def _figures(figures: Sequence[Sourced], today: date) -> Iterator[Check]:
    bare = [one for one in figures if not one.has_source]
    if not bare:
        yield Check(_("No figure stands without a source."), good=True)
    else:
        said = ngettext("A figure without a source:", "Figures without a source:", len(bare))
        yield Check(said, places=_by_sentence(bare))
    old = [one for one in figures if one.given is not None and one.is_old(today)]
    if old:
        said = ngettext(
            "A figure whose as-of date is more than a year ago:",
            "Figures whose as-of date is more than a year ago:",
            len(old),
        )
        yield Check(said, places=_by_sentence(old))


def _by_sentence(figures: Iterable[Sourced]) -> list[Place]:
    found: dict[str, list[Sourced]] = {}
    for one in figures:
        found.setdefault(one.sentence, []).append(one)
    return [
        Place(_WHERE[of[0].field], _marked(said, [one.figure for one in of])) for said, of in found.items()
    ]


def _only_in_short(text: Version) -> Iterator[Check]:
    """What the report prints should stand in the full text too."""
    full = set(figures_in(text.full_text))
    alone = [one for one in figures_in(text.short_text) if one not in full]
    if alone and text.full_text.strip():
        places = list(_within(_("Short text"), text.short_text, alone))
        yield Check(_("The short text gives a figure that the full text does not:"), places=places)


def _old(evidence: Iterable[Evidence], today: date) -> Iterator[Check]:
    for one in evidence:
        if one.as_of and one.as_of < today - OLD:
            sentence = _("The evidence “%(title)s” is as of %(day)s, more than a year ago.")
            yield Check(sentence % {"title": one.title, "day": day_in_words(one.as_of)})


def _words(case: Case, text: Version) -> Iterator[Check]:
    share = share_of(case.present_answer)
    if share is not None and text.short_words > share:
        said = _("The short text is longer than its share: %(count)d words, of about %(share)d.")
        yield Check(said % {"count": text.short_words, "share": share})
    yield Check(_counted(text), good=True)


def _counted(text: Version) -> str:
    short = ngettext(
        "The short text has one word.", "The short text has %(count)d words.", text.short_words
    ) % {"count": text.short_words}
    full = ngettext(
        "The full text has one word.", "The full text has %(count)d words.", text.words
    ) % {"count": text.words}  # fmt: skip
    return f"{short} {full}"


def _within(where: str, text: str, figures: list[str]) -> Iterator[Place]:
    for sentence in sentences(text):
        if meant := [one for one in figures if one in figures_in(sentence)]:
            yield Place(where, _marked(sentence.strip(), meant))


def _marked(sentence: str, figures: list[str]) -> SafeString:
    """The sentence, escaped, with the figures marked."""
    any_of = "|".join(re.escape(one) for one in sorted(figures, key=len, reverse=True))
    cut = re.split(rf"(?<![\w/.-])({any_of})(?![\w/-])", sentence)
    known = set(figures)
    parts = (
        format_html('<mark><bdi dir="ltr">{}</bdi></mark>', one) if one in known else format_html("{}", one)
        for one in cut
    )
    return format_html_join("", "{}", ((one,) for one in parts))
