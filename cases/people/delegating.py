"""Lending a role in a department for some days, and ending it early.

What is lent counts by itself from the first day to the last (``workflow/roles.py``); an act done under it
names both people. Lender and borrower may end it; nobody can lend what was lent to him.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.people.models import Department, DepartmentDelegation, User
from cases.people.roles import IN_DEPARTMENT, grants_of
from workflow.errors import NotAllowed, Refused
from workflow.models import Outbox
from workflow.undoing import window

LONGEST = timedelta(days=366)
LETTER = "delegation"
"""Under this name the outbox holds that the borrower is to be told (notifications/letters.py)."""


@transaction.atomic
def lend(
    codename: str, *, unit: Department, by: User, to: User, first_day: date, last_day: date, now: datetime
) -> DepartmentDelegation:
    """Let ``to`` hold the role ``codename`` of ``by`` in ``unit`` too, from ``first_day`` to ``last_day``.

    Raises :class:`NotAllowed` where ``by`` does not hold the role by right, :class:`Refused` where the days
    make no sense, or ``to`` is not an active colleague of the same department, or holds the role already.
    """
    today = timezone.localdate(now)
    if codename not in grants_of(by).held_by_right(unit.pk):
        raise NotAllowed(_("You can lend only a role of your own; one that was lent to you stays with you."))
    if sentence := why_not_days(first_day, last_day, today=today):
        raise Refused(sentence)
    if to not in colleagues(unit, of=by):
        raise Refused(_("Choose an active colleague who has a role in the same department."))
    if codename in grants_of(to).held_by_right(unit.pk):
        raise Refused(_("%(name)s has this role already.") % {"name": to})
    lent = DepartmentDelegation.objects.create(
        codename=codename, unit=unit, lender=by, borrower=to, first_day=first_day, last_day=last_day
    )
    Outbox.objects.create(process=LETTER, event_id=lent.pk, not_before=now + window())
    return lent


def why_not_days(first_day: date, last_day: date, *, today: date) -> str:
    """The sentence why a role is not lent for these days; empty: they make sense."""
    if not today <= first_day <= last_day:
        return _("The first day is today or later, and the last day is not before it.")
    if last_day - first_day > LONGEST:
        return _("Lend a role for a year at most; for longer, an administrator gives it.")
    return ""


def end(delegation: DepartmentDelegation, *, by: User, now: datetime) -> None:
    """End it now; a second time changes nothing. Raises :class:`NotAllowed` for all but its two people."""
    if by.pk not in (delegation.lender_id, delegation.borrower_id):
        raise NotAllowed(_("Only who lent the role, or who holds it, can end this."))
    DepartmentDelegation.objects.filter(pk=delegation.pk, ended_at__isnull=True).update(ended_at=now)


def delegations_of(user: User, *, today: date) -> QuerySet[DepartmentDelegation]:
    """What this person lent or borrowed, and is not over."""
    mine = Q(lender=user) | Q(borrower=user)
    found = DepartmentDelegation.objects.filter(mine, ended_at__isnull=True, last_day__gte=today)
    return (
        found.select_related("lender", "borrower", "unit")
        .prefetch_related("unit__wordings")
        .order_by("first_day", "pk")
    )


def colleagues(unit: Department, *, of: User) -> QuerySet[User]:
    """Active people, but ``of``, who hold a role in the department by right."""
    wanted = {"permission__codename__in": list(IN_DEPARTMENT.values()), "content_object": unit}
    groups = unit.departmentgrouppermission_set.filter(**wanted).values("group_id")
    direct = unit.departmentuserpermission_set.filter(**wanted).values("user_id")
    held = Q(groups__in=groups) | Q(pk__in=direct)
    return User.objects.filter(held, is_active=True).exclude(pk=of.pk).distinct().order_by("name", "pk")
