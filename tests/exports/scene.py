"""What the tests of reports begin with: a report on the cast's round, and cases answered in it."""

from __future__ import annotations

from typing import Any

from cases import actions
from cases.models import Case, Term
from exports.chapters import gather
from exports.content import Content
from exports.models import Rendering, Report
from tests.cast import DUE, NOW, Cast, draft, received


def report(cast: Cast, **fields: Any) -> Report:
    return Report.objects.create(
        **{
            "reference": "national-report-2026",
            "title": "National report 2026",
            "round": cast.round,
            "kind": "upr",
            "body": "Human Rights Council",
            "symbol": "A/HRC/WG.6/55/XYZ/1",
            **fields,
        }
    )


def theme(name: str) -> Term:
    made = Term.objects.create(vocabulary=Term.Vocabulary.THEME, code=name)
    made.wordings.create(language="en", text=name)
    return made


def asked(cast: Cast, about: Term | None = None, **fields: Any) -> Case:
    case = received(cast, **fields)
    if about is not None:
        case.recommendation.themes.add(about)
    return case


def answered(cast: Cast, *cases: Case, full: str = "The full text.", short: str = "The short text.") -> None:
    """One narrative for all of ``cases``, approved."""
    _sent(cast, *cases, full=full, short=short)
    actions.take_step(Case.objects.get(pk=cases[0].pk), "approve", by=cast.validator, now=NOW)
    for case in cases:
        case.refresh_from_db()


def sent(cast: Cast, *cases: Case, full: str = "The full text.", short: str = "The short text.") -> None:
    _sent(cast, *cases, full=full, short=short)


def _sent(cast: Cast, *cases: Case, full: str, short: str) -> None:
    actions.assign_together(list(cases), lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    first = Case.objects.get(pk=cases[0].pk)
    draft(first, by=cast.focal_point, full_text=full, short_text=short)
    actions.take_step(first, "sign_and_send", by=cast.head, now=NOW)


def content_of(shown: Report) -> Content:
    return gather(shown, Case.objects.all())


def made(shown: Report, **fields: Any) -> Rendering:
    """A finished PDF of what the report says now, without the trouble of making it."""
    return Rendering.objects.create(
        **{
            "report": shown,
            "requested_at": NOW,
            "state": Rendering.State.DONE,
            "content": content_of(shown),
            "file": "reports/national-report-2026/made.pdf",
            "sha256": "a" * 64,
            "size": 1_234,
            "pages": 12,
            **fields,
        }
    )
