"""A step as one hand-written statement, through psycopg alone: role, state, history row and outbox row.

It locks, chains and hashes nothing and runs no guard: the floor that no engine on this database gets below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import connection
from psycopg import Cursor

from cases.models import Case
from tests.cast import NOW, Cast

STATEMENT = """
WITH allowed AS (
  SELECT 1 FROM people_user_groups g
  JOIN auth_group_permissions p ON p.group_id = g.group_id
  JOIN auth_permission n ON n.id = p.permission_id
  WHERE g.user_id = %(by)s AND n.codename = %(codename)s
  UNION ALL
  SELECT 1 FROM people_user_groups g
  JOIN people_departmentgrouppermission d ON d.group_id = g.group_id
  JOIN auth_permission n ON n.id = d.permission_id
  WHERE g.user_id = %(by)s AND d.content_object_id = %(unit)s AND n.codename = %(codename)s
), moved AS (
  UPDATE cases_case SET state = %(target)s, version = version + 1
  WHERE id = %(case)s AND state = %(source)s AND EXISTS (SELECT FROM allowed) RETURNING id, version
), happened AS (
  INSERT INTO cases_caseevent
    (case_id, number, step, source, target, by_id, at, process_version, data, previous_hash, own_hash)
  SELECT id, version, 'plain', %(source)s, %(target)s, %(by)s, %(at)s, 1, '{}', '', '' FROM moved
  RETURNING id
)
INSERT INTO workflow_outbox (process, event_id, not_before, state)
SELECT 'case', id, %(at)s, 'waiting' FROM happened RETURNING event_id
"""
# fmt: off
STEPS = (
    ("received",   "assigned",   "coordinator", "coordinate"),
    ("assigned",   "drafting",   "focal_point", "draft"),
    ("drafting",   "sign-off",   "focal_point", "draft"),
    ("sign-off",   "validation", "head",        "sign_off"),
    ("validation", "drafting",   "validator",   "validate"),
    ("drafting",   "validation", "head",        "sign_off"),
    ("validation", "approved",   "validator",   "validate"),
)
# fmt: on


def life(cast: Cast, case: Case) -> Iterator[Callable[[], None]]:
    answer = cast.round.answers.create(lead=cast.health)
    Case.objects.filter(pk=case.pk).update(lead=cast.health, answer=answer)
    for source, target, person, codename in STEPS:
        given = {"case": case.pk, "unit": cast.health.pk, "by": getattr(cast, person).pk, "at": NOW}
        yield partial(_step, given | {"source": source, "target": target, "codename": codename})


def _step(given: dict[str, Any]) -> None:
    """psycopg sends it by itself, in a transaction of its own, and prepares it."""
    assert Cursor(connection.connection).execute(STATEMENT, given, prepare=True).fetchone()
