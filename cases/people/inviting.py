"""Inviting somebody: a link to choose a password, once, within some days; sent again, taken back, used.

The link stands in the mail alone: it is made when the mail is sent, from the row and the site's own key, so
that who reads the database, or the list of mails, cannot use it. What it leads to says nothing of anybody.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from cases.people.invitations import Invitation
from cases.people.models import User
from cases.people.settings_changes import note
from cases.people.settling import why_not_touch
from workflow.errors import NotAllowed, Refused
from workflow.models import Outbox

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LASTS = timedelta(days=7)
LETTER = "invitation"
"""Under this name the outbox holds that somebody is to be invited (notifications/letters.py)."""
_SIGNER = signing.Signer(salt="cases.people.inviting")


def why_not_invite(person: User, *, by: User) -> StrOrPromise:
    """The sentence why ``by`` may not invite this person; empty: yes."""
    if not person.is_active:
        return _("This account is switched off. Bring it back first.")
    if person.last_login is not None:
        return _(
            "%(name)s has signed in already. Who forgot the password asks for another one where one signs in."
        ) % {"name": person}
    return why_not_touch(person, by=by)


@transaction.atomic
def invite(person: User, *, by: User, now: datetime) -> Invitation:
    """Send a link that works for :data:`LASTS`; one that was sent before stops working. Raises Refused."""
    held = User.objects.select_for_update().get(pk=person.pk)
    if sentence := why_not_invite(held, by=by):
        raise Refused(str(sentence))
    _revoke(held, now)
    made = Invitation.objects.create(person=held, by=by, at=now, expires_at=now + LASTS)
    Outbox.objects.create(process=LETTER, event_id=made.pk, not_before=now)
    note(held, "invited", by=by, now=now, until=made.expires_at.isoformat())
    return made


@transaction.atomic
def take_back(person: User, *, by: User, now: datetime) -> None:
    """The link that was sent stops working; without one nothing happens. Raises :class:`NotAllowed`."""
    if sentence := why_not_touch(person, by=by):
        raise NotAllowed(str(sentence))
    if _revoke(person, now):
        note(person, "invitation taken back", by=by, now=now)


def link(invitation: Invitation) -> str:
    """The address to send: it carries the power to choose the password."""
    return f"{settings.BASE_URL}{reverse('invited', args=[_token(invitation)])}"


def invitation_of(token: str, *, now: datetime) -> Invitation | None:
    """The invitation that the link names, while it works; whatever is wrong with it, the answer is None.

    It is of no use once the person has signed in: else it would go round a second factor, or a new password.
    """
    pk = token.partition("-")[0]
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 18):
        return None
    found = Invitation.objects.open_at(now).filter(
        pk=int(pk), person__is_active=True, person__last_login=None
    )
    invitation = found.select_related("person").first()
    return invitation if invitation and constant_time_compare(_token(invitation), token) else None


@transaction.atomic
def accept(token: str, password: str, *, now: datetime) -> User | None:
    """Set the password and use the link up; None where it no longer works. The password is checked before."""
    invitation = invitation_of(token, now=now)
    if invitation is None:
        return None
    used = Invitation.objects.open_at(now).filter(pk=invitation.pk).update(used_at=now)
    if not used:
        return None
    person: User = invitation.person
    person.set_password(password)
    person.save(update_fields=["password"])
    note(person, "invitation used", by=person, now=now)
    return person


def _revoke(person: User, now: datetime) -> int:
    waiting = Invitation.objects.filter(person=person, used_at__isnull=True, revoked_at__isnull=True)
    return waiting.update(revoked_at=now)


def _token(invitation: Invitation) -> str:
    signature = _SIGNER.signature(f"{invitation.pk}:{invitation.secret}")
    return f"{invitation.pk}-{signature}"
