"""What a worker of its own does on the test's database, so that it can be killed while it writes an import.

``python -m tests.cases.importing.elsewhere write|look KEY [LEASES]``: the clock is that many leases later.
"""

from __future__ import annotations

import json
import sys
from uuid import UUID

import django

BATCH = 10
"""Recommendations written between two words about how far it is."""


def write(key: str, leases: str) -> dict[str, int]:
    """Take the import up, as the worker does that is told of it."""
    from cases.importing import batches, waiting
    from tests.cast import NOW

    batches.BATCH = BATCH
    later = int(leases) * waiting.LEASE * 1.01
    done = waiting.work_on(UUID(key), clock=lambda: NOW + later)
    return {"taken up": int(done is not None)}


def look(key: str, _leases: str) -> dict[str, int]:
    """What stands."""
    from cases.models import Brought, Case, Import, Recommendation
    from workflow.invariants import broken

    one = Import.objects.get(key=key)
    return {
        "recommendations": Recommendation.objects.count(),
        "cases": Case.objects.count(),
        "brought": Brought.objects.filter(by=one).count(),
        "written": int(one.written_at is not None),
        "confirmed": int(one.confirmed_at is not None),
        "broken": len(broken()),
    }


if __name__ == "__main__":
    django.setup()
    acts = {"write": write, "look": look}
    print(json.dumps(acts[sys.argv[1]](sys.argv[2], sys.argv[3])))  # noqa: T201
