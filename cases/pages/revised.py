"""How the text of a recommendation read before an import revised it, beside how it reads since."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.safestring import SafeString

from cases.difference import difference
from cases.models import FormerText, Recommendation, RecommendationText
from cases.people.languages import own_name

SHOWN = 5
"""Revisions that are shown, the newest first."""


class Revised(NamedTuple):
    """One revision: when it was, of the text in which language, and what went and came."""

    on: datetime
    language: str
    name: str
    difference: SafeString


def revisions_of(recommendation: Recommendation) -> list[Revised]:
    """The newest of them; each against the text that followed it. One query."""
    follows = {one.language: _whole(one) for one in recommendation.wordings.all()}
    found = []
    for former in recommendation.former_texts.order_by("-until", "-pk")[:SHOWN]:
        before = _whole(former)
        after = follows.get(former.language, "")
        found.append(
            Revised(former.until, former.language, own_name(former.language), difference(before, after))
        )
        follows[former.language] = before
    return found


def _whole(text: FormerText | RecommendationText) -> str:
    return "\n".join(filter(None, (text.heading, text.opening, text.text)))
