"""Dead letters get their attempts anew: one, or all of one cause, once the address or the server was mended.

A mail of a morning that was followed by another is not sent any more: what it told rides along with the next
one, so that nobody gets two on one day.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.people import inviting, settling
from cases.people.models import User
from notifications.models import Mail, MailQuerySet, Notice
from workflow.errors import NotAllowed, Refused

AT_A_TIME = 1000


@transaction.atomic
def mend_address(mail: Mail, email: str, *, by: User, now: datetime) -> None:
    """Give the recipient another address, noted in the settings' history, and the mail its attempts anew.

    What else waits for the person goes there too. Raises :class:`workflow.errors.Refused`: the mail is not
    dead, or ``by`` may not change that address.
    """
    if sentence := settling.why_not_move_address(mail.recipient, by=by):
        raise NotAllowed(str(sentence))
    if not mail.is_dead:
        raise Refused(_("This mail is not waiting for you; nothing was changed."))
    settling.change_person(mail.recipient, {"email": email}, by=by, now=now)
    if not is_of_no_use(mail):
        try_again(mail, now)


def is_of_no_use(mail: Mail) -> bool:
    """Whether to send it again would be in vain: the link of an invitation ends with the address."""
    return mail.about == inviting.LETTER


def try_again(mail: Mail, now: datetime) -> bool:
    """As :func:`try_all_again`, for one mail; False where it is not dead."""
    return try_all_again(Mail.objects.filter(pk=mail.pk), now) == 1


def try_all_again(mails: MailQuerySet, now: datetime) -> int:
    """Give those of the mails that are dead their attempts anew; how many they were."""
    total = 0
    while done := _revive_some(mails.dead(), now):
        total += done
    return total


@transaction.atomic
def _revive_some(dead: MailQuerySet, now: datetime) -> int:
    """Held while this lasts: what dies meanwhile is not of these."""
    held = list(dead.order_by("pk").select_for_update().values_list("pk", flat=True)[:AT_A_TIME])
    theirs = Mail.objects.filter(pk__in=held)
    notices = Notice.objects.filter(mail__in=held, state=Notice.State.DEAD)
    late = list(theirs.superseded().values_list("pk", flat=True))
    notices.filter(mail__in=late).update(state=Notice.State.WAITING, mail=None)
    notices.update(state=Notice.State.WAITING)
    theirs.filter(pk__in=late).update(state=Mail.State.CANCELLED)
    theirs.exclude(pk__in=late).update(
        state=Mail.State.WAITING,
        attempts=0,
        next_try_at=now,
        sent_at=None,
        bounced_at=None,
        cause="",
        last_error="",
    )
    return len(held)
