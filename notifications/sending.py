"""Sends one mail: lease it, ask again whether it may be sent, send, mark.

The lease is a guarded UPDATE that is committed before the server is spoken to. A crash between the server's
yes and our mark leads to a copy with the same Message-ID, never to a loss.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime
from random import SystemRandom
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F

from notifications.composing import compose
from notifications.failures import failure_of
from notifications.holding import drop_what_no_longer_holds
from notifications.hours import HoursOf
from notifications.leaving import as_sent, headers_of
from notifications.letters import still_holds
from notifications.line import Line
from notifications.models import Mail, Notice
from notifications.policy import current

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 720, 1440))
"""How long to wait after each failed attempt; after one attempt more the mail is dead."""
MOST_ATTEMPTS = len(WAITS) + 1
EXCHANGES = 20
"""More than the exchanges with a server that one mail takes, with those of a second connection (line.py).

Each may last EMAIL_TIMEOUT."""

_chance = SystemRandom()


def send(mail: Mail, now: datetime) -> Mail.State:
    """As :func:`send_by`, over a line of its own."""
    with Line() as line:
        return send_by(line, mail, now)


def send_by(line: Line, mail: Mail, now: datetime) -> Mail.State:
    """Try to send the mail, if it is due and nobody else is sending it; returns the state that it is in then.

    Whatever goes wrong with this mail is written into it, so that the next one has its turn.
    """
    if not _lease(mail, now):
        return Mail.State(mail.state)
    try:
        if not _prepare(mail, now):
            return _settle(mail, Mail.State.CANCELLED, day=None)  # what else there is today may come
        if mail.attempts > MOST_ATTEMPTS:
            return _settle(mail, Mail.State.DEAD)
        line.send(_message(mail, now))
    except Exception as error:
        return _failed(mail, error, now)
    return _settle(mail, Mail.State.SENT, sent_at=now, last_error="", cause="")


def lease_length() -> timedelta:
    return timedelta(seconds=EXCHANGES * (settings.EMAIL_TIMEOUT or 60))


def _lease(mail: Mail, now: datetime) -> bool:
    """Count the attempt and hold the mail; False where it is not due, or another sender was quicker."""
    leased = (
        Mail.objects.due(now)
        .filter(pk=mail.pk)
        .update(state=Mail.State.SENDING, lease_until=now + lease_length(), attempts=F("attempts") + 1)
    )
    mail.refresh_from_db()
    return leased == 1


@transaction.atomic
def _prepare(mail: Mail, now: datetime) -> bool:
    """Drop what may not be sent any more; write anew where something was dropped. False: nothing is left."""
    notices = Notice.objects.waiting().filter(mail=mail)
    drop_what_no_longer_holds(notices, mail.recipient)
    left, changed = notices.count(), {"to": mail.recipient.email}
    if 0 < left < mail.notices.count():
        letter = compose(mail.recipient, notices, now, mail.day)
        if letter is not None:
            changed |= {name: getattr(letter, name) for name in ("language", "subject", "text", "html")}
    _write(mail, changed)
    return left > 0 or still_holds(mail, now)


def _write(mail: Mail, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(mail, name, value)
    mail.save(update_fields=list(changed))


def _message(mail: Mail, now: datetime) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        as_sent(mail, mail.text),
        from_email=settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Date": format_datetime(now),
            **headers_of(mail),
        },
    )
    message.attach_alternative(as_sent(mail, mail.html), "text/html")
    return message


def _failed(mail: Mail, error: Exception, now: datetime) -> Mail.State:
    failure = failure_of(error)
    what: dict[str, Any] = {"last_error": failure.said, "cause": failure.cause}
    if failure.for_good or mail.attempts >= MOST_ATTEMPTS:
        return _settle(mail, Mail.State.DEAD, **what)
    return _settle(mail, Mail.State.WAITING, next_try_at=_next_try(mail, now), **what)


def _next_try(mail: Mail, now: datetime) -> datetime:
    """After the wait; what tells of notices also then within the person's working hours."""
    again = now + _wait(mail.attempts)
    if not mail.notices.exists():
        return again
    return HoursOf([mail.recipient_id], current()).next_open(mail.recipient_id, again)


def _wait(attempts: int) -> timedelta:
    """A fifth more or less, so that what failed together does not come back together."""
    return WAITS[attempts - 1] * _chance.uniform(0.8, 1.2)


@transaction.atomic
def _settle(mail: Mail, state: Mail.State, **changes: object) -> Mail.State:
    """Write what came of it, unless the lease ran out and another sender has the mail."""
    held = Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING, attempts=mail.attempts)
    if held.update(state=state, lease_until=None, **changes) and state in _NOTICES:
        Notice.objects.waiting().filter(mail=mail).update(state=_NOTICES[state])
    mail.refresh_from_db()
    return state


_NOTICES = {
    Mail.State.SENT: Notice.State.SENT,
    Mail.State.DEAD: Notice.State.DEAD,
}
