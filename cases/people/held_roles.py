"""Which roles each of many people holds by right, also people who are switched off: for lists and settings.

What counts for an act is asked of ``roles.grants_of``; here nothing is lent and nobody is left out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission

from cases.people.models import DepartmentGroupPermission, DepartmentUserPermission, User
from cases.people.roles import IN_DEPARTMENT, NATIONAL

ROLE_OF = {codename: role for role, codename in (IN_DEPARTMENT | NATIONAL).items()}
_PLACE = {role: place for place, role in enumerate([*NATIONAL, *IN_DEPARTMENT])}


@dataclass(frozen=True)
class HeldRole:
    """``role`` is a key of ``roles.IN_DEPARTMENT`` or ``NATIONAL``; the latter without a department."""

    role: str
    department_id: int | None


def held_roles(people: Collection[int]) -> dict[int, list[HeldRole]]:
    """By the id of the person, the nation's first; four queries however many people there are."""
    found: dict[int, list[HeldRole]] = {pk: [] for pk in people}
    for pk, codename, department_id in {*_in_departments(people), *_national(people)}:
        found[pk].append(HeldRole(ROLE_OF[codename], department_id))
    for held in found.values():
        held.sort(key=lambda one: (_PLACE[one.role], one.department_id or 0))
    return found


def holds(person: User, role: str, department_id: int | None) -> bool:
    return HeldRole(role, department_id) in held_roles([person.pk])[person.pk]


def _in_departments(people: Collection[int]) -> set[tuple[int, str, int | None]]:
    wanted = {"permission__codename__in": list(IN_DEPARTMENT.values())}
    by_group = DepartmentGroupPermission.objects.filter(group__user__in=people, **wanted)
    direct = DepartmentUserPermission.objects.filter(user__in=people, **wanted)
    return {
        *by_group.values_list("group__user", "permission__codename", "content_object"),
        *direct.values_list("user", "permission__codename", "content_object"),
    }


def _national(people: Collection[int]) -> set[tuple[int, str, int | None]]:
    wanted = {"codename__in": list(NATIONAL.values()), "content_type__app_label": "people"}
    by_group = Group.objects.filter(
        user__in=people, **{f"permissions__{name}": value for name, value in wanted.items()}
    )
    direct = Permission.objects.filter(user__in=people, **wanted)
    return {
        (pk, codename, None)
        for pk, codename in [
            *by_group.values_list("user", "permissions__codename"),
            *direct.values_list("user", "codename"),
        ]
    }
