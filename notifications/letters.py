"""Letters: mails about other rows than the events of cases, such as a role that was lent.

The act writes an outbox row under the name of its letter, in its own transaction; here each such row becomes
one mail to each person concerned, in the transaction that marks the row as done. No notice stands behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cases.people import delegating, handing_over, inviting
from cases.people.day_words import MOMENT, day_in_words
from cases.people.invitations import InvitationQuerySet
from cases.people.models import Department, DepartmentDelegation, HandOver, Invitation, User, new_key
from notifications.models import Mail
from notifications.writing.letter import Part, letter
from notifications.writing.sections import Section
from workflow.models import Outbox

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BATCH = 200
OF_ROLES = _lazy("You are told because it concerns your roles.")
LINK = "[link]"
"""What stands in a kept mail where the mail that is sent has the link of an invitation."""


@dataclass(frozen=True)
class Letter:
    """What one person is told: the words are taken in each language of the mail."""

    to: User
    words: Callable[[], tuple[StrOrPromise, StrOrPromise]]
    """Subject and opening."""
    link: str = ""
    why: StrOrPromise = OF_ROLES


def write_letters(now: datetime) -> int:
    """Turn every due outbox row of a letter into its mails; how many rows there were."""
    total = 0
    while done := _write_batch(now):
        total += done
    return total


def still_holds(mail: Mail, now: datetime) -> bool:
    """Whether a letter is still to be sent: to somebody active; an invitation, while its link works."""
    if mail.about not in LETTERS or not mail.recipient.is_active:
        return False
    return mail.about != inviting.LETTER or _invitations_for(mail).open_at(now).exists()


def with_link(mail: Mail, text: str) -> str:
    """The text with the link of an invitation, which is kept nowhere: no reader of mails can use it."""
    invitation = _invitations_for(mail).first()
    return text.replace(LINK, inviting.link(invitation)) if invitation else text


def _invitations_for(mail: Mail) -> InvitationQuerySet:
    """The one that is neither used nor taken back, if there is one."""
    return Invitation.objects.filter(person=mail.recipient, used_at__isnull=True, revoked_at__isnull=True)


@transaction.atomic
def _write_batch(now: datetime) -> int:
    skip_locked = connection.features.has_select_for_update_skip_locked
    due = Outbox.objects.filter(process__in=LETTERS, state=Outbox.State.WAITING, not_before__lte=now)
    rows = list(due.select_for_update(skip_locked=skip_locked).order_by("not_before", "pk")[:BATCH])
    for row in rows:
        for told in LETTERS[row.process](row.event_id):
            _write(row.process, told, now)
    Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(state=Outbox.State.DONE)
    return len(rows)


def _write(about: str, told: Letter, now: datetime) -> None:
    written = letter(told.to, partial(_part, told), key=new_key())
    Mail.objects.create(
        key=written.key,
        recipient=told.to,
        to=told.to.email,
        about=about,
        language=written.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
        made_at=now,
        next_try_at=now,
    )


def _part(told: Letter) -> Part:
    subject, opening = told.words()
    link = told.link or f"{settings.BASE_URL}/my-roles/"
    return Part(subject, [Section(subject, opening, told.why, link=link)])


def _of_delegation(pk: int) -> Iterable[Letter]:
    """The borrower is told, unless it was ended meanwhile."""
    found = DepartmentDelegation.objects.filter(pk=pk, ended_at__isnull=True, borrower__is_active=True)
    for lent in found.select_related("lender", "borrower", "unit").prefetch_related("unit__wordings"):
        yield Letter(lent.borrower, partial(_lent_words, lent))


def _lent_words(lent: Any) -> tuple[str, str]:
    said = {
        "name": lent.lender,
        "role": dict(Department._meta.permissions)[lent.codename],
        "department": lent.unit,
        "first": day_in_words(lent.first_day),
        "last": day_in_words(lent.last_day),
    }
    return (
        _("You act for %(name)s from %(first)s to %(last)s") % said,
        _("%(name)s lent you a role from %(first)s to %(last)s: %(role)s, %(department)s.") % said,
    )


def _of_hand_over(pk: int) -> Iterable[Letter]:
    """Both are told, but for who did it himself."""
    read = HandOver.objects.select_related("unit", "leaver", "to", "by").prefetch_related("unit__wordings")
    done = read.get(pk=pk)
    for person, words in ((done.to, _got_words), (done.leaver, _gave_words)):
        if person.is_active and person != done.by:
            yield Letter(person, partial(words, done))


def _got_words(done: HandOver) -> tuple[str, str]:
    opening = _(
        "%(by)s handed the work of %(leaver)s in %(department)s over to you, %(days)s. Open: %(count)d."
    )
    return _("Yours now: the work of %(leaver)s") % _said(done), opening % _said(done)


def _gave_words(done: HandOver) -> tuple[str, str]:
    opening = _("%(by)s handed your work in %(department)s over to %(to)s, %(days)s. Open: %(count)d.")
    return _("Your work was handed over to %(to)s") % _said(done), opening % _said(done)


def _said(done: HandOver) -> dict[str, Any]:
    days = _("for good")
    if done.first_day and done.last_day:
        days = _("from %(first)s to %(last)s") % {
            "first": day_in_words(done.first_day),
            "last": day_in_words(done.last_day),
        }
    people = {"by": done.by, "leaver": done.leaver, "to": done.to, "department": done.unit}
    return people | {"days": days, "count": len(done.cases)}


def _of_invitation(pk: int) -> Iterable[Letter]:
    """Whoever is invited, unless the invitation was taken back or sent again meanwhile."""
    found = Invitation.objects.filter(pk=pk, used_at__isnull=True, revoked_at__isnull=True)
    for one in found.filter(person__is_active=True).select_related("person", "by"):
        why = _lazy("You are told because somebody opened an account for this address.")
        yield Letter(one.person, partial(_invited_words, one), LINK, why)


def _invited_words(one: Invitation) -> tuple[str, str]:
    said = {"by": one.by, "last": day_in_words(timezone.localtime(one.expires_at), MOMENT)}
    return (
        _("Choose your password: you are invited to Suivi"),
        _(
            "%(by)s opened an account for you, with which you follow up recommendations of the United "
            "Nations. Choose your password here; the link works once, until %(last)s."
        )
        % said,
    )


LETTERS: dict[str, Callable[[int], Iterable[Letter]]] = {
    delegating.LETTER: _of_delegation,
    handing_over.LETTER: _of_hand_over,
    inviting.LETTER: _of_invitation,
}
"""What each outbox row of that name becomes, by the id of what it is about."""
