"""A round of many approved answers, each in words of its own, and the report that is assembled of them."""

from __future__ import annotations

import json
from itertools import cycle
from typing import Any

from cases.models import Answer, Case, Recommendation, Term, Version
from cases.models.recommendation import RecommendationText
from cases.states import APPROVED
from config.demo.people import DATA
from exports import actions
from exports.models import Report
from tests.cast import NOW, Cast, department, status

THEMES = 12
MECHANISMS = ("UPR", "CCPR", "CESCR", "CEDAW", "CRC")
DEPARTMENTS = 38


def assembled(cast: Cast, count: int, reference: str = "bench") -> Report:
    """``count`` recommendations, each answered by a passage, in a report that an editor arranges."""
    _answer(cast, count)
    report = actions.open_report(
        reference=reference, title="Bench", round=cast.round, by=cast.editor, symbol="A/HRC/WG.6/55/QRD/1"
    )
    given: dict[str, Any] = {"kind": "upr", "round": cast.round, "grouping": "section"}
    actions.take_report_step(report, "assemble", by=cast.editor, now=NOW, **given)
    return report


def _answer(cast: Cast, count: int) -> None:
    leads = [department(f"d{number}", f"Department {number}") for number in range(DEPARTMENTS)]
    asked = _asked(count)
    answers = Answer.objects.bulk_create(
        Answer(round=cast.round, lead=leads[number % DEPARTMENTS]) for number in range(count)
    )
    _approve(cast, answers)
    Case.objects.bulk_create(_case(cast, one, answer) for one, answer in zip(asked, answers, strict=True))


def _asked(count: int) -> list[Recommendation]:
    themes = [Term.objects.create(vocabulary=Term.Vocabulary.THEME, code=f"t{n}") for n in range(THEMES)]
    for number, theme in enumerate(themes, start=1):
        theme.wordings.create(language="en", text=f"Theme {number} of the national report")
    asked = Recommendation.objects.bulk_create(_recommendation(n, count) for n in range(count))
    RecommendationText.objects.bulk_create(
        RecommendationText(of=one, language="en", text=f"Repair clinic {one.place} in rural areas.")
        for one in asked
    )
    link = Recommendation.themes.through
    link.objects.bulk_create(
        link(recommendation=one, term=themes[place * THEMES // count]) for place, one in enumerate(asked)
    )
    return asked


def _recommendation(place: int, count: int) -> Recommendation:
    return Recommendation(
        reference=f"QRD-{place + 1}", source="bench", source_key=str(place + 1), year=2024, place=place + 1,
        mechanism=MECHANISMS[place % len(MECHANISMS)], symbol="A/HRC/57/QRD", paragraph=str(place + 1),
    )  # fmt: skip


def _approve(cast: Cast, answers: list[Answer]) -> None:
    """Each with a sentence that no other has: what is kept by its words is not found by those of another."""
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


def _case(cast: Cast, asked: Recommendation, answer: Answer) -> Case:
    return Case(
        recommendation=asked, round=cast.round, lead=answer.lead, answer=answer, state=APPROVED,
        status=status("in-progress"), version=1,
    )  # fmt: skip
