"""Handing over a person's work in a department: all roles at once, for some days or for good.

Work follows roles, so who gets the roles gets what is open. For some days each role is lent
(delegating.py); for good it is given to the one and taken from the other. Four eyes stay those of the people.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.people import delegating
from cases.people.carrying import ROLE_OF, Held, lent_in, take
from cases.people.models import Department, DepartmentDelegation, HandOver, User
from cases.people.roles import COORDINATOR, give_role, grants_of
from workflow.errors import Conflict, NotAllowed, Refused
from workflow.models import Outbox

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LETTER = "hand-over"
"""Under this name the outbox holds that both are to be told (notifications/letters.py)."""


@dataclass(frozen=True)
class Plan:
    """What is to be handed over: ``days`` are the first and the last one; None: for good."""

    unit: Department
    leaver: User
    to: User
    days: tuple[date, date] | None = None
    switch_off: bool = False

    @property
    def roles(self) -> list[str]:
        """The codenames of what the person holds there by right."""
        return sorted(grants_of(self.leaver).held_by_right(self.unit.pk) & set(ROLE_OF))


def may_hand_over(by: User, leaver: User, unit: Department) -> bool:
    """The person himself, the head of the department for a colleague, the coordinator for anybody."""
    if by == leaver:
        return True
    grants = grants_of(by)
    return COORDINATOR.held(grants, None) or "sign_off" in grants.held_by_right(unit.pk)


def why_not(plan: Plan, *, by: User, now: datetime) -> StrOrPromise:
    """The sentence why this cannot be done; empty: go on."""
    today = timezone.localdate(now)
    coordinates = COORDINATOR.held(grants_of(by), None)
    is_colleague = delegating.colleagues(plan.unit, of=plan.leaver).filter(pk=plan.to.pk).exists()
    if not plan.roles or not plan.unit.stands_on(today):
        return _("%(name)s holds no role in this department.") % {"name": plan.leaver}
    if plan.to == plan.leaver or not plan.to.is_active:
        return _("Choose somebody else, whose account is active.")
    is_head = "sign_off" in grants_of(by).held_by_right(plan.unit.pk)
    if (plan.to == by and not is_head) or not (is_colleague or coordinates):
        return _("Choose a colleague who has a role in the same department.")
    if plan.days is not None:
        return _days(plan, today)
    if plan.switch_off and not coordinates:
        return _("Only a coordinator switches off an account.")
    if plan.switch_off and (plan.leaver == by or plan.leaver.is_staff or plan.leaver.is_superuser):
        return _("This account is switched off by an administrator, in the set-up.")
    return ""


def digest(plan: Plan, open_cases: Sequence[str], *, today: date) -> str:
    """Stands for what a preview shows: roles, open cases, what is lent."""
    lent = [[one.pk, str(one.last_day)] for one in lent_by(plan, today)]
    held = sorted(grants_of(plan.to).held_by_right(plan.unit.pk))
    shown = json.dumps([plan.roles, held, sorted(open_cases), lent])
    return hashlib.sha256(shown.encode()).hexdigest()


def lent_by(plan: Plan, today: date) -> QuerySet[DepartmentDelegation]:
    """What the person lent or borrowed in the department: for good, it ends."""
    return lent_in([plan.unit.pk], today).filter(Q(lender=plan.leaver) | Q(borrower=plan.leaver))


@transaction.atomic
def hand_over(plan: Plan, open_cases: Sequence[str], *, seen: str, by: User, now: datetime) -> HandOver:
    """Do it, and keep a record with ``open_cases``, references. ``seen`` is the digest that was shown.

    Raises :class:`NotAllowed`, :class:`Conflict` where something changed since, :class:`Refused`; then
    nothing was changed.
    """
    if not may_hand_over(by, plan.leaver, plan.unit):
        raise NotAllowed(_("You may hand over your own work; a head that of colleagues."))
    list(User.objects.select_for_update().filter(pk__in=[plan.leaver.pk, plan.to.pk]).order_by("pk"))
    today, roles = timezone.localdate(now), plan.roles
    if sentence := why_not(plan, by=by, now=now):
        raise Refused(str(sentence))
    if digest(plan, open_cases, today=today) != seen:
        raise Conflict(_("Something changed since this was shown, so nothing was done. Look at it again."))
    (_lend if plan.days else _give)(plan, roles, now)
    done = HandOver.objects.create(
        unit=plan.unit,
        leaver=plan.leaver,
        to=plan.to,
        by=by,
        at=now,
        first_day=plan.days and plan.days[0],
        last_day=plan.days and plan.days[1],
        roles=roles,
        cases=sorted(open_cases),
        switched_off=plan.switch_off and not plan.days,
    )
    Outbox.objects.create(process=LETTER, event_id=done.pk, not_before=now)
    return done


def hand_overs_of(user: User) -> QuerySet[HandOver]:
    """Those in which this person gave, got, or acted."""
    mine = Q(leaver=user) | Q(to=user) | Q(by=user)
    read = HandOver.objects.filter(mine).select_related("unit", "leaver", "to", "by")
    return read.prefetch_related("unit__wordings").order_by("-at", "-pk")


def _days(plan: Plan, today: date) -> StrOrPromise:
    if sentence := delegating.why_not_days(*(plan.days or (today, today)), today=today):
        return sentence
    if not set(plan.roles) - grants_of(plan.to).held_by_right(plan.unit.pk):
        return _("%(name)s holds all of these roles already.") % {"name": plan.to}
    return ""


def _lend(plan: Plan, roles: Sequence[str], now: datetime) -> None:
    first_day, last_day = plan.days or (timezone.localdate(now),) * 2
    already = grants_of(plan.to).held_by_right(plan.unit.pk)
    DepartmentDelegation.objects.bulk_create(
        DepartmentDelegation(
            codename=codename,
            unit=plan.unit,
            lender=plan.leaver,
            borrower=plan.to,
            first_day=first_day,
            last_day=last_day,
        )
        for codename in roles
        if codename not in already
    )


def _give(plan: Plan, roles: Sequence[str], now: datetime) -> None:
    lent_by(plan, timezone.localdate(now)).update(ended_at=now)
    for codename in roles:
        give_role(plan.to, ROLE_OF[codename], plan.unit)
        take(Held(plan.leaver, codename, plan.unit.pk))
    if plan.switch_off:
        User.objects.filter(pk=plan.leaver.pk).update(is_active=False)
