"""Whether a department exists on a day, and which one there is in the place of one that does not."""

from __future__ import annotations

from cases.people.models import Department, Succession


def present(department: Department | None) -> Department | None:
    """The department that there is in its place today: itself, or the last of its main successors."""
    while department is not None and department.valid_until is not None:
        row = Succession.objects.filter(predecessor=department, main=True).select_related("successor").first()
        if row is None:
            return department
        department = row.successor
    return department


def is_succession(predecessor_id: int | None, successor_id: int) -> bool:
    return Succession.objects.filter(predecessor=predecessor_id, successor=successor_id).exists()
