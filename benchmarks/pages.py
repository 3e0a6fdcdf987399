"""The pages that people open every day, at a thousand and at a million cases in forty departments.

Each is asked for as a browser does, and the time is that of the whole request; ratios are of medians. A page
whose counts are kept for a minute is measured with these at hand, as nearly all who open it find it. On
PostgreSQL only.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from benchmarks.million import SIZES, load, others
from cases.models import Summary
from cases.overview.counting import count_what_is_due
from cases.people.models import User
from tests.cast import Cast, gather

ROUNDS = 15
FILTERED = "/desk/?lead=health&standing=drafting&mechanism=UPR"
SEARCHED = "/desk/?search=repair+clin"
"""One case of two hundred is found."""
BESIDE = {
    "desk_all": "/desk/",
    "desk_late": "/desk/?late=on",
    "search_common": "/desk/?search=clinics",
    "search_reference": "/desk/?search=UPR-500",
    "search_nothing": "/desk/?search=zebra",
}
"""Further addresses of the Desk, to see what a figure hides."""


def figures() -> Iterator[tuple[str, float, str]]:
    if connection.vendor != "postgresql":
        print("The pages are measured on PostgreSQL: .ci/services make bench ONLY=pages", file=sys.stderr)
        return
    settings.ALLOWED_HOSTS = ["testserver"]
    cast, further = gather(), others()
    took: dict[tuple[str, str], float] = {}
    loaded = 0
    for size, cases in SIZES.items():
        load(loaded + 1, cases, cast, further)
        loaded = cases
        yield f"counting_{size}_ms", _counting() * 1000, "ms"
        for name, (user, address) in _pages(cast).items():
            took[name, size] = _seconds(user, address)
            yield f"{name}_{size}_ms", took[name, size] * 1000, "ms"
            if size != "1k":
                yield f"{name}_{size}_vs_1k", took[name, size] / took[name, "1k"], "ratio"


def _counting() -> float:
    """What the worker does once a minute, ages and all; then the pages find its counts."""
    Summary.objects.all().delete()
    begun = time.perf_counter()
    count_what_is_due(timezone.now())
    return time.perf_counter() - begun


def _pages(cast: Cast) -> dict[str, tuple[User, str]]:
    pages = {
        "work": (cast.focal_point, "/my-work/"),
        "desk": (cast.coordinator, FILTERED),
        "search": (cast.coordinator, SEARCHED),
        "case": (cast.coordinator, "/case/UPR-500/"),
        **{name: (cast.coordinator, address) for name, address in BESIDE.items()},
    }
    try:
        return pages | {"overview": (cast.coordinator, reverse("overview"))}
    except NoReverseMatch:
        return pages


def _seconds(user: User, address: str) -> float:
    """The median of several requests, after two more."""
    client, took = Client(), []
    client.force_login(user)
    for _ in range(ROUNDS + 2):
        begun = time.perf_counter()
        response = client.get(address)
        took.append(time.perf_counter() - begun)
        assert response.status_code == 200, address
    return median(took[2:])
