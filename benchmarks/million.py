"""A state with forty departments and as many cases as are wanted, for the benches. On PostgreSQL only."""

from __future__ import annotations

from typing import Any

from django.db import connection

from cases.models import Answer, Case, CaseEvent, Recommendation, SearchText
from cases.models.recommendation import RecommendationText
from cases.searching.words import searchable
from tests.cast import NOW, Cast, department

SIZES = {"1k": 1_000, "100k": 100_000, "1m": 1_000_000}
OTHERS = 38
STATES = ["assigned", "drafting", "sign-off", "validation", "approved", "submitted"]
ACTS = ["Open", "Fund", "Staff", "Repair", "Inspect", "Extend", "Equip", "Reform", "Monitor", "Publish"]
THINGS = [
    "clinics", "schools", "courts", "prisons", "shelters", "libraries", "wells", "roads", "registers", "laws",
    "hotlines", "inspections", "curricula", "budgets", "pensions", "subsidies", "statistics", "archives",
    "translations", "trainings",
]  # fmt: skip
TEXTS = [f"{act} {thing} in rural areas, and train those who work there." for act in ACTS for thing in THINGS]
"""One of twenty cases is about the same thing, one of two hundred has the same text."""
WORDS = [searchable([text]) for text in TEXTS]


def others() -> list[int]:
    """The ids of the departments beside the two of the cast."""
    return [department(f"d{number}", f"Department {number}").pk for number in range(OTHERS)]


def load(first: int, last: int, cast: Cast, others: list[int]) -> None:
    """In bulk, by SQL: for each number a recommendation with its text and the words that are searched, an
    answer, a case and its event.
    """
    lead = (
        f"CASE WHEN n % 5 = 0 THEN {cast.health.pk} WHEN n % 5 = 2 AND n <= 450 THEN {cast.justice.pk}"
        f" ELSE (ARRAY{others})[1 + n % {OTHERS}] END"
    )
    state = f"(ARRAY{STATES})[1 + n % {len(STATES)}]"
    due_on = "CURRENT_DATE - 60 + (n::bigint * 7919 % 400)::int"
    under_way = {
        "state": state,
        "lead_id": lead,
        "answer_id": "n",
        "recommendation_id": "n",
        "due_on": due_on,
    }
    taken = {"step": "'assign'", "by_id": str(cast.coordinator.pk), "at": f"'{NOW.isoformat()}'"}
    rows: list[tuple[Any, dict[str, str]]] = [
        (Recommendation, {"reference": "'UPR-' || n", "source_key": "n", "mechanism": "'UPR'", "place": "n"}),
        (RecommendationText, {"id": "n", "of_id": "n", "language": "'en'", "text": _one_of(TEXTS)}),
        (SearchText, {"of_id": "n", "words": f"'upr upr-' || n || ' ' || {_one_of(WORDS)}"}),
        (Answer, {"round_id": str(cast.round.pk), "lead_id": lead}),
        (Case, {"round_id": str(cast.round.pk), "version": "1", "asked_at": taken["at"], **under_way}),
        (CaseEvent, {"case_id": "n", "number": "1", **taken}),
    ]
    with connection.cursor() as cursor:
        for model, given in rows:
            columns = _blank(model) | ({} if model is SearchText else {"id": "n"}) | given
            into = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
            numbers = f"generate_series({first}, {last}) n"
            cursor.execute(f"{into} SELECT {', '.join(columns.values())} FROM {numbers}")
        cursor.execute("VACUUM ANALYZE")


def _one_of(texts: list[str]) -> str:
    return f"(ARRAY{texts})[1 + n % {len(texts)}]"


def _blank(model: Any) -> dict[str, str]:
    """What a row says where it has to say something and nothing is given."""
    kinds = {"BooleanField": "false", "CharField": "''", "TextField": "''", "JSONField": "'{}'"}
    wanted = (one for one in model._meta.concrete_fields if not one.null and not one.primary_key)
    return {one.column: kinds.get(one.get_internal_type(), "0") for one in wanted}
