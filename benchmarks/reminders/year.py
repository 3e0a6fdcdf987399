"""A year of reminders, the ladder as shipped: 1,124 cases, 52 departments, every step by the engine.

Each working day the morning's mails are made, then people act, then what is told at once is. Beside it stands
what "daily for every item that is due within 30 days, and daily once it is overdue" would send: one mail per
item and working day to the focal point. A late item is *seen* on a day when a mail that carries it goes to
somebody who can act, or the overview of the week that counts it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.reminders.behaviour import ROUNDS, Behaviour, Plan
from benchmarks.reminders.state import FIRST, LAST, YEAR, Office, State, ask, gather
from cases import actions
from cases.extensions import extending
from cases.models import Case, ImplementationStatus
from cases.states import ASSIGNED, DRAFTING, SIGN_OFF, VALIDATION, WITH_DEPARTMENT
from notifications import escalating, ladder
from notifications.bundling import REMINDING, bundles
from notifications.deriving import derive
from notifications.models import Mail, Notice
from workflow import clocks
from workflow.errors import Refused

ZONE = ZoneInfo("Africa/Casablanca")
DAYS_OF_POLICY = 30
TEXT = "The Health Act of 2024 opened two hundred rural clinics. Waiting times fell by a third in 2025."
WEEKS, WEDNESDAY = 52, 2


def figures() -> Iterator[tuple[str, float, str]]:
    year = Year(gather())
    year.pass_by()
    ours, people = year.mails.total(), year.people()
    yield "mails_a_year", ours, "mails"
    yield "mails_at_once", year.mails["at once"], "mails"
    yield "mails_per_person_and_week", ours / people / WEEKS, "mails"
    yield "mails_per_focal_point_and_week", year.to_focal_points / len(year.state.offices) / WEEKS, "mails"
    yield "daily_per_focal_point_and_week", year.daily / len(year.state.offices) / WEEKS, "mails"
    yield "fewer_than_daily", year.daily_with_weekends / year.to_focal_points, "ratio"
    yield "fewer_than_daily_on_working_days", year.daily / year.to_focal_points, "ratio"
    yield "fewer_than_daily_to_everybody", year.daily_with_weekends / year.reminding, "ratio"
    yield "mails_reminding", year.reminding, "mails"
    yield "mails_reminding_focal_points", year.to_focal_points, "mails"
    yield "daily", year.daily, "mails"
    yield "daily_with_weekends", year.daily_with_weekends, "mails"
    yield "fewer_than_one_a_day", year.daily_by_person / year.reminding, "ratio"
    yield "late_items", len(year.was_late), "items"
    yield "longest_unseen_days", year.longest_unseen, "days"


class Year:
    """What happens on which day, and what is counted."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.behaviour = Behaviour()
        self.mails: Counter[str] = Counter()
        self.to_focal_points = self.reminding = 0
        self.daily_with_weekends = self.daily = self.daily_by_person = self.longest_unseen = 0
        self.was_late: set[int] = set()
        self.unseen_days: Counter[int] = Counter()
        self.unseen: list[tuple[int, str, date, int]] = []
        self._status = ImplementationStatus.objects.get(code="in-progress")
        self._agenda: dict[date, list[Callable[[datetime], None]]] = defaultdict(list)
        self._focal = {one.focal_point.pk: one.department.pk for one in state.offices}
        self._heads = {one.head.pk: one.department.pk for one in state.offices}
        self._told = 0
        for number, asked in enumerate(ROUNDS):
            self._plan(date(YEAR, asked.month, asked.day), lambda now, n=number: self._open_round(n, now))

    def people(self) -> int:
        """Focal point, alternate, head and contact of each department, with coordinator and validators."""
        return 4 * len(self.state.offices) + 1 + len(self.state.validators)

    def pass_by(self) -> None:
        day = FIRST
        while day <= LAST:
            worked = self.state.calendar.days_off(day) is None
            self._count_daily(day, worked=worked)
            if worked:
                self._work(day)
            day += timedelta(days=1)

    def _work(self, day: date) -> None:
        late = self._late(day)
        self._tell(_at(day, 9, 31), remind=True)
        now = _at(day, 11)
        for act in self._agenda.pop(day, []):
            act(now)
        if day.weekday() == WEDNESDAY:
            self._escalate(now)
        self._tell(_at(day, 11, 20), remind=False)
        self._look(day, late)

    # What is counted

    def _count_daily(self, day: date, *, worked: bool) -> None:
        until = day + timedelta(days=DAYS_OF_POLICY)
        items = Case.objects.filter(state__in=WITH_DEPARTMENT, due_on__lte=until)
        leads = list(items.values_list("lead", flat=True))
        self.daily_with_weekends += len(leads)
        if worked:
            self.daily += len(leads)
            self.daily_by_person += len(set(leads))

    def _late(self, day: date) -> set[int]:
        """On the morning of the day; an independent body owes nothing."""
        owed = Case.objects.filter(state__in=WITH_DEPARTMENT, due_on__lt=day, lead__independent=False)
        return set(owed.values_list("pk", flat=True))

    def _tell(self, now: datetime, *, remind: bool) -> None:
        if remind:
            ladder.remind(now)
        derive(now)
        for mail in bundles(now):
            self.mails["at once" if mail.day is None else "morning"] += 1
            if mail.notices.filter(rule__in=REMINDING).exists():
                self.reminding += 1
                self.to_focal_points += mail.recipient_id in self._focal
        waiting = Mail.objects.filter(state=Mail.State.WAITING)
        Notice.objects.waiting().filter(mail__in=waiting).update(state=Notice.State.SENT)
        waiting.update(state=Mail.State.SENT, sent_at=now)

    def _look(self, day: date, late: set[int]) -> None:
        """Which of the late items were in a mail of the day, and how long the others are in none."""
        new = Mail.objects.filter(pk__gt=self._told)
        told = Notice.objects.filter(mail__in=new)
        seen = set(told.filter(case__isnull=False).values_list("case", flat=True))
        overviews = set(told.filter(rule="week").values_list("recipient", flat=True))
        drafting = {self._focal[pk] for pk in overviews if pk in self._focal}
        signing = {self._heads[pk] for pk in overviews if pk in self._heads}
        owed = Case.objects.filter(pk__in=late)
        seen |= set(
            owed.filter(state__in=(ASSIGNED, DRAFTING), lead__in=drafting).values_list("pk", flat=True)
        )
        seen |= set(owed.filter(state=SIGN_OFF, lead__in=signing).values_list("pk", flat=True))
        self._told = Mail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        still = self._late(day)
        for pk in late & still - seen:
            self.unseen_days[pk] += 1
            if self.unseen_days[pk] > self.longest_unseen:
                state = Case.objects.values_list("state", flat=True).get(pk=pk)
                self.unseen.append((pk, state, day, self.unseen_days[pk]))
            self.longest_unseen = max(self.longest_unseen, self.unseen_days[pk])
        for pk in (self.unseen_days.keys() - late) | seen:
            self.unseen_days.pop(pk, None)
        self.was_late |= late

    # What people do

    def _plan(self, day: date, act: Callable[[datetime], None]) -> None:
        """On that day, or the next that is worked."""
        self._agenda[clocks.next_working_day(day, self.state.calendar.days_off)].append(act)

    def _in(self, days: int, now: datetime, act: Callable[[datetime], None]) -> None:
        self._plan(self._after(now.astimezone(ZONE).date(), days), act)

    def _after(self, day: date, days: int) -> date:
        return clocks.add(day, days, self.state.calendar.days_off).result

    def _open_round(self, number: int, now: datetime) -> None:
        asked = ROUNDS[number]
        cases = ask(f"r{number}", now.date(), asked.cases)
        for place, case in enumerate(cases):
            where = place % len(self.state.offices)
            window = asked.windows[where % len(asked.windows)]
            office, by = self.state.offices[where], self.state.coordinator
            actions.take_step(case, "assign", by=by, now=now, lead=office.department, working_days=window)
            self._follow(case, office, self.behaviour.plan(where, window), now)

    def _follow(self, case: Case, office: Office, plan: Plan, now: datetime) -> None:
        assert case.due_on is not None
        sends = self._after(case.due_on, plan.sends)
        self._in(plan.begins, now, lambda now: self._draft(case.pk, office, now))
        if plan.asks_for_time and not office.department.independent:
            asks = min(self._after(case.due_on, -1), self._after(sends, -1))
            self._plan(asks, lambda now: self._ask_for_time(case.pk, office, plan, now))
            sends = self._after(sends, 6)
        self._plan(sends, lambda now: self._send(case.pk, office, plan, now))

    def _draft(self, pk: int, office: Office, now: datetime, words: str = "") -> Case:
        case = Case.objects.get(pk=pk)
        latest = case.answer.latest_draft() if case.answer else None
        actions.save_draft(
            case, full_text=f"{TEXT} {words}", short_text=TEXT, status=self._status,
            started_from=latest.number if latest else 0, by=office.focal_point, now=now,
        )  # fmt: skip
        return Case.objects.get(pk=pk)

    def _ask_for_time(self, pk: int, office: Office, plan: Plan, now: datetime) -> None:
        given: dict[str, Any] = {"by": office.focal_point, "now": now, "comment": "We wait for figures."}
        try:
            request = extending.ask_for_more_time(Case.objects.get(pk=pk), working_days=8, **given)
        except Refused:
            return  # it is with the validator by now
        self._in(plan.granted_after, now, lambda now: self._grant(request, now))

    def _grant(self, request: Any, now: datetime) -> None:
        request.refresh_from_db()
        if request.state == "asked":
            given = {"by": self.state.coordinator, "now": now, "seen": request.version}
            extending.take_request_step(request, "grant", working_days=8, **given)

    def _send(self, pk: int, office: Office, plan: Plan, now: datetime) -> None:
        case = self._draft(pk, office, now, "Ready.")
        if office.department.independent:
            actions.take_step(case, "release", by=office.head, now=now)
            return
        actions.take_step(case, "send_for_sign_off", by=office.focal_point, now=now)
        self._in(plan.signed_after, now, lambda now: self._sign(pk, office, plan, now))

    def _sign(self, pk: int, office: Office, plan: Plan, now: datetime) -> None:
        actions.take_step(Case.objects.get(pk=pk), "sign_and_send", by=office.head, now=now)
        self._in(plan.decided_after, now, lambda now: self._decide(pk, office, plan, now))

    def _decide(self, pk: int, office: Office, plan: Plan, now: datetime) -> None:
        case, by = Case.objects.get(pk=pk), self.state.validators[pk % len(self.state.validators)]
        assert case.state == VALIDATION
        returned = case.events.filter(step="return_to_department").exists()
        if not plan.is_returned or returned:
            actions.take_step(case, "approve", by=by, now=now)
            return
        actions.take_step(
            case, "return_to_department", by=by, now=now, comment="A source is missing.", working_days=10
        )
        self._in(plan.again_after, now, lambda now: self._send(pk, office, plan, now))

    def _escalate(self, now: datetime) -> None:
        """The coordinator presses Send for what is ready."""
        try:
            escalating.escalate(Case.objects.all(), note="", by=self.state.coordinator, now=now)
        except Refused:
            return  # nothing is


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)
