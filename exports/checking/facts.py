"""What the checks know beside the content: how the cases stand, what was typed. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef

from cases.models import Case, CaseRound, Round, Version
from cases.models.case_lists import CaseQuerySet
from cases.people.days import today_of
from cases.un import Position
from exports.content import Content
from exports.models.outline import PassageAnswer, PassageText

if TYPE_CHECKING:
    from cases.people.models import User
    from exports.models import Report


@dataclass(frozen=True)
class Asked:
    """How a recommendation stands and who leads it, in words. ``days_late`` is 0 where it is in time."""

    reference: str
    standing: str
    lead: str
    days_late: int
    restricted: bool
    approved: bool


@dataclass(frozen=True)
class Facts:
    """``reasons``: noted recommendations whose reasons are on record. ``asked``: each by its reference.

    ``typed``: what people typed (Markdown), by the anchor of the section that prints it. ``newer``: the
    passages with an answer that was approved anew after it flowed in; nothing of it is printed, so no content
    says it.
    """

    reasons: frozenset[str] = frozenset()
    asked: Mapping[str, Asked] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    newer: frozenset[int] = frozenset()


NOTHING = Facts()


def reasons_of(report: Report) -> frozenset[str]:
    """The noted recommendations of its round whose reasons a round of positions approved. One query."""
    kept = CaseRound.objects.filter(
        case=OuterRef("pk"), round__kind=Round.Kind.POSITIONS, answer__approved__isnull=False
    )
    noted = Case.objects.unrestricted().asked_in(report.round_id)
    found = noted.filter(Exists(kept), recommendation__position=Position.NOTED)
    return frozenset(found.order_by().values_list("recommendation__reference", flat=True))


def facts_of(report: Report, content: Content, *, reader: User, now: datetime) -> Facts:
    """All facts, as the reader may know them: restricted cases are among them for who is named there.

    The edition of a frozen report is read as it stands; how its cases stand is of now.
    """
    seen = Case.objects.visible_to(reader).asked_in(report.round_id)
    return Facts(reasons_of(report), _asked(seen, now), _typed(report, content), _newer(report))


def _newer(report: Report) -> frozenset[int]:
    standing = PassageAnswer.objects.filter(passage__report=report, passage__removed_at=None)
    anew = standing.filter(answer__approved__isnull=False).exclude(version=F("answer__approved"))
    return frozenset(anew.values_list("passage", flat=True))


def _asked(cases: CaseQuerySet, now: datetime) -> dict[str, Asked]:
    rows = cases.select_related("recommendation", "lead", "answer").prefetch_related("lead__wordings")
    return {case.reference: _standing(case, now) for case in rows.order_by("pk")}


def _standing(case: Case, now: datetime) -> Asked:
    late = case.is_late(now) and case.due_on is not None
    approved = case.answer is not None and case.answer.approved_id is not None
    return Asked(
        reference=case.reference,
        standing=str(case.standing),
        lead=str(case.lead or ""),
        days_late=(today_of(case.lead, now) - case.due_on).days if late and case.due_on else 0,
        restricted=case.restricted,
        approved=approved,
    )


def _typed(report: Report, content: Content) -> dict[str, str]:
    """What was typed where the content prints it, by the anchor of the section. Two queries."""
    printed = {reference: one["version"] for one in content["narratives"] for reference in one["references"]}
    versions = dict(Version.objects.filter(pk__in=set(printed.values())).values_list("pk", "short_text"))
    own = _own_words(report, content["language"])
    typed = {}
    for section in content["sections"]:
        told = dict.fromkeys(printed.get(one, 0) for one in section["references"])
        answers = "\n\n".join(versions.get(pk, "") for pk in told)
        typed[section["anchor"]] = own.get(section.get("passage", 0), answers)
        if section["kind"] == "introduction":
            typed[section["anchor"]] = report.introduction
    return typed


def _own_words(report: Report, language: str) -> dict[int, str]:
    """By passage, its own text in the language; none where it prints its answers' texts again."""
    texts = PassageText.objects.filter(passage__report=report, language=language).order_by("number")
    newest = {one.passage_id: one for one in texts}
    return {passage: one.text for passage, one in newest.items() if not one.as_answered}
