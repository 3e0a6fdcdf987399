"""Gathers waiting notices into mails: one mail per person and rule, however much it is about."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from cases.people.models import User
from notifications.composing import compose
from notifications.holding import drop_what_no_longer_holds
from notifications.models import Mail, Notice
from notifications.writing import Letter

log = logging.getLogger(__name__)


def bundle(now: datetime) -> list[Mail]:
    """Make the mails for all notices that are in none, each mail in a transaction of its own."""
    waiting = Notice.objects.unbundled(now).order_by("recipient_id", "rule")
    groups = list(waiting.values_list("recipient_id", "rule").distinct())
    made = (_try_bundle_one(recipient_id, about, now) for recipient_id, about in groups)
    return [mail for mail in made if mail is not None]


def _try_bundle_one(recipient_id: int, about: str, now: datetime) -> Mail | None:
    """What goes wrong with one mail leaves its notices waiting, and does not stop the others."""
    try:
        return _bundle_one(recipient_id, about, now)
    except Exception:
        log.exception("No mail could be made for user %s about “%s”.", recipient_id, about)
        return None


@transaction.atomic
def _bundle_one(recipient_id: int, about: str, now: datetime) -> Mail | None:
    """One mail, or none where another worker made it or nothing holds any more.

    The rows are locked, not skipped: who waited finds them in a mail, and makes no second one.
    """
    group = Notice.objects.unbundled(now).filter(recipient=recipient_id, rule=about)
    held = list(group.select_for_update().order_by("pk").values_list("pk", flat=True))
    notices = Notice.objects.waiting().filter(pk__in=held)
    recipient = User.objects.get(pk=recipient_id)
    drop_what_no_longer_holds(notices, recipient)
    letter = compose(about, recipient, notices, now)
    if letter is None:
        return None
    mail = _make(about, recipient, letter, now)
    notices.update(mail=mail)
    return mail


def _make(about: str, recipient: User, letter: Letter, now: datetime) -> Mail:
    return Mail.objects.create(
        key=letter.key,
        recipient=recipient,
        to=recipient.email,
        about=about,
        language=letter.language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        made_at=now,
        next_try_at=now,
    )
