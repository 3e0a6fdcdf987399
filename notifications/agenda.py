"""The agenda of the meeting: answers of which no mail tells any more, and which are owed still."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from cases.models import Block, Case, Extension
from cases.models.case_lists import CaseQuerySet
from cases.people.calendars import CalendarsOf
from cases.people.models import Department
from notifications.escalating import blocks_of
from notifications.ladder.rungs import last_day
from notifications.lateness import late_by
from notifications.models import Escalation, Notice
from notifications.policy import current

MOST = 500
"""Cases of one agenda: the longest late ones."""


@dataclass(frozen=True)
class Told:
    """One person, and the days on which a reminder of this due date reached him."""

    name: str
    days: Sequence[date]


@dataclass(frozen=True)
class Entry:
    """One case. ``escalated_on`` is None where no coordinator pressed Send; ``asks``: for more time."""

    case: Case
    days_late: int
    block: Block | None
    asks: bool
    escalated_on: date | None
    told: Sequence[Told]


@dataclass
class Group:
    department: Department
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Agenda:
    """``groups`` by department; ``days`` is the last step of the ladder; ``more``: others, beyond MOST."""

    groups: Sequence[Group]
    days: int
    more: bool

    @property
    def count(self) -> int:
        return sum(len(one.entries) for one in self.groups)


def agenda_of(cases: CaseQuerySet, now: datetime) -> Agenda:
    """Those of ``cases``, which the coordinator sees, that are late by more than the ladder's last step.

    A fixed number of queries.
    """
    days = last_day(current())
    found = cases.filter(late_by(days + 1, now)).for_lists().order_by("due_on", "pk")
    rows = list(found[: MOST + 1])
    return Agenda(_groups(rows[:MOST], now), days, len(rows) > MOST)


def _groups(cases: Sequence[Case], now: datetime) -> list[Group]:
    found: dict[int, Group] = {}
    working = CalendarsOf(case.lead for case in cases if case.lead)
    blocks, told, escalated = blocks_of(cases), _told(cases), _escalated(cases)
    asking = set(Extension.objects.open().values_list("answer", flat=True))
    for case in cases:
        if case.lead is None:
            continue
        entry = Entry(
            case,
            working.days_late(case.lead, case.due_on, now),
            blocks.get(case.pk),
            case.answer_id in asking,
            escalated.get(case.pk),
            told[case.pk],
        )
        found.setdefault(case.lead.pk, Group(case.lead)).entries.append(entry)
    return sorted(found.values(), key=lambda one: str(one.department).casefold())


def _told(cases: Sequence[Case]) -> dict[int, list[Told]]:
    """By case, whom which reminders of its due date reached, in the order of the first; one query."""
    sent = Notice.objects.filter(
        case__in=[case.pk for case in cases],
        about_on=F("case__due_on"),
        state=Notice.State.SENT,
        mail__sent_at__isnull=False,
    )
    days: dict[int, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    for case_id, name, sent_at in sent.order_by("mail__sent_at", "pk").values_list(
        "case", "recipient__name", "mail__sent_at"
    ):
        days[case_id][name].add(timezone.localdate(sent_at))
    found = {
        pk: [Told(name, sorted(theirs)) for name, theirs in people.items()] for pk, people in days.items()
    }
    return defaultdict(list, found)


def _escalated(cases: Sequence[Case]) -> dict[int, date]:
    made = Escalation.objects.for_present_dates().filter(case__in=[case.pk for case in cases])
    return {one.case_id: timezone.localdate(one.at) for one in made}
