"""Gathers waiting notices into mails: one mail per person and rule, however much it is about."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction

from cases.models import Contribution
from cases.people.models import User
from cases.telling import Rule
from notifications.holding import drop_what_no_longer_holds
from notifications.mentions import called_in
from notifications.models import Mail, Notice, NoticeQuerySet
from notifications.notes import said_with
from notifications.rules import rule_code, rule_of
from notifications.rules.of_contributions import CONTRIBUTION
from notifications.writing import Letter, write

log = logging.getLogger(__name__)


def bundle(now: datetime) -> list[Mail]:
    """Make the mails for all notices that are in none, each mail in a transaction of its own."""
    codes: dict[tuple[int, str], set[str]] = defaultdict(set)
    waiting = Notice.objects.unbundled(now).order_by("recipient_id", "rule")
    for recipient_id, code in waiting.values_list("recipient_id", "rule").distinct():
        codes[recipient_id, rule_code(code)].add(code)
    made = (_try_bundle_one(*group, sorted(found), now) for group, found in codes.items())
    return [mail for mail in made if mail is not None]


def _try_bundle_one(recipient_id: int, about: str, codes: list[str], now: datetime) -> Mail | None:
    """What goes wrong with one mail leaves its notices waiting, and does not stop the others."""
    try:
        return _bundle_one(recipient_id, about, codes, now)
    except Exception:
        log.exception("No mail could be made for user %s about “%s”.", recipient_id, about)
        return None


@transaction.atomic
def _bundle_one(recipient_id: int, about: str, codes: list[str], now: datetime) -> Mail | None:
    """One mail, or none where another worker made it or nothing holds any more.

    The rows are locked, not skipped: who waited finds them in a mail, and makes no second one.
    """
    group = Notice.objects.unbundled(now).filter(recipient=recipient_id, rule__in=codes)
    held = list(group.select_for_update().order_by("pk").values_list("pk", flat=True))
    notices = Notice.objects.waiting().filter(pk__in=held)
    recipient = User.objects.get(pk=recipient_id)
    drop_what_no_longer_holds(notices, recipient)
    subjects = notices.subjects()
    if not subjects:
        return None
    rule = rule_of(about)
    parts = _contributions(notices) if rule.process == CONTRIBUTION else {}
    beside: dict[str, Any] = {
        "contributions": parts,
        "notes": said_with(notices),
        "called": called_in(notices),
    }
    mail = _make(rule, recipient, write(rule, recipient, subjects, now, **beside), now)
    notices.update(mail=mail)
    return mail


def _contributions(notices: NoticeQuerySet) -> dict[int, Contribution]:
    """By case, the most pressing contribution that is told of."""
    told = notices.select_related("contribution__department").order_by("-contribution__due_on")
    return {one.case_id: one.contribution for one in told if one.case_id and one.contribution}


def _make(rule: Rule, recipient: User, letter: Letter, now: datetime) -> Mail:
    return Mail.objects.create(
        recipient=recipient,
        to=recipient.email,
        about=rule.code,
        language=letter.language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        made_at=now,
        next_try_at=now,
    )
