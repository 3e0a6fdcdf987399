"""When a person may be written to: within the working hours of the own department, never on a day off.

Whoever has no department works where the nation does. The morning's mail leaves some minutes after work
begins, each person's at another minute, so that not all leave at once. Ramadan hours move it (the calendar
has them as special hours). The numbers are those of the policy.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from cases.people.calendars import Hours, working_hours
from cases.people.models import Calendar, Department
from notifications.places import ONE_DAY, Place, midnight, nation
from notifications.policy import Policy
from workflow import clocks
from workflow.holders import units_by_holder


class HoursOf:
    """The hours of these people, by id; a fixed number of queries, whatever their number."""

    def __init__(self, people: Iterable[int], policy: Policy) -> None:
        self._policy = policy
        self._home = nation()
        units = units_by_holder(Department, people)
        wanted = {min(theirs) for theirs in units.values()}
        rows = Department.objects.filter(pk__in=wanted).values_list("pk", "time_zone", "calendar_id")
        known = {pk: (zone, calendar_id) for pk, zone, calendar_id in rows}
        calendars = _with_hours({one for _zone, one in known.values()} - {None})
        made = {
            pair: Place(pair[0], pair[1], calendars.get(pair[1] or 0, self._home.calendar))
            for pair in set(known.values())
        }
        self._places = {person: made[known[min(theirs)]] for person, theirs in units.items()}

    def place(self, person: int) -> Place:
        """That of the oldest department in which the person holds a role, else that of the nation."""
        return self._places.get(person, self._home)

    def today(self, person: int, now: datetime) -> date:
        return self.place(person).today(now)

    def are_open(self, person: int, now: datetime) -> bool:
        """Whether the person is at work, by the calendar."""
        place = self.place(person)
        today = place.today(now)
        hours = working_hours(today, place.calendar)
        return hours is not None and _at(today, hours.opens_at, place) <= now <= _at(
            today, hours.closes_at, place
        )

    def next_open(self, person: int, now: datetime) -> datetime:
        """``now`` where the person is at work, else when work begins next."""
        if self.are_open(person, now):
            return now
        place = self.place(person)
        day = place.today(now)
        hours = working_hours(day, place.calendar)
        if hours is None or now > _at(day, hours.closes_at, place):
            day = clocks.next_working_day(day + ONE_DAY, place.calendar.days_off)
        return _at(day, self._hours(day, place).opens_at, place)

    def morning(self, person: int, day: date) -> datetime:
        """When the person's mail of that working day leaves: on a short day before half of it is over."""
        place = self.place(person)
        hours = self._hours(day, place)
        opens, closes = _at(day, hours.opens_at, place), _at(day, hours.closes_at, place)
        first, last = self._policy.morning_from, max(self._policy.morning_until, self._policy.morning_from)
        return opens + min(timedelta(minutes=first + person * 7 % (last - first + 1)), (closes - opens) / 2)

    def next_morning(self, person: int, now: datetime) -> datetime:
        """When the next morning's mail of the person leaves, after ``now``."""
        place = self.place(person)
        day = clocks.next_working_day(place.today(now), place.calendar.days_off)
        if (found := self.morning(person, day)) > now:
            return found
        return self.morning(person, clocks.next_working_day(day + ONE_DAY, place.calendar.days_off))

    def first_morning(self, person: int, day: date) -> datetime:
        """When the mail of the first working day of that week leaves."""
        return self.morning(person, self._first_day(person, day))

    def is_first_of_week(self, person: int, day: date) -> bool:
        """Whether ``day`` is the first working day of its week there: weeks begin on Monday."""
        return self._first_day(person, day) == day

    def _first_day(self, person: int, day: date) -> date:
        monday = day - timedelta(days=day.weekday())
        return clocks.next_working_day(monday, self.place(person).calendar.days_off)

    def _hours(self, day: date, place: Place) -> Hours:
        """Of a day off those of any other day: nobody asks but for a working day."""
        return working_hours(day, place.calendar) or Hours(place.calendar.opens_at, place.calendar.closes_at)


def _with_hours(ids: Iterable[int]) -> dict[int, Calendar]:
    return Calendar.objects.with_days().prefetch_related("special_hours").in_bulk(list(ids))


def _at(day: date, hour: time, place: Place) -> datetime:
    return midnight(day, place.zone).replace(hour=hour.hour, minute=hour.minute, second=hour.second)
