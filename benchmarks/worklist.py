"""My work, first page, at a thousand, a hundred thousand and a million cases in forty departments.

Measured is the time that the database takes for all queries of the real page: for the focal point of a large
department, which leads a fifth of all cases, and of a small one, which always leads ninety. At the largest
size the list is also measured against a plain one by the foreign key, with the same rows beside it. On
PostgreSQL only.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from benchmarks.million import SIZES, load, others
from cases.models import Case
from cases.pages.my_work import PER_PAGE
from cases.pages.waiting import Waiting
from cases.people.roles import grants_of
from tests.cast import gather

ROUNDS = 15


def figures() -> Iterator[tuple[str, float, str]]:
    if connection.vendor != "postgresql":
        print(
            "The work lists are measured on PostgreSQL: .ci/services make bench ONLY=worklist",
            file=sys.stderr,
        )
        return
    settings.ALLOWED_HOSTS = ["testserver"]
    cast = gather()
    further = others()
    people = {"large": cast.focal_point, "small": cast.justice_focal_point}
    took: dict[tuple[str, str], float] = {}
    loaded = 0
    for size, cases in SIZES.items():
        load(loaded + 1, cases, cast, further)
        loaded = cases
        for name, user in people.items():
            took[name, size], queries = _page(user)
            yield f"{name}_{size}_ms", took[name, size] * 1000, "ms"
            yield f"{name}_{size}_queries", queries, "queries"
    for name in people:
        for size in ("100k", "1m"):
            yield f"{name}_{size}_vs_1k", took[name, size] / took[name, "1k"], "ratio"
    yield "vs_foreign_key", _list(cast.focal_point) / _plain_list(cast.health.pk), "ratio"


def _page(user: Any) -> tuple[float, int]:
    client = Client()
    client.force_login(user)

    def shown() -> None:
        response = client.get("/my-work/")
        assert response.status_code == 200

    return _in_database(shown)


def _list(user: Any) -> float:
    waiting = Waiting.of(user, grants_of(user), timezone.now())
    return _in_database(lambda: waiting[0:PER_PAGE])[0]


def _plain_list(lead_id: int) -> float:
    return _in_database(
        lambda: list(Case.objects.filter(lead=lead_id).for_lists().order_by("pk")[:PER_PAGE])
    )[0]


def _in_database(act: Callable[[], object]) -> tuple[float, int]:
    """Seconds that its queries take, and how many there are: the median of several times, after two more."""
    asked: list[float] = []

    def timed(execute: Any, *given: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*given)
        finally:
            asked.append(time.perf_counter() - begun)

    rounds = []
    for _ in range(ROUNDS + 2):
        asked.clear()
        with connection.execute_wrapper(timed):
            act()
        rounds.append((sum(asked), len(asked)))
    return median(seconds for seconds, _queries in rounds[2:]), rounds[-1][1]
