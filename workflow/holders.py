"""Who holds what: the active users with a role in a unit, on a topic or for the nation, today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from workflow.grant_tables import defined_on, group_grants, lent, own_grants


def holders(unit: type[Model], unit_id: int | None, codenames: Iterable[str]) -> QuerySet[Any]:
    """Active users who hold any of ``codenames`` on one unit, by group or directly; none without a unit."""
    users = get_user_model()._default_manager
    if unit_id is None:
        return users.none()
    wanted = Q(permission__codename__in=list(codenames), content_object=unit_id)
    groups = group_grants(unit).filter(wanted).values("group_id")
    direct = own_grants(unit).filter(wanted).values("user_id")
    held = Q(groups__in=groups) | Q(pk__in=direct)
    if (borrowed := lent(unit, timezone.localdate())) is not None:
        held |= Q(pk__in=borrowed.filter(unit=unit_id, codename__in=list(codenames)).values("borrower_id"))
    return users.filter(held, is_active=True).distinct()


def holders_by_unit(
    unit: type[Model], unit_ids: Iterable[int], codenames: Iterable[str]
) -> dict[int, set[int]]:
    """Ids of the active users who hold any of ``codenames``, for many units in one query."""
    wanted = {"permission__codename__in": list(codenames), "content_object__in": list(unit_ids)}
    groups = group_grants(unit).filter(group__user__is_active=True, **wanted)
    direct = own_grants(unit).filter(user__is_active=True, **wanted)
    rows = [direct.values_list("content_object_id", "user_id")]
    if (borrowed := lent(unit, timezone.localdate())) is not None:
        there = borrowed.filter(unit__in=list(unit_ids), codename__in=list(codenames))
        rows.append(there.filter(borrower__is_active=True).values_list("unit_id", "borrower_id"))
    found: dict[int, set[int]] = {}
    for unit_id, user_id in groups.values_list("content_object_id", "group__user").union(*rows):
        found.setdefault(unit_id, set()).add(user_id)
    return found


def units_by_holder(unit: type[Model], user_ids: Iterable[int]) -> dict[int, set[int]]:
    """Ids of the units in which each of these users holds anything by right, in one query."""
    asked = set(user_ids)
    groups = group_grants(unit).filter(group__user__in=asked).values_list("group__user", "content_object_id")
    direct = own_grants(unit).filter(user__in=asked).values_list("user_id", "content_object_id")
    found: dict[int, set[int]] = {}
    for user_id, unit_id in groups.union(direct):
        found.setdefault(user_id, set()).add(unit_id)
    return found


def holders_by_topic(topics: type[Model], codenames: Iterable[str]) -> dict[int, set[int]]:
    """Ids of the active users who hold any of ``codenames``, by the id of the topic; one query."""
    held = own_grants(topics).filter(user__is_active=True, permission__codename__in=list(codenames))
    found: dict[int, set[int]] = {}
    for topic_id, user_id in held.values_list("content_object_id", "user_id"):
        found.setdefault(topic_id, set()).add(user_id)
    return found


def units_without(codenames: Iterable[str], unit: type[Model], unit_ids: Iterable[int]) -> list[int]:
    """Those of ``unit_ids`` in which no active user holds any of ``codenames``."""
    asked = set(unit_ids)
    if not asked:
        return []
    return sorted(asked - holders_by_unit(unit, asked, codenames).keys())


def national_holders(unit: type[Model], codenames: Iterable[str]) -> QuerySet[Any]:
    """Active users who hold any of ``codenames`` for the nation."""
    permissions = Permission.objects.filter(defined_on(unit), codename__in=list(codenames))
    return (
        get_user_model()
        ._default_manager.filter(
            Q(groups__permissions__in=permissions) | Q(user_permissions__in=permissions), is_active=True
        )
        .distinct()
    )
