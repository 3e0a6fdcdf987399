"""Who may change the settings, and the acts on people there: rename, give and take roles, switch off and on.

Each act asks the rule, does it and notes it in one transaction (``settings_changes.py``). Two persons settle
things: a coordinator, and an administrator, who holds no role for that. Only an administrator gives and takes
the role of coordinator, and touches the account of another administrator; nobody gives a role to himself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.people.carrying import Held
from cases.people.carrying import take as take_in_department
from cases.people.held_roles import holds
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, IN_DEPARTMENT, NATIONAL, give_role, grants_of, take_role
from cases.people.settings_changes import differences, note
from workflow.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIRST_COORDINATOR = "coordinator"
BROUGHT_BACK = "brought back"
"""The act, as it is noted of a person."""


def administers(user: Any) -> bool:
    """Whether this is an administrator: one who sets the site up and, for that, sees no case."""
    return bool(user.is_active and user.is_superuser)


def settles(user: Any) -> bool:
    """Whether the person may change the settings: as coordinator, or as administrator."""
    return administers(user) or COORDINATOR.held(grants_of(user), None)


def why_not_touch(person: User, *, by: User) -> StrOrPromise:
    """The sentence why ``by`` may not change this account at all; empty: yes."""
    if not settles(by):
        return _("Only a coordinator or an administrator changes people.")
    if (person.is_superuser or person.is_staff) and not administers(by):
        return _("This is the account of an administrator: only an administrator changes it.")
    return ""


def why_not_give(person: User, role: str, department: Department | None, *, by: User) -> StrOrPromise:
    """The sentence why ``by`` may not give this role; empty: yes."""
    if sentence := why_not_touch(person, by=by) or _why_not_the_role(role, by=by):
        return sentence
    if person == by and not _is_the_first(role, by=by):
        return _("Nobody gives a role to himself: another coordinator or an administrator does.")
    if not person.is_active:
        return _("This account is switched off. Bring it back first.")
    if department is not None and not department.stands_on(timezone.localdate()):
        return _("This department is dissolved; nobody gets a role in it any more.")
    return ""


def why_not_take(person: User, role: str, *, by: User) -> StrOrPromise:
    """The sentence why ``by`` may not take this role; empty: yes."""
    return why_not_touch(person, by=by) or _why_not_the_role(role, by=by)


def why_not_switch_off(person: User, *, by: User) -> StrOrPromise:
    if person == by:
        return _("You cannot switch off your own account.")
    return why_not_touch(person, by=by) or _why_not_a_coordinator(person, by=by)


def why_not_bring_back(person: User, *, by: User) -> StrOrPromise:
    return why_not_touch(person, by=by) or _why_not_a_coordinator(person, by=by)


def why_not_move_address(person: User, *, by: User) -> StrOrPromise:
    """Who gets another address signs in with it: whoever changes it could act as that person."""
    if person.last_login is not None and not administers(by):
        return _("Only an administrator changes the address of somebody who has signed in.")
    return why_not_touch(person, by=by)


@transaction.atomic
def add_person(*, email: str, name: str, language: str, by: User, now: datetime) -> User:
    """Somebody new, who cannot sign in before an invitation is used. Raises :class:`Refused`."""
    if not settles(by):
        raise NotAllowed(_("Only a coordinator or an administrator changes people."))
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused(_("Somebody with this e-mail is there already."))
    person = User.objects.create_user(email, name=name, language=language)
    note(person, "made", by=by, now=now, email=person.email)
    return person


@transaction.atomic
def change_person(person: User, says: Mapping[str, str], *, by: User, now: datetime) -> bool:
    """Write what ``says`` names of email, name and language; whether anything differs. Raises Refused."""
    held = _held(person)
    changes = differences(vars(held), says)
    if not changes:
        return False
    _let(why_not_touch(held, by=by))
    if any(field == "email" for field, _before, _after in changes):
        _let(why_not_move_address(held, by=by))
        EmailAddress.objects.filter(user=held).delete()
        _take_links_back(held, now)
    for field, value in says.items():
        setattr(held, field, value)
    held.save(update_fields=list(says))
    note(held, "changed", by=by, now=now, changes=changes)
    return True


@transaction.atomic
def give(person: User, role: str, department: Department | None, *, by: User, now: datetime) -> None:
    """Give a role by its key (``roles.IN_DEPARTMENT``, ``NATIONAL``). Raises :class:`Refused`."""
    held = _held(person)
    _let(why_not_give(held, role, department, by=by))
    if holds(held, role, department.pk if department else None):
        raise Refused(_("%(name)s has this role already.") % {"name": held})
    give_role(held, role, department)
    note(held, "role given", by=by, now=now, **_role(role, department))


@transaction.atomic
def take(person: User, role: str, department: Department | None, *, by: User, now: datetime) -> None:
    """The opposite of :func:`give`; what is not held is not taken, and nothing is noted."""
    held = _held(person)
    _let(why_not_take(held, role, by=by))
    if not holds(held, role, department.pk if department else None):
        return
    if department is not None:
        take_in_department(Held(held, IN_DEPARTMENT[role], department.pk))
    else:
        take_role(held, role)
        held.user_permissions.remove(*Permission.objects.filter(codename=NATIONAL[role]))
    note(held, "role taken", by=by, now=now, **_role(role, department))


@transaction.atomic
def switch_off(person: User, *, by: User, now: datetime) -> None:
    """From now on the person does not sign in, and no role counts; nothing is deleted. Raises Refused."""
    held = _held(person)
    _let(why_not_switch_off(held, by=by))
    if not held.is_active:
        return
    held.is_active = False
    held.save(update_fields=["is_active"])
    _take_links_back(held, now)
    note(held, "switched off", by=by, now=now)


@transaction.atomic
def bring_back(person: User, *, by: User, now: datetime) -> None:
    """The account counts again, with the roles that it had; sessions of before stay ended. Raises Refused."""
    held = _held(person)
    _let(why_not_bring_back(held, by=by))
    if held.is_active:
        return
    held.is_active = True
    held.sessions_ended += 1
    held.save(update_fields=["is_active", "sessions_ended"])
    note(held, BROUGHT_BACK, by=by, now=now)


def _held(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


def _take_links_back(person: User, now: datetime) -> None:
    """What was sent to somebody works no more."""
    person.invitations.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)


def _let(sentence: StrOrPromise) -> None:
    if sentence:
        raise NotAllowed(str(sentence))


def _why_not_the_role(role: str, *, by: User) -> StrOrPromise:
    if role == FIRST_COORDINATOR and not administers(by):
        return _("Only an administrator gives and takes the role of coordinator.")
    return ""


def _why_not_a_coordinator(person: User, *, by: User) -> StrOrPromise:
    """Switching a coordinator off takes that role, bringing one back gives it."""
    return _why_not_the_role(FIRST_COORDINATOR, by=by) if holds(person, FIRST_COORDINATOR, None) else ""


def _is_the_first(role: str, *, by: User) -> bool:
    """Where nobody coordinates yet, an administrator may begin."""
    nobody = not COORDINATOR.holders(Department, None).exists()
    return role == FIRST_COORDINATOR and administers(by) and nobody


def _role(role: str, department: Department | None) -> dict[str, Any]:
    return {"role": role, "department": department.pk if department else None}
