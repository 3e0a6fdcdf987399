"""Whether a department exists on a day, asked so that nobody dissolves it before the transaction ends."""

from __future__ import annotations

from datetime import date

from django.db import connection

from cases.people.models import Department


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
