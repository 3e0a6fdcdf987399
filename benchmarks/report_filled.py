"""A round of many approved answers, each in words of its own, and the report that is assembled of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from typing import Any

from cases.models import Answer, Case, Recommendation, Round, Term, Version
from cases.models.recommendation import RecommendationText
from cases.people.models import Department
from cases.states import APPROVED
from config.demo.people import DATA
from exports import actions
from exports.models import Report
from tests.cast import NOW, Cast, status

THEMES = 12
MECHANISMS = ("UPR", "CCPR", "CESCR", "CEDAW", "CRC")


def assembled(cast: Cast, leads: Sequence[Department], *, answers: int) -> Report:
    """A report that an editor arranges, with so many passages, each of which answers one recommendation."""
    name = f"bench-{answers}"
    opened = Round.objects.create(code=name, title=name, language="en", opened_on=NOW.date())
    _answer(replace(cast, round=opened), leads, answers)
    report = actions.open_report(
        reference=name, title="Bench", round=opened, by=cast.editor, symbol="A/HRC/WG.6/55/QRD/1"
    )
    given: dict[str, Any] = {"kind": "upr", "round": opened, "grouping": "section"}
    actions.take_report_step(report, "assemble", by=cast.editor, now=NOW, **given)
    return report


def _answer(cast: Cast, leads: Sequence[Department], count: int) -> None:
    asked = _asked(cast.round.code, count)
    answers = Answer.objects.bulk_create(
        Answer(round=cast.round, lead=lead) for lead, _one in zip(cycle(leads), asked, strict=False)
    )
    _approve(cast, answers)
    degree = status("in-progress")
    Case.objects.bulk_create(
        Case(
            recommendation=one, round=cast.round, lead=answer.lead, answer=answer, state=APPROVED,
            status=degree, version=1,
        )
        for one, answer in zip(asked, answers, strict=True)
    )  # fmt: skip


def _asked(name: str, count: int) -> list[Recommendation]:
    themes = [_theme(f"{name}-{number}") for number in range(1, THEMES + 1)]
    asked = Recommendation.objects.bulk_create(_recommendation(name, place, count) for place in range(count))
    RecommendationText.objects.bulk_create(
        RecommendationText(of=one, language="en", text=f"Repair clinic {one.place} in rural areas.")
        for one in asked
    )
    link = Recommendation.themes.through
    link.objects.bulk_create(
        link(recommendation=one, term=themes[place * THEMES // count]) for place, one in enumerate(asked)
    )
    return asked


def _theme(code: str) -> Term:
    theme = Term.objects.create(vocabulary=Term.Vocabulary.THEME, code=code)
    theme.wordings.create(language="en", text=f"Theme {code} of the national report")
    return theme


def _recommendation(name: str, place: int, count: int) -> Recommendation:
    return Recommendation(
        reference=f"{name}.{place + 1}".upper(), source=name, source_key=str(place + 1), year=2024,
        place=place + 1, mechanism=MECHANISMS[place * len(MECHANISMS) // count], symbol="A/HRC/57/QRD",
        paragraph=str(place + 1),
    )  # fmt: skip


def _approve(cast: Cast, answers: list[Answer]) -> None:
    """Each with a sentence that no other has: what was made of one text is not found by another."""
    told = json.loads((DATA / "narratives.json").read_text(encoding="utf-8"))["approved"]
    versions = Version.objects.bulk_create(
        Version(
            answer=answer, number=1, language="en", author=cast.focal_point, at=NOW, released_at=NOW,
            full_text=f"{text['full']}\n\nThis is the full answer {answer.pk}.",
            short_text=f"{text['short']} This is answer {answer.pk}.",
        )
        for answer, text in zip(answers, cycle(told), strict=False)
    )  # fmt: skip
    for answer, version in zip(answers, versions, strict=True):
        answer.sent = answer.approved = version
    Answer.objects.bulk_update(answers, ["sent", "approved"], batch_size=200)
