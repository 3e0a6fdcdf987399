"""A mail as it would be written: its notices are inserted in a transaction that is always taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from cases.models import Case
from cases.models.access import hidden_from
from cases.people.models import User
from notifications.ahead.leaving import Leaving
from notifications.composing import compose
from notifications.holding import drop_what_no_longer_holds
from notifications.models import Notice
from notifications.rules.reminders import WEEK
from notifications.writing import Letter


def written(person: User, mail: Leaving, day: date, viewer: User, now: datetime) -> Letter | None:
    """What ``person`` would read of ``mail`` on ``day``, as ``viewer`` may; None where nothing may be sent.

    Nothing is kept: whoever reads the tables meanwhile sees none of it. The overview of the week lists what
    waits for the person; it is left out where that may be what ``viewer`` does not see.
    """
    kept = [one for one in mail.notices if one.rule != WEEK.code or not _sees_more(person, viewer)]
    with transaction.atomic():
        try:
            return _written(person, kept, now, day if mail.is_of_the_day else None)
        finally:
            transaction.set_rollback(True)


def _written(person: User, notices: Sequence[Notice], now: datetime, day: date | None) -> Letter | None:
    fresh = Notice.objects.bulk_create(_copied(one) for one in notices if one.pk is None)
    ids = [one.pk for one in (*fresh, *notices) if one.pk]
    told = Notice.objects.waiting().filter(pk__in=ids)
    drop_what_no_longer_holds(told, person)
    return compose(person, told, now, day)


def _copied(one: Notice) -> Notice:
    """So that what is inserted and taken back is not taken for saved."""
    return Notice(
        rule=one.rule,
        step=one.step,
        case_id=one.case_id,
        contribution_id=one.contribution_id,
        about_on=one.about_on,
        reckoned=one.reckoned,
        recipient_id=one.recipient_id,
        made_at=one.made_at,
    )


def _sees_more(person: User, viewer: User) -> bool:
    return Case.objects.visible_to(person).filter(pk__in=hidden_from(viewer).values("pk")).exists()
