"""What must always be true of departments: see ``workflow/invariants.py``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cases.people.models import FormerName, Succession
from workflow.invariants import invariant


@invariant("A department ends on the day before its successors take over, and those exist by then.")
def days_fit() -> Iterator[str]:
    rows = Succession.objects.select_related("reorganisation", "predecessor", "successor")
    for row in rows.order_by("pk").iterator():
        on, begins = row.reorganisation.on, row.successor.valid_from
        ended = row.predecessor.valid_until
        if ended is None or ended + timedelta(days=1) != on or (begins is not None and begins > on):
            yield f"{row.predecessor.code}, followed by {row.successor.code}."


@invariant("Who took over from a department is not followed by it in turn.")
def no_circles() -> Iterator[str]:
    after = dict(Succession.objects.filter(main=True).values_list("predecessor__code", "successor__code"))
    for code in after:
        passed, here = {code}, after[code]
        while here in after and here not in passed:
            passed.add(here)
            here = after[here]
        if here in passed:
            yield f"{code}."


@invariant("A former name ended when another took its place.")
def names_differ() -> Iterator[str]:
    for row in FormerName.objects.select_related("of").iterator():
        if not row.of.wordings.filter(language=row.language).exists():
            yield f"{row.of.code}, {row.language}."
