"""Acts on many cases, for the tests: what the coordinator opens, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cases.models import Case, CaseEvent, Recommendation, Round
from cases.models.case_lists import CaseQuerySet
from cases.searching import index
from cases.un import Mechanism
from tests.cast import DUE, NOW, Cast
from workflow.bulk import Row, open_bulk
from workflow.bulk_rows import Bulk


def clock() -> datetime:
    return NOW


def assign(cast: Cast, cases: Iterable[Case | Row], **more: Any) -> Bulk:
    """Opened, not yet worked on: the coordinator assigns them to the Ministry of Health."""
    return to_assign(cases, **{"by": cast.coordinator, "lead": cast.health} | more)


def to_assign(cases: Iterable[Case | Row], **given: Any) -> Bulk:
    return open_bulk(Case.process, "assign", cases, **{"now": NOW, "due_on": DUE} | given)


def came_of(bulk: Bulk) -> dict[int, str]:
    """The sentence for each row; empty where it was done."""
    return dict(bulk.items.exclude(state="waiting").values_list("row_id", "sentence"))


def assigns_of(cases: list[Case]) -> list[int]:
    """How many times each was assigned."""
    return [CaseEvent.objects.filter(case=case, step="assign").count() for case in cases]


def many_received(round: Round, number: int) -> CaseQuerySet:
    """So many cases as an import leaves them, in a few statements."""
    asked = Recommendation.objects.bulk_create(
        Recommendation(reference=f"M-{place}", source="many", source_key=str(place), mechanism=Mechanism.UPR,
                       paragraph=str(place), year=2024, symbol="A/HRC/57/QRD", place=place)
        for place in range(number)
    )  # fmt: skip
    index.refresh(one.pk for one in asked)
    Case.objects.bulk_create(Case(recommendation=one, round=round) for one in asked)
    return Case.objects.order_by("pk")
