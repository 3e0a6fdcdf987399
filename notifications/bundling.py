"""Gathers waiting notices into mails, within working hours.

What is told at once has a mail for each rule; all else goes into the one mail of the person's working day,
which is a constraint of ``Mail``. That mail leaves in the morning (hours.py), if there is something to do;
a reminder that comes later in the day makes one too, where the person has had none. What is news rides along,
on the first working day of a week at the latest. Of which kind a rule is, says the rule.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Min, Q

from cases.people.models import User
from cases.telling import When
from notifications.composing import MORNING, compose
from notifications.holding import drop_what_no_longer_holds
from notifications.hours import HoursOf
from notifications.models import HeldMail, Mail, Notice
from notifications.policy import Policy, current
from notifications.rules import is_known, rule_of
from notifications.rules.reminders import PRESSING, REMINDERS
from notifications.writing import Letter

log = logging.getLogger(__name__)

REMINDING = frozenset(rule.code for rule in REMINDERS)


@dataclass
class Waiting:
    """What waits for one person: by rule, when the first of its notices was made."""

    person: int
    since: dict[str, datetime] = field(default_factory=dict)

    def at_once(self, near: Iterable[str]) -> list[str]:
        """The rules that make a mail of their own now; ``near``: those that are near their dates."""
        own = [code for code in self.since if code not in REMINDING]
        return [code for code in own if rule_of(code).when == When.AT_ONCE or code in near]

    def makes_a_mail(self, codes: Sequence[str], now: datetime, morning: datetime, week: datetime) -> bool:
        """Whether these rules make the mail of the day now; ``week``: the first morning of this week."""
        if any(code in PRESSING for code in codes):
            return True
        return now >= morning and any(self._is_due(code, morning, week) for code in codes)

    def _is_due(self, code: str, morning: datetime, week: datetime) -> bool:
        """What happened since the morning waits for the next one, news for that of the next week; a reminder
        is of its day.
        """
        if code in REMINDING:
            return True
        return self.since[code] < (week if rule_of(code).when == When.NEWS else morning)


def bundle(now: datetime) -> list[Mail]:
    """Make the mails that are due now, each in a transaction of its own."""
    return list(bundles(now))


def bundles(now: datetime) -> Iterator[Mail]:
    """As :func:`bundle`, one after the other: whoever has no use for them keeps none in memory."""
    waiting = _waiting(now)
    if not waiting:
        return
    policy = current()
    hours = HoursOf((one.person for one in waiting), policy)
    had = _had_one(waiting, hours, now)
    for one in waiting:
        if hours.are_open(one.person, now):
            made = _bundles(one, hours, had, policy, now)
            yield from (mail for mail in made if mail is not None)


def _bundles(
    one: Waiting, hours: HoursOf, had: set[tuple[int, date]], policy: Policy, now: datetime
) -> list[Mail | None]:
    at_once = one.at_once(_near(one, hours, policy, now))
    made = [_try_bundle(one.person, [code], code, now) for code in at_once]
    left = [code for code in one.since if code not in at_once]
    today = hours.today(one.person, now)
    if (one.person, today) in had or not left:
        return made
    if one.makes_a_mail(left, now, hours.morning(one.person, today), hours.first_morning(one.person, today)):
        about = left[0] if len(left) == 1 else MORNING
        made.append(_try_bundle(one.person, left, about, now, day=today))
    return made


def _waiting(now: datetime) -> list[Waiting]:
    found: dict[int, Waiting] = {}
    rows = Notice.objects.unbundled(now).order_by("recipient_id", "rule").values_list("recipient_id", "rule")
    for person, rule, since in rows.annotate(since=Min("made_at")):
        if is_known(rule):
            found.setdefault(person, Waiting(person)).since[rule] = since
    return list(found.values())


def _had_one(waiting: Sequence[Waiting], hours: HoursOf, now: datetime) -> set[tuple[int, date]]:
    """Who had the mail of which day, or is to have none, or is about to have it.

    One by hand waits until nobody can take it back. One that could not be sent on its day is that of the day
    on which it leaves, so that two do not leave together once the mail server is back.
    """
    people = {one.person for one in waiting}
    since = now.date() - timedelta(days=1)
    unsent = Q(state__in=(Mail.State.WAITING, Mail.State.SENDING), attempts__gt=0)
    recent = Q(day__gte=since) | unsent | Q(sent_at__gte=now - timedelta(days=2))
    mails = Mail.objects.filter(recent, day__isnull=False, recipient__in=people)
    had = {
        (one.recipient_id, day)
        for one in mails.only("recipient", "day", "state", "attempts", "sent_at")
        for day in (one.day, hours.today(one.recipient_id, one.sent_at or now) if one.is_of_now else None)
        if day
    }
    by_hand = Notice.objects.waiting().filter(not_before__gt=now, mail=None).order_by("recipient_id")
    soon = by_hand.values_list("recipient_id", "not_before").distinct()
    about_to = {(pk, hours.today(pk, leaves)) for pk, leaves in soon if pk in people and leaves}
    held = HeldMail.objects.filter(day__gte=since, recipient__in=people).values_list("recipient", "day")
    return had | about_to | set(held)


def _near(one: Waiting, hours: HoursOf, policy: Policy, now: datetime) -> list[str]:
    """Of the rules that are told at once near the date, those that are about a case that is due soon."""
    asked = [code for code in one.since if rule_of(code).when == When.NEAR_DATE]
    if not asked:
        return []
    place = hours.place(one.person)
    until = place.counted(place.today(now), policy.near).result
    soon = Notice.objects.unbundled(now).filter(recipient=one.person, rule__in=asked, case__due_on__lte=until)
    return list(soon.order_by("rule").values_list("rule", flat=True).distinct())


def _try_bundle(
    recipient_id: int, codes: Sequence[str], about: str, now: datetime, day: date | None = None
) -> Mail | None:
    """What goes wrong with one mail leaves its notices waiting, and does not stop the others."""
    try:
        return _bundle(recipient_id, codes, about, now, day)
    except Exception as error:
        of_the_day = Mail.objects.filter(recipient=recipient_id, day=day, day__isnull=False)
        if not isinstance(error, IntegrityError) or not of_the_day.exists():
            log.exception("No mail could be made for user %s about “%s”.", recipient_id, about)
        return None  # otherwise another worker made the mail of the day


@transaction.atomic
def _bundle(
    recipient_id: int, codes: Sequence[str], about: str, now: datetime, day: date | None
) -> Mail | None:
    """One mail, or none where another worker made it or nothing holds any more.

    The rows are locked, not skipped: who waited finds them in a mail, and makes no second one.
    """
    group = Notice.objects.unbundled(now).filter(recipient=recipient_id, rule__in=codes)
    held = list(group.select_for_update().order_by("pk").values_list("pk", flat=True))
    notices = Notice.objects.waiting().filter(pk__in=held)
    recipient = User.objects.get(pk=recipient_id)
    drop_what_no_longer_holds(notices, recipient)
    letter = compose(recipient, notices, now, day)
    if letter is None:
        return None
    mail = _make(about, recipient, letter, now, day)
    notices.update(mail=mail)
    return mail


def _make(about: str, recipient: User, letter: Letter, now: datetime, day: date | None) -> Mail:
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
        day=day,
    )
