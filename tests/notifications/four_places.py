"""Departments in four time zones with calendars of their own, and which reminders they should get: counted
plainly, day by day, from the table of the defaults as people were promised them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cases.models import Answer, Case, CaseEvent, Recommendation, Round
from cases.people.bringing_in import bring_in, from_package
from cases.people.models import Calendar, Department, User
from tests.cast import department, person

DAY = timedelta(days=1)
PLACES = {
    "Africa/Casablanca": ("MA", (5, 6)),
    "Europe/Paris": ("FR", (5, 6)),
    "Asia/Kathmandu": ("", (5,)),
    "Pacific/Apia": ("WS", (5, 6)),
}
"""By zone, the country of the public holidays, and the weekend: in Nepal Saturday alone."""
IN_NEPAL = [(1, 11), (2, 19), (3, 8), (4, 14), (5, 1), (5, 29), (9, 19), (10, 18), (10, 19), (10, 20)]
RAMADAN = {
    2026: (date(2026, 2, 18), date(2026, 3, 19)),
    2027: (date(2027, 2, 8), date(2027, 3, 9)),
    2028: (date(2028, 1, 28), date(2028, 2, 26)),
}
USUAL, IN_RAMADAN = (time(8, 30), time(16, 30)), (time(9), time(15))
DUE_IN = (1, 2, 3, 5, 7, 9, 12, 16, 19, 22, 26, 29, 31, 36, 58, 61, 75)
"""Days from the first one to the due dates of the cases: of all weekdays, whatever is off then."""

F, A, H = "focal point", "alternate", "head"
BEFORE = {
    "long": {-20: ("long-first", F), -10: ("long-second", F), -3: ("long-last", F, A)},
    "middle": {-5: ("middle-first", F), -1: ("middle-last", F)},
    "short": {-2: ("short-first", F)},
}
AFTER = {
    0: ("due", F),
    1: ("late-first", F),
    3: ("late-question", F, A),
    5: ("late-head", H),
    10: ("escalation", "coordinator"),
}


@dataclass
class Here:
    """A department with its people by role; ``off`` are its holidays, ``weekend`` its weekdays off."""

    zone: str
    weekend: tuple[int, ...]
    off: set[date]
    department: Department
    people: dict[str, User]
    cases: list[Case]

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def whole_days(self, began: datetime, ended: datetime) -> set[date]:
        """After the day on which the cases were asked, before the one on which the clock stops."""
        first, last = self.day(began) + DAY, self.day(ended) - DAY
        return {first + n * DAY for n in range((last - first).days + 1)}

    def is_worked(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.off

    def is_at_work(self, moment: datetime) -> bool:
        local = moment.astimezone(ZoneInfo(self.zone))
        first, last = RAMADAN[local.year]
        special = self.zone == "Africa/Casablanca" and first <= local.date() <= last
        opens, closes = IN_RAMADAN if special else USUAL
        return self.is_worked(local.date()) and opens <= local.time() <= closes

    def steps_wanted(self, began: datetime, ended: datetime) -> Counter[Any]:
        """Case, step, whom, and the day, of all steps that fall on whole days."""
        whole, asked = self.whole_days(began, ended), self.day(began)
        wanted: Counter[Any] = Counter()
        for case in self.cases:
            assert case.due_on is not None
            time_given = sum(
                self.is_worked(asked + n * DAY) for n in range(1, (case.due_on - asked).days + 1)
            )
            window = "long" if time_given >= 40 else "middle" if time_given >= 10 else "short"
            for days, (step, *roles) in {**BEFORE[window], **AFTER}.items():
                on = self._days_after(case.due_on, days)
                begun_too_soon = step == "long-first" and case.state == "drafting"
                if on in whole and on > asked and not begun_too_soon:
                    wanted.update((case.pk, step, self._name(role), on) for role in roles)
        return wanted

    def _days_after(self, due: date, days: int) -> date:
        """Going one day after the other."""
        day, left = due, abs(days)
        while left:
            day += DAY if days > 0 else -DAY
            left -= self.is_worked(day)
        while not self.is_worked(day):
            day += DAY
        return day

    def _name(self, role: str) -> str:
        return self.people[role].name if role in self.people else "Coordinator"


def found_state(began: datetime, days: int) -> list[Here]:
    """The four departments; their cases are asked at ``began``."""
    years = sorted({began.year, (began + timedelta(days=days + 120)).year})
    asked_in = Round.objects.create(code="r", title="Round", language="en", opened_on=began.date())
    coordinator = person("coordinator", "coordinator")
    return [_here(zone, years, asked_in, coordinator, began) for zone in PLACES]


def _here(zone: str, years: Sequence[int], asked_in: Round, by: User, began: datetime) -> Here:
    code, (country, weekend) = zone.rpartition("/")[2].lower(), PLACES[zone]
    calendar = Calendar.objects.create(code=code, name=code, country=country, weekend=list(weekend))
    for year in years:
        _give_holidays(calendar, country, year)
    unit = department(code, code)
    Department.objects.filter(pk=unit.pk).update(time_zone=zone, calendar=calendar)
    people = {role: person(f"{role.replace(' ', '-')}-{code}", role, unit) for role in (F, A, H)}
    off = set(calendar.holidays.values_list("on", flat=True))
    return Here(zone, weekend, off, unit, people, _cases(code, unit, asked_in, by, began))


def _give_holidays(calendar: Calendar, country: str, year: int) -> None:
    if country:
        bring_in(calendar, "package", from_package(country, year))
    else:
        for month, day in IN_NEPAL:
            calendar.holidays.create(on=date(year, month, day), key=f"{year}-{month}-{day}")
    if country == "MA" and year in RAMADAN:
        first, last = RAMADAN[year]
        opens, closes = IN_RAMADAN
        calendar.special_hours.create(
            name="Ramadan", first_day=first, last_day=last, opens_at=opens, closes_at=closes
        )


def _cases(code: str, unit: Department, asked_in: Round, by: User, began: datetime) -> list[Case]:
    """A third of the dates, others each month. Of every second one the draft is begun."""
    return [
        _case(f"{code}-{days}", unit, asked_in, by, began, began.date() + days * DAY, begun=place % 2 == 1)
        for place, days in enumerate(DUE_IN[began.month % 3 :: 3])
    ]


def _case(
    reference: str, unit: Department, asked_in: Round, by: User, began: datetime, due_on: date, *, begun: bool
) -> Case:
    of = Recommendation.objects.create(
        reference=reference, source="tests", source_key=reference, mechanism="UPR", year=2025
    )
    of.wordings.create(language="en", text="Open clinics in rural areas.")
    answer = Answer.objects.create(round=asked_in, lead=unit)
    state = "drafting" if begun else "assigned"
    under_way = {"lead": unit, "answer": answer, "due_on": due_on, "asked_at": began, "version": 1}
    case = Case(recommendation=of, round=asked_in, state=state, **under_way)
    Case.objects.bulk_create([case])
    CaseEvent.objects.create(
        case=case, number=1, step="assign", source="received", target="assigned", by=by, at=began
    )
    return case
