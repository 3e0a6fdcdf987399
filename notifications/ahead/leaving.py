"""Which mails leave to one person on a day: the rules of bundling.py, gone through day by day until then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from cases.people.days import local_day
from cases.telling import When
from notifications.ahead.expected import Expected
from notifications.bundling import REMINDING
from notifications.hours import HoursOf
from notifications.models import Notice
from notifications.places import ONE_DAY, midnight
from notifications.policy import Policy
from notifications.rules import rule_of
from notifications.rules.reminders import PRESSING
from workflow import clocks


@dataclass(frozen=True)
class Leaving:
    """One mail: ``is_of_the_day`` where it is the one mail of the person's working day."""

    at: datetime
    notices: Sequence[Notice]
    is_of_the_day: bool


@dataclass(frozen=True)
class Person:
    """Whose mails: ``without`` are the days on which the person had the one mail, or is to have none."""

    pk: int
    hours: HoursOf
    policy: Policy
    without: Set[date]

    def mails_on(self, day: date, waiting: Sequence[Expected], now: datetime) -> list[Leaving]:
        """The mails that leave on ``day``, if nothing else happens until then."""
        left = list(waiting)
        for today in self._working_days(now, day):
            mails = list(self._of_day(today, left, now))
            if today == day:
                return mails
            gone = {id(notice) for mail in mails for notice in mail.notices}
            left = [one for one in left if id(one.notice) not in gone]
        return []

    def _working_days(self, now: datetime, last: date) -> Iterator[date]:
        place = self.hours.place(self.pk)
        day = place.today(now)
        while (day := clocks.next_working_day(day, place.calendar.days_off)) <= last:
            yield day
            day += ONE_DAY

    def _of_day(self, today: date, left: Sequence[Expected], now: datetime) -> Iterator[Leaving]:
        zone = self.hours.place(self.pk).zone
        begins = self.hours.next_open(self.pk, max(now, midnight(today, zone)))
        if self.hours.today(self.pk, begins) != today:
            return
        ready = [one.notice for one in left if one.ready <= today]
        at_once = self._at_once(ready, today)
        for code in dict.fromkeys(one.rule for one in ready if one.rule in at_once):
            yield Leaving(begins, [one for one in ready if one.rule == code], is_of_the_day=False)
        rest = [one for one in ready if one.rule not in at_once]
        at = self._leaves_at(rest, today, begins)
        if at is not None and today not in self.without and self.hours.are_open(self.pk, at):
            yield Leaving(at, rest, is_of_the_day=True)

    def _at_once(self, ready: Sequence[Notice], today: date) -> set[str]:
        """The rules that make a mail of their own."""
        until = self.hours.place(self.pk).counted(today, self.policy.near).result
        found = set()
        for one in ready:
            when = rule_of(one.rule).when
            due = one.case.due_on if one.case else None
            near = when == When.NEAR_DATE and due is not None and due <= until
            if one.rule not in REMINDING and (near or when == When.AT_ONCE):
                found.add(one.rule)
        return found

    def _leaves_at(self, rest: Sequence[Notice], today: date, begins: datetime) -> datetime | None:
        """When the mail of the day leaves; None: there is none. One by hand waits, and all else with it."""
        zone = self.hours.place(self.pk).zone
        taken_back_until = max((one.not_before for one in rest if one.not_before), default=begins)
        if local_day(zone, taken_back_until) > today:
            return None
        morning = self.hours.morning(self.pk, today)
        if any(one.rule in PRESSING for one in rest):
            return max(begins, taken_back_until)
        if any(self._makes_a_mail(one, today, morning) for one in rest):
            return max(begins, morning)
        return None

    def _makes_a_mail(self, one: Notice, today: date, morning: datetime) -> bool:
        if one.rule in REMINDING:
            return True
        if one.made_at >= morning:
            return False
        return rule_of(one.rule).when != When.NEWS or self.hours.is_first_of_week(self.pk, today)
