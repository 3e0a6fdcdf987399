"""Escalation: a coordinator presses Send, and the contacts of departments are told what is long late.

``plan_of`` says what is ready, by department, and who would be told; ``escalate`` makes the notices, which
wait for the time to take them back (pressing.py), and an ``Escalation`` for each case. From then on the
ladder tells the contacts by itself, until its last step (``ladder/rungs.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cases.models import Block, Case, Extension
from cases.models.case_lists import CaseQuerySet
from cases.people.calendars import CalendarsOf
from cases.people.models import Department, User
from cases.people.roles import ESCALATION_CONTACT
from notifications.ladder.people import people_of
from notifications.lateness import late_by
from notifications.models import Chase, Escalation
from notifications.policy import current
from notifications.pressing import Letter, ask_for_coordinator, letters_of, press
from notifications.rules.reminders import ESCALATED

MOST = 500
"""Cases that one page shows and one act escalates; the others follow."""
SENT = "sent-"
"""The step of these notices, with the number of the press."""


@dataclass(frozen=True)
class Row:
    """A case that is ready: working days late, and what its department says that blocks it."""

    case: Case
    days_late: int
    block: Block | None


@dataclass
class Group:
    """The cases of a department that are ready, and who would be told; nobody, where no contact is set."""

    department: Department
    rows: list[Row] = field(default_factory=list)
    contacts: list[User] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """``groups`` by department; ``letters`` are the mails; ``more``: there are others, beyond MOST."""

    groups: Sequence[Group]
    letters: Sequence[Letter]
    more: bool

    @property
    def cases(self) -> list[Case]:
        return [row.case for group in self.groups for row in group.rows]


def ready(cases: CaseQuerySet, now: datetime) -> CaseQuerySet:
    """Those of ``cases`` that are ready to be escalated for their due date: late by the days of the policy.

    Not while a request for more time waits for a decision, nor a second time for the same date.
    """
    days = current().escalation
    if days is None:
        return cases.none()
    escalated = Escalation.objects.filter(case=OuterRef("pk"), about_on=OuterRef("due_on"))
    asking = Extension.objects.open().values("answer")
    return cases.filter(~Exists(escalated), late_by(days, now)).exclude(answer__in=asking)


def plan_of(cases: CaseQuerySet, now: datetime) -> Plan:
    """What of ``cases``, which the coordinator sees, is ready, and who would be told; a fixed number of
    queries. The longest late come first.
    """
    rows = list(ready(cases, now).for_lists().order_by("due_on", "pk")[: MOST + 1])
    shown = rows[:MOST]
    people = people_of(ESCALATION_CONTACT, shown)
    letters = letters_of([case for case in shown if people[case.pk]], people, now)
    known = {letter.person.pk: letter.person for letter in letters}
    return Plan(_groups(shown, people, known, now), letters, len(rows) > MOST)


def escalate(cases: CaseQuerySet, *, note: str, by: User, now: datetime, form: UUID | None = None) -> Chase:
    """Tell the contacts of what is ready of ``cases``; the mails leave after the time to take them back.

    ``form`` is the id of the form that was sent. Raises :class:`NotAllowed` where ``by`` is no coordinator,
    :class:`Blocked` where nobody is to be told, :class:`Conflict` where somebody else did it just now.
    """
    ask_for_coordinator(by, _("Escalating is for the coordinator."))

    def mark(made: Chase, letters: Sequence[Letter]) -> None:
        told = {case.pk: case for letter in letters for case in letter.cases}
        Escalation.objects.bulk_create(
            Escalation(case=case, about_on=cast(date, case.due_on), by=by, at=now, chase=made)
            for case in told.values()
        )

    def find() -> Sequence[Letter]:
        return plan_of(cases, now).letters

    return press(ESCALATED, find, note=note, by=by, now=now, form=form, step=SENT, also=mark)


def blocks_of(cases: Sequence[Case]) -> dict[int, Block]:
    """What blocks them, as their departments say, by the id of the case; one query. For coordinators."""
    said = Block.objects.in_force().filter(case__in=[case.pk for case in cases])
    return {one.case_id: one for one in said}


def _groups(
    cases: Sequence[Case], people: dict[int, set[int]], known: dict[int, User], now: datetime
) -> list[Group]:
    found: dict[int, Group] = {}
    blocks, working = blocks_of(cases), CalendarsOf(case.lead for case in cases if case.lead)
    for case in cases:
        if case.lead is None:
            continue
        group = found.setdefault(case.lead.pk, Group(case.lead))
        late = working.days_late(case.lead, case.due_on, now)
        group.rows.append(Row(case, late, blocks.get(case.pk)))
        group.contacts += [known[pk] for pk in sorted(people[case.pk]) if known[pk] not in group.contacts]
    return sorted(found.values(), key=lambda one: str(one.department).casefold())
