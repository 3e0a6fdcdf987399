"""The tables in which roles are kept: guardian's grants on units, Django's permissions, the delegations.

``workflow/roles.py`` asks them who may do what. What one person holds is asked several times for a page and
once for a step, so that statement is composed once and kept as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

Row = tuple[str, int | None, int | None, int | None]
"""Codename, unit, lender and topic; neither unit nor topic: held for the nation, no lender: held by right."""

SOMEBODY, SOME_DAY = -1, date(1, 1, 1)
"""Stand in the kept statement for the person and for today."""

UNITS, TOPICS, NATION = "units", "topics", "nation"
EVERYWHERE = frozenset({UNITS, TOPICS, NATION})
"""Where something may be held: a step reads of a person's grants only those where its role is held."""

ACTIVE = ""
"""Stands as codename in the row that says that the person is active."""


def held_by(user_id: int, unit: type[Model], topics: type[Model] | None) -> list[Row]:
    """Everything that a person holds today, on ``unit``, on ``topics`` and for the nation; nothing for one
    who left.

    One query; a second where something was lent to the person, to see that the lender holds it still.
    """
    statement, stand_in, given = statement_of(unit, topics, EVERYWHERE, connection.vendor)
    real = {SOMEBODY: user_id, stand_in: connection.ops.adapt_datefield_value(timezone.localdate())}
    with connection.cursor() as cursor:
        cursor.execute(statement, [real.get(value, value) for value in given])
        return that_count(cursor.fetchall(), user_id, unit)


def that_count(rows: Sequence[Row], user_id: int, unit: type[Model]) -> list[Row]:
    """Of what the statement found, what counts: nothing for one who left; of what was lent, what still holds.

    A query where something was lent: the lender must hold it.
    """
    if not any(row[0] == ACTIVE for row in rows):
        return []
    by_right = [row for row in rows if row[0] != ACTIVE and row[2] is None]
    return by_right + (_borrowed_by(user_id, unit) if any(row[2] for row in rows) else [])


def group_grants(unit: Any) -> QuerySet[Any]:
    model: Any = get_group_obj_perms_model(unit)
    return cast("QuerySet[Any]", model.objects.all())


def own_grants(unit: Any) -> QuerySet[Any]:
    model: Any = get_user_obj_perms_model(unit)
    return cast("QuerySet[Any]", model.objects.all())


def defined_on(unit: type[Model]) -> Q:
    return Q(content_type__app_label=unit._meta.app_label, content_type__model=unit._meta.model_name)


def lent(unit: Any, today: date) -> QuerySet[Any] | None:
    """The delegations that count: not ended, nor of one who left or lost the role. None: no table."""
    delegations = _delegations(unit)
    if delegations is None:
        return None
    here = {"content_object": OuterRef("unit"), "permission__codename": OuterRef("codename")}
    by_group = group_grants(unit).filter(group__user=OuterRef("lender"), **here)
    directly = own_grants(unit).filter(user=OuterRef("lender"), **here)
    current = delegations.filter(
        first_day__lte=today, last_day__gte=today, ended_at__isnull=True, lender__is_active=True
    )
    return current.filter(Exists(by_group) | Exists(directly)).order_by()


def _delegations(unit: Any) -> QuerySet[Any] | None:
    try:
        model: Any = unit._meta.get_field("delegations").related_model
    except FieldDoesNotExist:
        return None
    return cast("QuerySet[Any]", model._default_manager.all())


def _borrowed_by(user_id: int, unit: type[Model]) -> list[Row]:
    counts = lent(unit, timezone.localdate())
    rows = (
        counts.filter(borrower=user_id).values_list("codename", "unit_id", "lender_id")
        if counts is not None
        else []
    )
    return [(*row, None) for row in rows]


@cache
def statement_of(
    unit: type[Model], topics: type[Model] | None, where: frozenset[str], vendor: str
) -> tuple[str, Any, tuple[Any, ...]]:
    """The text, what stands in it for today, and what it is given.

    Written by hand for its leanness, in SQL that every database knows: it is part of every step.
    """
    stand_in = connection.ops.adapt_datefield_value(SOME_DAY)
    delegations = _delegations(unit)
    there = [
        *_HELD,
        *([_ON_TOPIC] if topics is not None else []),
        *([_LENT] if delegations is not None else []),
    ]
    parts = [part for place, part in there if place in where or not place]
    given = [value for part in parts for value in (SOMEBODY, *[stand_in] * (part.count("%s") - 1))]
    names = _names(unit) | {"lent": _name(delegations.model) if delegations is not None else ""}
    names["on_topic"] = _name(own_grants(topics).model) if topics is not None else ""
    return "\nUNION ALL\n".join(parts).format(**names), stand_in, tuple(given)


_HELD = (
    (
        UNITS,
        "SELECT p.codename, g.content_object_id, {none}, {none} FROM {of_person} m"
        " JOIN {by_group} g ON g.group_id = m.group_id JOIN {permission} p ON p.id = g.permission_id"
        " WHERE m.{person} = %s",
    ),
    (
        UNITS,
        "SELECT p.codename, g.content_object_id, {none}, {none} FROM {by_person} g"
        " JOIN {permission} p ON p.id = g.permission_id WHERE g.user_id = %s",
    ),
    (
        NATION,
        "SELECT p.codename, {none}, {none}, {none} FROM {of_person} m"
        " JOIN {of_group} g ON g.group_id = m.group_id JOIN {permission} p ON p.id = g.permission_id"
        " WHERE m.{person} = %s AND p.content_type_id = {type}",
    ),
    (
        NATION,
        "SELECT p.codename, {none}, {none}, {none} FROM {national} g"
        " JOIN {permission} p ON p.id = g.permission_id"
        " WHERE g.{holder} = %s AND p.content_type_id = {type}",
    ),
    ("", "SELECT '{active}', {none}, {none}, {none} FROM {user} u WHERE u.id = %s AND u.is_active"),
)
"""Held in a unit by a group, or in person; for the nation by a group, or in person; and who is active."""

_ON_TOPIC = (
    TOPICS,
    "SELECT p.codename, {none}, {none}, g.content_object_id FROM {on_topic} g"
    " JOIN {permission} p ON p.id = g.permission_id WHERE g.user_id = %s",
)
"""Held on a topic: by the person alone, not by groups."""

_LENT = (
    UNITS,
    "SELECT d.codename, d.unit_id, d.lender_id, {none} FROM {lent} d"
    " WHERE d.borrower_id = %s AND d.first_day <= %s AND d.last_day >= %s",
)


def _names(unit: Any) -> dict[str, str]:
    user: Any = get_user_model()
    groups, national = user._meta.get_field("groups"), user._meta.get_field("user_permissions")
    of_unit = f"app_label = '{unit._meta.app_label}' AND model = '{unit._meta.model_name}'"
    return {
        "active": ACTIVE,
        "none": "CAST(NULL AS bigint)",
        "user": _name(user),
        "of_person": connection.ops.quote_name(groups.m2m_db_table()),
        "person": connection.ops.quote_name(groups.m2m_column_name()),
        "of_group": _name(Group.permissions.through),
        "national": connection.ops.quote_name(national.m2m_db_table()),
        "holder": connection.ops.quote_name(national.m2m_column_name()),
        "permission": _name(Permission),
        "by_group": _name(group_grants(unit).model),
        "by_person": _name(own_grants(unit).model),
        "type": f"(SELECT id FROM {_name(ContentType)} WHERE {of_unit})",  # noqa: S608 - names of the code
    }


def _name(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)
