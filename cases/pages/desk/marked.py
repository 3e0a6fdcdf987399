"""The rows of the Desk; where words were looked for, with these marked, in the language that has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.models import Case, Recommendation
from cases.people.wording import Wording
from cases.searching.marking import excerpt, places
from cases.searching.words import Sought
from cases.templatetags.suivi import spoken, worded

WORDS = 22


@dataclass(frozen=True)
class Row:
    """One case; ``codes`` are its symbol and paragraph where they were looked for."""

    case: Case
    late: bool
    text: SafeString
    codes: SafeString


def rows_of(cases: Iterable[Case], terms: Sequence[Sought], now: datetime) -> list[Row]:
    return [
        Row(case, case.is_late(now), _text(case.recommendation, terms), _codes(case.recommendation, terms))
        for case in cases
    ]


def _text(recommendation: Recommendation, terms: Sequence[Sought]) -> SafeString:
    own = recommendation.wording()
    wordings = sorted(recommendation.wordings.all(), key=lambda one: one != own) if terms else []
    for wording in wordings:
        if found := places(wording.text, terms):
            return _spoken(wording, excerpt(wording.text, found, WORDS))
    return worded(recommendation, words=WORDS)


def _spoken(wording: Wording, shown: SafeString) -> SafeString:
    return spoken(shown, wording.language, "span")


def _codes(recommendation: Recommendation, terms: Sequence[Sought]) -> SafeString:
    codes = f"{recommendation.symbol} {recommendation.paragraph}"
    found = places(codes, [term for term in terms if term.is_code])
    return format_html('<bdi dir="ltr">{}</bdi>', excerpt(codes, found, WORDS)) if found else SafeString("")
