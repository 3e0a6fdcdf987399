"""Roles in words, for the pages of people: what each of many holds, with the themes of validators."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from cases.models import Term, TermUserPermission
from cases.people.held_roles import HeldRole, held_roles
from cases.people.models import Department
from cases.people.roles import IN_DEPARTMENT, NATIONAL
from cases.validating import VALIDATE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Said:
    """One role of one person: its name, its department or theme if it has one."""

    label: StrOrPromise
    role: str = ""
    department: Department | None = None
    theme: Term | None = None


def role_label(role: str) -> StrOrPromise:
    """What people call a role, by its key."""
    names = dict(Department._meta.permissions)
    codename = (IN_DEPARTMENT | NATIONAL).get(role, "")
    return names.get(codename, role)


def roles_said(people: Collection[int]) -> dict[int, list[Said]]:
    """By the id of the person; a fixed number of queries."""
    held = held_roles(people)
    wanted = {one.department_id for rows in held.values() for one in rows if one.department_id}
    departments = Department.objects.with_names().in_bulk(wanted)
    said = {pk: [_said(one, departments) for one in rows] for pk, rows in held.items()}
    themes = TermUserPermission.objects.filter(user__in=people, permission__codename=VALIDATE)
    for grant in themes.select_related("content_object").prefetch_related("content_object__wordings"):
        said[grant.user_id].append(Said(role_label("validator"), theme=grant.content_object))
    return said


def _said(held: HeldRole, departments: dict[int, Department]) -> Said:
    department = departments[held.department_id] if held.department_id else None
    return Said(capfirst(str(role_label(held.role))), held.role, department)
