"""The roles that people hold, and the acts of giving and taking them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm

from cases.people.models import Department, DepartmentGroupPermission, User
from workflow.grants import Grants
from workflow.holders import holders as holders_in_unit
from workflow.holders import national_holders
from workflow.process import topics_beside
from workflow.roles import InUnit, National, OnTopics, first_present, one_of

LEAD_DEPARTMENT = InUnit(_("lead department"), ("draft", "stand_in", "sign_off"))
FOCAL_POINT = InUnit(_("focal point"), ("draft", "stand_in"))
HEAD = InUnit(_("head of department"), ("sign_off",))
ESCALATION_CONTACT = InUnit(_("escalation contact"), ("escalate",))
"""Sees the cases of the department as a coordinator does: of texts, what was sent for validation."""
HEAD_OR_FOCAL_POINT = first_present(HEAD, FOCAL_POINT, _("head, or focal point where there is none"))
COORDINATOR = National(_("coordinator"), ("coordinate",))
VALIDATOR = OnTopics(
    _("validator"), ("validate",), elsewhere=_("validator of its themes, or of the whole country")
)
NATIONAL_VALIDATOR = National(_("validator"), VALIDATOR.codenames)
"""Of what has no theme, such as a report: there a validator for themes has no say."""
EDITOR = National(_("editor"), ("edit_report",))
LEAD_OR_COORDINATOR = one_of(LEAD_DEPARTMENT, COORDINATOR, label=_("lead department or coordinator"))
LENDER = one_of(
    InUnit(_("focal point or head"), ("draft", "sign_off")),
    COORDINATOR,
    label=_("focal point or head, or the coordinator"),
)
TRANSLATOR = National(_("translator"), ("translate",))
OBSERVER = National(_("observer"), ("observe",))

# Of a contribution: its unit is the department that contributes, and it names the lead beside.
CONTRIBUTORS = InUnit(_("contributing department"), ("draft", "stand_in", "sign_off", "contribute"))
DELIVERERS = InUnit(
    _("focal point or head of the contributing department"), ("draft", "stand_in", "sign_off")
)
ITS_LEAD = InUnit(_("lead department"), LEAD_DEPARTMENT.codenames, on="lead")
ITS_LEAD_OR_COORDINATOR = one_of(ITS_LEAD, COORDINATOR, label=_("lead department or coordinator"))

IN_DEPARTMENT = {
    "focal point": "draft",
    "alternate": "stand_in",
    "head": "sign_off",
    "contributor": "contribute",
    "escalation contact": "escalate",
}
NATIONAL = {
    "coordinator": "coordinate",
    "validator": "validate",
    "editor": "edit_report",
    "translator": "translate",
    "observer": "observe",
}


@transaction.atomic
def give_role(user: User, role: str, department: Department | None = None) -> None:
    """Let ``user`` hold ``role``: a key of IN_DEPARTMENT with a department, or of NATIONAL without one.

    Raises ValueError where role and department do not go together.
    """
    user.groups.add(_group_for(role, department))


def take_role(user: User, role: str, department: Department | None = None) -> None:
    """The opposite of :func:`give_role`; does nothing where the role is not held."""
    user.groups.remove(_group_for(role, department))


@transaction.atomic
def open_roles(department: Department) -> None:
    """Make the groups of a department's roles, and of the nation's, so that people can be put into them."""
    for role in IN_DEPARTMENT:
        _group_for(role, department)
    for role in NATIONAL:
        _group_for(role, None)


def grants_of(user: Any) -> Grants:
    """What ``user`` holds now, nationally, by department and by theme, in one query.

    Of what is held for the nation only roles count: who may change departments in the set-up sees no case.
    """
    held = Grants.of(user, Department, topics_beside(Department))
    return replace(held, national=held.national & frozenset(NATIONAL.values()))


def holders(department_id: int | None, *codenames: str) -> Any:
    """Active users who hold any of ``codenames`` in a department."""
    return holders_in_unit(Department, department_id, codenames)


def national_holders_of(*codenames: str) -> Any:
    """Active users who hold any of ``codenames`` for the nation."""
    return national_holders(Department, codenames)


def _group_for(role: str, department: Department | None) -> Group:
    if department is None and role in NATIONAL:
        group, made = Group.objects.get_or_create(name=role)
        if made:
            group.permissions.add(_permission(NATIONAL[role]))
        return group
    if department is not None and role in IN_DEPARTMENT:
        return _group_in(department, role)
    raise ValueError(f"“{role}” is not a role {'in a department' if department else 'of the nation'}.")


def _group_in(department: Department, role: str) -> Group:
    """By its grant, and only then by its name: a code may be changed, and given to another department."""
    name = f"{department.code}: {role}"
    codename = IN_DEPARTMENT[role]
    granted = DepartmentGroupPermission.objects.filter(
        content_object=department, permission__codename=codename, group__name__contains=f": {role}"
    )
    known = granted.select_related("group").order_by("pk").first()
    if known is not None and known.group.name == name:
        return known.group
    for other in Group.objects.filter(name=name):
        other.name = f"{name} ({other.pk})"
        other.save(update_fields=["name"])
    group = known.group if known is not None else Group()
    group.name = name
    group.save()
    assign_perm(codename, group, department)
    return group


def _permission(codename: str) -> Permission:
    return Permission.objects.get(codename=codename, content_type__app_label="people")
