"""Roles and delegations of a dissolved department, carried over to those that follow it.

Whose role is carried over keeps it in the dissolved department too: that is its archive, in which nothing is
open any more. From whom it is not, it is taken, so that the person sees no draft of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from cases.people.models import (
    Department,
    DepartmentDelegation,
    DepartmentGroupPermission,
    DepartmentUserPermission,
    User,
)
from cases.people.roles import IN_DEPARTMENT, give_role, grants_of, take_role

ROLE_OF = {codename: role for role, codename in IN_DEPARTMENT.items()}
Gives = Callable[[int, str, int], bool]
"""Whether a person (id) gets a role (codename) in the successor at a place."""


@dataclass(frozen=True)
class Held:
    """A role that an active person holds in a department by right."""

    user: User
    codename: str
    department_id: int


def held_in(department_ids: Sequence[int]) -> list[Held]:
    """Everybody's roles in these departments, by name of the person; three queries."""
    wanted = {"content_object__in": department_ids, "permission__codename__in": ROLE_OF}
    by_group = DepartmentGroupPermission.objects.filter(group__user__is_active=True, **wanted)
    direct = DepartmentUserPermission.objects.filter(user__is_active=True, **wanted)
    rows = {
        *by_group.values_list("group__user", "permission__codename", "content_object"),
        *direct.values_list("user", "permission__codename", "content_object"),
    }
    users = User.objects.in_bulk({user for user, _codename, _department in rows})
    found = (Held(users[user], codename, department) for user, codename, department in rows)
    return sorted(found, key=lambda one: (one.department_id, one.user.name, one.user.pk, one.codename))


def lent_in(department_ids: Sequence[int], today: date) -> QuerySet[DepartmentDelegation]:
    """What is lent in these departments, and is not over."""
    lent = DepartmentDelegation.objects.filter(
        unit__in=department_ids, ended_at__isnull=True, last_day__gte=today
    )
    return lent.select_related("lender", "borrower").order_by("pk")


def carry(dissolved: Sequence[int], successors: Sequence[Department], gives: Gives, now: datetime) -> None:
    """Give the roles that are carried over, take the others, and end what was lent or make it again."""
    lent = list(lent_in(dissolved, timezone.localdate(now)))
    for held in held_in(dissolved):
        places = [place for place in range(len(successors)) if gives(held.user.pk, held.codename, place)]
        for place in places:
            give_role(held.user, ROLE_OF[held.codename], successors[place])
        if not places:
            take(held)
    for delegation in lent:
        _lend_again(delegation, successors, now)


def take(held: Held) -> None:
    """Take a role that is held by right, by group or directly."""
    there = Department.objects.get(pk=held.department_id)
    take_role(held.user, ROLE_OF[held.codename], there)
    DepartmentUserPermission.objects.filter(
        user=held.user, content_object=there, permission__codename=held.codename
    ).delete()


def _lend_again(delegation: DepartmentDelegation, successors: Sequence[Department], now: datetime) -> None:
    """In each successor where the lender has the role, and the borrower another one."""
    today, codename = timezone.localdate(now), delegation.codename
    DepartmentDelegation.objects.filter(pk=delegation.pk).update(ended_at=now)
    lender, borrower = grants_of(delegation.lender), grants_of(delegation.borrower)
    for successor in successors:
        there = borrower.held_by_right(successor.pk)
        if codename in lender.held_by_right(successor.pk) and there and codename not in there:
            DepartmentDelegation.objects.create(
                unit=successor,
                codename=codename,
                lender=delegation.lender,
                borrower=delegation.borrower,
                first_day=max(delegation.first_day, today),
                last_day=delegation.last_day,
            )


def state(department_ids: Sequence[int], today: date) -> Iterator[list[object]]:
    """What a preview shows of it, as plain values."""
    for held in held_in(department_ids):
        yield [held.user.pk, held.codename, held.department_id]
    for one in lent_in(department_ids, today):
        yield [one.pk, str(one.first_day), str(one.last_day)]
