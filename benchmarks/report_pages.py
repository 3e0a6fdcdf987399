"""The pages of a report of 1,500 passages, against those of one of 100 in the same run.

Each is asked for as a browser does, and what counts is the time of the processor: that of the whole request,
the database's own beside it only where that is SQLite, which works in this process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median

from django.conf import settings
from django.core.cache import cache
from django.test import Client

from benchmarks.report_filled import assembled
from exports import content, prose_kept
from exports.checking import contradictions
from tests.cast import department, gather

MANY, FEW = 1_500, 100
DEPARTMENTS = 38
ROUNDS = 7
PAGES = {"page": "", "checks": "checks/", "words": "words/", "fitting": "fitting/"}


def figures() -> Iterator[tuple[str, float, str]]:
    settings.ALLOWED_HOSTS = ["testserver"]
    cast, client = gather(), Client()
    leads = [department(f"d{number}", f"Department {number}") for number in range(DEPARTMENTS)]
    client.force_login(cast.editor)
    reports = {count: assembled(cast, leads, answers=count) for count in (FEW, MANY)}
    for name, path in PAGES.items():
        few, many = (_warm(client, f"/desk/reports/bench-{count}/{path}") for count in (FEW, MANY))
        yield f"{name}_1500_ms", many * 1000, "ms"
        yield f"{name}_1500_vs_100", many / few, "ratio"
        if name == "page":
            yield "page_1500_cold_vs_warm", median(_cold(client) for _time in range(3)) / many, "ratio"
            first = reports[MANY].passages.in_order()[0].pk
            edited = [_edited(client, first) for _time in range(ROUNDS)]
            yield "arranging_1500_vs_page", median(act for act, _page in edited) / many, "ratio"
            yield "page_1500_edited_vs_warm", median(page for _act, page in edited) / many, "ratio"


def _warm(client: Client, address: str) -> float:
    """The median of several requests, after two more."""
    took = [_seconds(lambda: client.get(address).status_code == 200) for _time in range(ROUNDS + 2)]
    return median(took[2:])


def _cold(client: Client) -> float:
    """As the first who opens it finds it."""
    cache.clear()
    for kept in (prose_kept._parsed, prose_kept._html, content._counted, contradictions._kept):
        kept.clear()
    return _seconds(lambda: client.get(f"/desk/reports/bench-{MANY}/").status_code == 200)


def _edited(client: Client, passage: int) -> tuple[float, float]:
    """A passage moved down, after which other paragraphs have its numbers; then the page."""
    address = f"/desk/reports/bench-{MANY}/"
    act = _seconds(lambda: client.post(f"{address}outline/", {"act": f"down:{passage}"}).status_code == 302)
    return act, _seconds(lambda: client.get(address).status_code == 200)


def _seconds(done: Callable[[], bool]) -> float:
    begun = time.process_time()
    assert done()
    return time.process_time() - begun
