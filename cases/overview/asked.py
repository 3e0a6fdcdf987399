"""Since when a case is open: the step by which its department was last asked, as the case itself keeps it.

The steps set it (``asked_at``, flow.py), so that a million cases are counted without their history; here it
is read from history again, to say where the two disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from cases.models import Case, CaseEvent
from workflow.undoing import UNDO, in_force

ASKING = ("assign", "open_round")
"""Steps by which a department is asked."""
BATCH = 1000


def strayed() -> Iterator[int]:
    """The ids of the cases that keep another moment than their history tells."""
    last = 0
    while batch := list(
        Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "asked_at")[:BATCH]
    ):
        told = told_by_history([pk for pk, _asked_at in batch])
        yield from (pk for pk, asked_at in batch if told.get(pk) != asked_at)
        last = batch[-1][0]


def told_by_history(cases: Sequence[int]) -> dict[int, datetime]:
    """By the id of the case: when the last asking step that stands was taken. One query."""
    rows = CaseEvent.objects.filter(case__in=cases, step__in=(*ASKING, UNDO)).order_by("case", "number")
    found: dict[int, datetime] = {}
    for case, events in groupby(rows, key=lambda event: event.case_id):
        for event in in_force(events):
            found[case] = event.at
    return found
