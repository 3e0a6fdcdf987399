"""Mails that a coordinator sends by one press: one to each person, held while they can be taken back.

Reminders by hand (chasing.py) and escalations (escalating.py) are both made here: a ``Chase`` with its note,
and a notice for each person and case; bundling.py makes the mails of them like of any others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.models import Case
from cases.people.calendars import CalendarsOf
from cases.people.days import local_day
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, grants_of
from cases.telling import Rule
from notifications.models import Chase, Escalation, Notice
from notifications.places import midnight
from workflow import clocks, undoing
from workflow.errors import Blocked, Conflict, NotAllowed

MORNING = 9
"""The hour at which a mail goes out that was made on a day off, in the department's own time."""


@dataclass
class Letter:
    """What one person is told of; ``goes_at`` is when the mail may leave."""

    person: User
    goes_at: datetime
    cases: list[Case] = field(default_factory=list)

    @property
    def departments(self) -> list[Department]:
        return list({case.lead_id: case.lead for case in self.cases if case.lead}.values())


Find = Callable[[], Sequence[Letter]]


def letters_of(cases: Sequence[Case], people: dict[int, set[int]], now: datetime) -> list[Letter]:
    """One for each of ``people``, which are ids by the id of the case; by department and name."""
    known = User.objects.in_bulk(set().union(*(people[case.pk] for case in cases)))
    working = CalendarsOf(case.lead for case in cases if case.lead)
    found: dict[int, Letter] = {}
    for case in cases:
        for pk in sorted(people[case.pk]):
            if pk not in found:
                found[pk] = Letter(known[pk], _goes_at(case.lead, working, now))
            found[pk].cases.append(case)
    return sorted(found.values(), key=_place)


def ask_for_coordinator(by: User, sentence: str) -> None:
    """Raises :class:`NotAllowed` with the sentence for anybody else."""
    if not COORDINATOR.held(grants_of(by), None):
        raise NotAllowed(sentence)


def press(
    rule: Rule,
    find: Find,
    *,
    note: str,
    by: User,
    now: datetime,
    form: UUID | None,
    step: str = "",
    also: Callable[[Chase, Sequence[Letter]], None] = lambda chase, letters: None,
) -> Chase:
    """Make the notices of the letters that ``find`` finds; the mails leave after the time to take them back.

    A notice's step is ``step`` and the number of the press. ``form`` is the id of the form that was sent: it
    counts once. ``also`` does in the same transaction what else belongs to it.

    Raises :class:`Blocked` where nothing is found, :class:`Conflict` where somebody else did the same.
    """
    try:
        with transaction.atomic():
            made = Chase.objects.create(by=by, at=now, note=note.strip(), form=form, rule=rule.code)
            letters = _held(find)
            _tell(rule, made, letters, f"{step}{made.pk}", now)
            also(made, letters)
            return made
    except IntegrityError:
        earlier = Chase.objects.filter(form=form, by=by).first() if form else None
        if earlier is None:
            raise Conflict(_("Somebody else sent it at the same moment: look at the page again.")) from None
        return earlier


def take_back(made: Chase, *, by: User, now: datetime) -> int:
    """Take back what is in no mail yet; how many notices. What was escalated to nobody then never was.

    Raises :class:`NotAllowed` for anybody but who sent it, :class:`Conflict` where nothing is left to take.
    """
    if made.by_id != by.pk:
        raise NotAllowed(_("Only the person who sent it can take it back."))
    with transaction.atomic():
        held = made.notices.waiting().filter(mail__isnull=True).select_for_update()
        ids = list(held.values_list("pk", flat=True))
        if not ids:
            raise Conflict(_("The mails are on their way already, so nothing was taken back."))
        taken = Notice.objects.filter(pk__in=ids).cancel(Notice.Reason.TAKEN_BACK)
        Chase.objects.filter(pk=made.pk).update(undone_at=now)
        told = made.notices.exclude(state=Notice.State.CANCELLED)
        Escalation.objects.filter(chase=made).exclude(case__in=told.values("case")).delete()
    return taken


def _held(find: Find) -> Sequence[Letter]:
    """Who is meant is locked first, and found anew then: two coordinators at once tell nobody twice."""
    meant = [one.person.pk for one in find()]
    list(User.objects.select_for_update().filter(pk__in=meant).order_by("pk").values_list("pk"))
    letters = find()
    if not letters:
        raise Blocked(_("Nobody is to be reminded: look below for the reasons."))
    return letters


def _tell(rule: Rule, made: Chase, letters: Sequence[Letter], step: str, now: datetime) -> None:
    Notice.objects.bulk_create(
        Notice(
            rule=rule.code,
            step=step,
            case=case,
            about_on=case.due_on,
            recipient=letter.person,
            made_at=now,
            chase=made,
            not_before=letter.goes_at,
        )
        for letter in letters
        for case in letter.cases
    )


def _place(letter: Letter) -> tuple[str, str]:
    return str(letter.departments[0]).casefold(), letter.person.name.casefold()


def _goes_at(department: Any, working: CalendarsOf, now: datetime) -> datetime:
    """After the time to take it back; on a day off of the department, in the morning after it."""
    earliest = now + undoing.window()
    day = local_day(department.time_zone, earliest)
    working_day = clocks.next_working_day(day, working.calendar(department))
    if working_day == day:
        return earliest
    return midnight(working_day, department.time_zone) + timedelta(hours=MORNING)
