"""The list of a report's papers with the buttons that ask for more: a part of its page."""

from __future__ import annotations

from typing import Any

from cases.people.languages import own_name
from cases.people.models import User
from exports.formats import OF_A_TEXT, Format
from exports.models import Rendering, Report

_PLACES = {one: place for place, one in enumerate(Format)}

SHOWN = 15
"""Of a report's papers, the newest; an edition's page has all of its own."""


def papers_of(report: Report, user: User) -> dict[str, Any]:
    """What the list of papers on the report's page shows; one query."""
    seen = Rendering.objects.visible_to(user).filter(report=report).newest_first()
    shown = list(seen.select_related("report", "requested_by", "edition", "since")[:SHOWN])
    return {
        "papers": sorted(shown, key=_turn),
        "papers_under_way": any(one.is_under_way for one in shown),
        "formats": OF_A_TEXT,
        "printed_in": [(code, own_name(code)) for code in report.printed_in],
    }


def _turn(paper: Rendering) -> tuple[bool, int, int, str, int]:
    """What is under way first, then the newest edition; of each the formats as their buttons stand."""
    original = "" if paper.language == paper.report.language else paper.language
    return not paper.is_under_way, -(paper.edition_id or 0), _PLACES[paper.kind], original, -paper.pk
