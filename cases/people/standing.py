"""Whether a department exists on a day, and which one there is in the place of one that does not."""

from __future__ import annotations

from datetime import date

from django.db import connection

from cases.people.models import Department, Succession


def stands(department: Department, day: date) -> bool:
    """Whether it exists on ``day``, as the database has it now; it stays so until the transaction ends.

    Many may ask at once (a key-share lock); who dissolves a department waits for them (reorganising.py). On
    SQLite the transaction alone does it: it begins IMMEDIATE.
    """
    asked = Department.objects.standing_on(day).filter(pk=department.pk).values("pk")
    statement, given = asked.query.sql_with_params()
    locked = " FOR KEY SHARE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(statement + locked, given)
        return cursor.fetchone() is not None


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
