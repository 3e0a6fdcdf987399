"""The mails of a day, before they are made: to whom, when, with which lines; or why somebody gets none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.people.models import User
from notifications.ahead.expected import Expected, expected, name_of, seen_by
from notifications.ahead.leaving import Leaving, Person
from notifications.bell_items import Item, items_of
from notifications.hours import HoursOf
from notifications.ladder.rungs import AGAIN
from notifications.models import HeldMail, Mail, MorningNote, Notice
from notifications.places import ONE_DAY, nation
from notifications.policy import NUMBERS, Policy
from notifications.preferences import rules_switched_off, switched_off
from notifications.rules import rule_of
from notifications.rules.reminders import WEEK
from notifications.writing.order import place_of
from workflow import clocks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STEPS = {one.name: one.label for numbers in NUMBERS.values() for one in numbers}
LINES = 50
"""Of one mail so many are shown; of more the number is said."""


@dataclass(frozen=True)
class LineAhead:
    """One line: ``step`` is what the settings call the step of the ladder, empty where it has none."""

    item: Item
    step: StrOrPromise

    @property
    def name(self) -> str:
        """By which a form names it."""
        return name_of(self.item.notice)


@dataclass(frozen=True)
class MailAhead:
    """One mail that is to leave, with the first of its lines once they were read (:func:`with_lines`)."""

    person: User
    leaving: Leaving
    lines: Sequence[LineAhead] = ()
    note: MorningNote | None = None
    """What a coordinator wrote above it."""

    @property
    def more(self) -> int:
        return max(len(self.leaving.notices) - LINES, 0)


@dataclass(frozen=True)
class Ahead:
    """The mails of a day, those that leave first at the top; ``is_cut``: not all notices were looked at."""

    mails: list[MailAhead]
    is_cut: bool


def next_day(now: datetime) -> date:
    """The next working day of the nation, after today."""
    place = nation()
    return clocks.next_working_day(place.today(now) + ONE_DAY, place.calendar.days_off)


def mails_on(day: date, now: datetime, policy: Policy, viewer: User, *, person: User | None = None) -> Ahead:
    """What leaves on ``day`` if nothing happens until then: to all, or to ``person``; nothing is written.

    Without what is about cases that ``viewer`` may not see.
    """
    found = expected(day, now, policy, person=person.pk if person else None)
    leaving = _leaving(day, found.by_person, now, policy)
    off = switched_off(leaving)
    told = [one for mails in leaving.values() for mail in mails for one in mail.notices]
    told = [one for one in told if (one.recipient_id, one.rule) not in off]
    seen = {id(one) for one in seen_by(viewer, told)}
    people = User.objects.filter(is_active=True).in_bulk(leaving)
    mails = [
        MailAhead(people[pk], replace(mail, notices=shown))
        for pk, of_person in leaving.items()
        for mail in of_person
        if pk in people and (shown := [one for one in mail.notices if id(one) in seen])
    ]
    return Ahead(sorted(mails, key=_place), found.is_cut)


def with_lines(mails: Sequence[MailAhead], now: datetime) -> list[MailAhead]:
    """These mails with the lines that are shown; a fixed number of queries for all of them."""
    first = [sorted(mail.leaving.notices, key=_in_mail)[:LINES] for mail in mails]
    items = iter(items_of([one for of_mail in first for one in of_mail], now))
    return [
        replace(mail, lines=[LineAhead(next(items), step_of(one)) for one in of_mail])
        for mail, of_mail in zip(mails, first, strict=True)
    ]


def step_of(notice: Notice) -> StrOrPromise:
    """What the settings call the step; those after an escalation are counted."""
    name = "escalation_again" if notice.step.startswith(f"{AGAIN.name}-") else notice.step.replace("-", "_")
    return STEPS.get("weekly" if notice.rule == WEEK.code else name, "")


def why_none(person: User, day: date, now: datetime, policy: Policy) -> str:
    """Why no mail leaves to ``person`` on ``day``, where none does; in a sentence."""
    place = HoursOf([person.pk], policy).place(person.pk)
    off = place.calendar.days_off(day)
    had = Mail.objects.filter(recipient=person, day=day).exists()
    waits = Notice.objects.waiting().filter(mail=None, recipient=person)
    if not person.is_active:
        return _("The account is switched off: nothing is sent there.")
    if off is not None and off.name:
        return _("A day off there: %(holiday)s.") % {"holiday": off.name}
    if off is not None:
        return _("A day off there, as in every week.")
    if HeldMail.objects.filter(recipient=person, day=day).exists():
        return _("A coordinator holds the mail of that day; what it would tell waits for the next.")
    if had:
        return _("The mail of that day is made, and there is one a day: what comes waits for the next.")
    if waits.filter(not_before__gt=now).exists():
        return _("A reminder by hand waits: until it leaves it can be taken back.")
    if waits.exclude(rule__in=rules_switched_off(person)).exists():
        return _(
            "There is nothing to do then, only news: they go with the next mail, on the first working day of "
            "the week at the latest."
        )
    return _("There is nothing to tell, or its mails are switched off in My account.")


def _leaving(
    day: date, by_person: dict[int, list[Expected]], now: datetime, policy: Policy
) -> dict[int, list[Leaving]]:
    hours, without = HoursOf(by_person, policy), _without(by_person, now)
    return {
        pk: Person(pk, hours, policy, without.get(pk, frozenset())).mails_on(day, waiting, now)
        for pk, waiting in by_person.items()
    }


def _without(people: Iterable[int], now: datetime) -> dict[int, set[date | None]]:
    """By person the days whose one mail was made, or is held."""
    found: dict[int, set[date | None]] = {}
    made: QuerySet[Any] = Mail.objects.filter(recipient__in=list(people), day__gte=now.date() - ONE_DAY)
    held: QuerySet[Any] = HeldMail.objects.filter(recipient__in=list(people), day__gte=now.date() - ONE_DAY)
    for rows in (made, held):
        for pk, day in rows.values_list("recipient", "day"):
            found.setdefault(pk, set()).add(day)
    return found


def _in_mail(notice: Notice) -> tuple[Any, ...]:
    return *place_of(rule_of(notice.rule)), notice.about_on or notice.made_at.date()


def _place(mail: MailAhead) -> tuple[datetime, str, int]:
    return mail.leaving.at, mail.person.name.casefold(), mail.person.pk
