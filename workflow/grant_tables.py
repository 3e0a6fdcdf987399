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
from django.contrib.auth.models import Permission
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import BigIntegerField, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

Row = tuple[str, int | None, int | None]
"""Codename, unit and lender; no unit: held for the nation, no lender: held by right."""

SOMEBODY, SOME_DAY = -1, date(1, 1, 1)
"""Stand in the kept statement for the person and for today."""

ACTIVE = ""
"""Stands as codename in the row that says that the person is active."""


def held_by(user_id: int, unit: type[Model]) -> list[Row]:
    """Everything that a person holds today, on ``unit`` and for the nation; nothing for one who left.

    One query; a second where something was lent to the person, to see that the lender holds it still.
    """
    statement, stand_in, given = statement_of(unit, connection.vendor)
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
    rows = counts.filter(borrower=user_id).values_list("codename", "unit_id", "lender_id") if counts else []
    return list(rows)


@cache
def statement_of(unit: type[Model], vendor: str) -> tuple[str, Any, tuple[Any, ...]]:
    """The text, what stands in it for today, and what it is given."""
    statement, given = _held_by_somebody(unit).query.get_compiler(connection=connection).as_sql()
    return statement, connection.ops.adapt_datefield_value(SOME_DAY), tuple(given)


def _held_by_somebody(unit: type[Model]) -> QuerySet[Any, Any]:
    """Each part is as lean as can be: on PostgreSQL most of the time goes into planning the joins."""
    nowhere = nobody = Cast(Value(None), BigIntegerField())  # PostgreSQL takes a bare NULL for a text
    codename, unit_id = F("permission__codename"), F("content_object_id")
    active = get_user_model()._default_manager.filter(pk=SOMEBODY, is_active=True)
    national = Permission.objects.filter(defined_on(unit)).order_by()
    rows = [
        own_grants(unit).filter(user=SOMEBODY).values_list(codename, unit_id, nobody),
        national.filter(group__user=SOMEBODY).values_list(F("codename"), nowhere, nobody),
        national.filter(user=SOMEBODY).values_list(F("codename"), nowhere, nobody),
        active.order_by().values_list(Value(ACTIVE), nowhere, nobody),
    ]
    if (delegations := _delegations(unit)) is not None:
        mine = delegations.filter(borrower=SOMEBODY, first_day__lte=SOME_DAY, last_day__gte=SOME_DAY)
        rows.append(mine.order_by().values_list(F("codename"), F("unit_id"), F("lender_id")))
    of_groups = group_grants(unit).filter(group__user=SOMEBODY)
    return of_groups.values_list(codename, unit_id, nobody).union(*rows, all=True)
