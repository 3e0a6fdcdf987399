"""Who may do what: roles as grants on units (departments) or for the whole nation.

Two questions, one rule: ``Grants.of(user, unit)`` says what a person holds, ``holders`` says who holds
something. Both read guardian's grant tables directly, for active users only; being superuser grants nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import BigIntegerField, F, Model, Q, QuerySet, Value
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Grants:
    """What one person holds: ``national`` codenames, and codenames per unit id."""

    unit: type[Model]
    national: frozenset[str] = frozenset()
    by_unit: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, user: AbstractBaseUser, unit: type[Model]) -> Grants:
        """Read everything that ``user`` holds on the model ``unit``, in one query."""
        national: set[str] = set()
        by_unit: dict[int, set[str]] = {}
        for codename, unit_id in _grants_of(user, unit):
            if unit_id is None:
                national.add(codename)
            else:
                by_unit.setdefault(unit_id, set()).add(codename)
        return cls(unit, frozenset(national), {key: frozenset(held) for key, held in by_unit.items()})

    def held_in(self, unit_id: int | None) -> frozenset[str]:
        return self.by_unit.get(unit_id, frozenset()) if unit_id else frozenset()

    def units_with(self, codenames: Iterable[str]) -> list[int]:
        """The ids of the units in which any of ``codenames`` is held."""
        wanted = frozenset(codenames)
        return sorted(unit_id for unit_id, held in self.by_unit.items() if held & wanted)


@dataclass(frozen=True)
class Role:
    """A role that a step asks for. ``label`` is what people call it; any of ``codenames`` gives it."""

    label: StrOrPromise
    codenames: tuple[str, ...]

    def held(self, grants: Grants, unit_id: int | None) -> bool:
        raise NotImplementedError

    def holders(self, unit: type[Model], unit_id: int | None) -> QuerySet[Any]:
        raise NotImplementedError


class National(Role):
    """Held without an object: for every case of the nation."""

    def held(self, grants: Grants, unit_id: int | None) -> bool:
        return bool(grants.national & set(self.codenames))

    def holders(self, unit: type[Model], unit_id: int | None) -> QuerySet[Any]:
        return national_holders(unit, self.codenames)


class InUnit(Role):
    """Held on the case's own unit."""

    def held(self, grants: Grants, unit_id: int | None) -> bool:
        return bool(grants.held_in(unit_id) & set(self.codenames))

    def holders(self, unit: type[Model], unit_id: int | None) -> QuerySet[Any]:
        return holders(unit, unit_id, self.codenames)


@dataclass(frozen=True)
class FirstPresent(Role):
    """``first``, or ``otherwise`` in a unit where nobody holds ``first``."""

    first: Role
    otherwise: Role

    def held(self, grants: Grants, unit_id: int | None) -> bool:
        if self.first.held(grants, unit_id):
            return True
        return self.otherwise.held(grants, unit_id) and not self.first.holders(grants.unit, unit_id).exists()

    def holders(self, unit: type[Model], unit_id: int | None) -> QuerySet[Any]:
        first = self.first.holders(unit, unit_id)
        return first if first.exists() else self.otherwise.holders(unit, unit_id)


def first_present(first: Role, otherwise: Role, label: StrOrPromise) -> FirstPresent:
    """The role of ``first``, falling to ``otherwise`` where a unit has no ``first``."""
    return FirstPresent(label, first.codenames + otherwise.codenames, first, otherwise)


def holders(unit: type[Model], unit_id: int | None, codenames: Iterable[str]) -> QuerySet[Any]:
    """Active users who hold any of ``codenames`` on one unit, by group or directly; none without a unit."""
    users = get_user_model()._default_manager
    if unit_id is None:
        return users.none()
    wanted = Q(permission__codename__in=list(codenames), content_object=unit_id)
    groups = _group_grants(unit).filter(wanted).values("group_id")
    direct = _own_grants(unit).filter(wanted).values("user_id")
    return users.filter(Q(groups__in=groups) | Q(pk__in=direct), is_active=True).distinct()


def holders_by_unit(
    unit: type[Model], unit_ids: Iterable[int], codenames: Iterable[str]
) -> dict[int, set[int]]:
    """Ids of the active users who hold any of ``codenames``, for many units in one query."""
    wanted = {"permission__codename__in": list(codenames), "content_object__in": list(unit_ids)}
    groups = _group_grants(unit).filter(group__user__is_active=True, **wanted)
    direct = _own_grants(unit).filter(user__is_active=True, **wanted)
    found: dict[int, set[int]] = {}
    for unit_id, user_id in groups.values_list("content_object_id", "group__user").union(
        direct.values_list("content_object_id", "user_id")
    ):
        found.setdefault(unit_id, set()).add(user_id)
    return found


def units_without(codenames: Iterable[str], unit: type[Model], unit_ids: Iterable[int]) -> list[int]:
    """Those of ``unit_ids`` in which no active user holds any of ``codenames``."""
    asked = set(unit_ids)
    return sorted(asked - holders_by_unit(unit, asked, codenames).keys())


def national_holders(unit: type[Model], codenames: Iterable[str]) -> QuerySet[Any]:
    """Active users who hold any of ``codenames`` for the nation."""
    permissions = Permission.objects.filter(_defined_on(unit), codename__in=list(codenames))
    return (
        get_user_model()
        ._default_manager.filter(
            Q(groups__permissions__in=permissions) | Q(user_permissions__in=permissions), is_active=True
        )
        .distinct()
    )


def _grants_of(user: AbstractBaseUser, unit: type[Model]) -> Iterable[tuple[str, int | None]]:
    in_groups = {"group__user": user.pk, "group__user__is_active": True}
    itself = {"user": user.pk, "user__is_active": True}
    nowhere = Value(None, output_field=BigIntegerField())
    codename = F("permission__codename")
    of_groups = _group_grants(unit).filter(**in_groups)
    direct = _own_grants(unit).filter(**itself)
    national = Permission.objects.filter(_defined_on(unit)).order_by()
    return of_groups.values_list(codename, F("content_object_id")).union(
        direct.values_list(codename, F("content_object_id")),
        national.filter(**in_groups).values_list(F("codename"), nowhere),
        national.filter(**itself).values_list(F("codename"), nowhere),
        all=True,
    )


def _group_grants(unit: Any) -> QuerySet[Any]:
    model: Any = get_group_obj_perms_model(unit)
    return cast("QuerySet[Any]", model.objects.all())


def _own_grants(unit: Any) -> QuerySet[Any]:
    model: Any = get_user_obj_perms_model(unit)
    return cast("QuerySet[Any]", model.objects.all())


def _defined_on(unit: type[Model]) -> Q:
    return Q(content_type__app_label=unit._meta.app_label, content_type__model=unit._meta.model_name)
