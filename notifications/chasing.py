"""Chasing by hand: a coordinator reminds departments of what they owe, one mail to each person.

``plan_of`` says what would be sent to whom, and who is left out and why; ``chase`` makes the notices, which
wait for the time to take them back; bundling.py makes the mails of them like of any others. At most one
reminder goes to a person on a working day, by date or by hand. Independent bodies are never chased.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Extension
from cases.models.access import named
from cases.models.case_lists import CaseQuerySet
from cases.people.calendars import CalendarsOf
from cases.people.days import local_day
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, FOCAL_POINT, HEAD_OR_FOCAL_POINT, grants_of
from cases.states import SIGN_OFF, WITH_DEPARTMENT, State
from notifications.models import Chase, Notice
from notifications.rules.reminders import CHASE
from workflow import clocks, may, undoing
from workflow.errors import Blocked, Conflict, NotAllowed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 2000
"""Cases that one act reminds of."""
SIGNED_BY_HEAD = (SIGN_OFF, State.AGREEMENT)
"""States in which the head has the next step; in the others the focal point and the alternate."""
MORNING = 9
"""The hour at which a reminder goes out that was made on a day off, in the department's own time."""

# fmt: off
INVITED, ELSEWHERE, PAUSED = "invited", "elsewhere", "paused"
ASKING, NO_DATE, NOBODY = "asking", "no-date", "nobody"
REASONS: dict[str, StrOrPromise] = {
    INVITED:   gettext_lazy("an independent body is invited, never chased"),
    ELSEWHERE: gettext_lazy("the department has no step to take now"),
    PAUSED:    gettext_lazy("paused"),
    ASKING:    gettext_lazy("its request for more time waits for your decision"),
    NO_DATE:   gettext_lazy("no due date"),
    NOBODY:    gettext_lazy("nobody in the department holds the role"),
}
"""Why a case is left out."""
# fmt: on


@dataclass
class Letter:
    """What one person is reminded of; ``goes_at`` is when the mail may leave."""

    person: User
    goes_at: datetime
    cases: list[Case] = field(default_factory=list)

    @property
    def departments(self) -> list[Department]:
        return list({case.lead_id: case.lead for case in self.cases if case.lead}.values())


@dataclass(frozen=True)
class Plan:
    """``reminded`` were reminded today already; ``left_out`` counts cases by the reason."""

    letters: Sequence[Letter]
    reminded: Sequence[User]
    left_out: Counter[str]


def plan_of(cases: CaseQuerySet, now: datetime) -> Plan:
    """What would be sent about ``cases``, which the coordinator sees; a fixed number of queries.

    Raises :class:`Blocked` for more than MOST cases.
    """
    rows = list(cases.for_lists().order_by("due_on", "pk")[: MOST + 1])
    if len(rows) > MOST:
        raise Blocked(_("More than %(most)d cases: narrow the list down.") % {"most": MOST})
    asking = set(Extension.objects.open().values_list("answer", flat=True))
    left_out: Counter[str] = Counter()
    owed = []
    for case in rows:
        if reason := _left_out(case, asking):
            left_out[reason] += 1
        else:
            owed.append(case)
    people = _people(owed)
    left_out[NOBODY] += sum(1 for case in owed if not people[case.pk])
    letters = _letters(owed, people, now)
    reminded = reminded_today([one.person.pk for one in letters], now)
    return Plan(
        letters=[one for one in letters if one.person.pk not in reminded],
        reminded=[one.person for one in letters if one.person.pk in reminded],
        left_out=+left_out,
    )


def chase(cases: CaseQuerySet, *, note: str, by: User, now: datetime, form: UUID | None = None) -> Chase:
    """Remind those whose step it is; the mails leave after the time in which it can be taken back.

    ``form`` is the id of the form that was sent. Raises :class:`NotAllowed` where ``by`` is no coordinator,
    :class:`Blocked` where nobody is to be reminded.
    """
    if not COORDINATOR.held(grants_of(by), None):
        raise NotAllowed(_("Reminding by hand is for the coordinator."))
    try:
        with transaction.atomic():
            return _chased(cases, note=note.strip(), by=by, now=now, form=form)
    except IntegrityError:
        return Chase.objects.get(form=form, by=by)


def take_back(made: Chase, *, by: User, now: datetime) -> int:
    """Take back what is in no mail yet; how many notices.

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
    return taken


def reminded_today(people: Iterable[int], now: datetime) -> set[int]:
    """Those of ``people`` whom a reminder reached today, or will reach."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    found = Notice.objects.reminding(since=midnight).filter(recipient__in=list(people))
    return set(found.values_list("recipient_id", flat=True))


def _chased(cases: CaseQuerySet, *, note: str, by: User, now: datetime, form: UUID | None) -> Chase:
    """Who is meant is locked first: two coordinators at once remind nobody twice."""
    made = Chase.objects.create(by=by, at=now, note=note, form=form)
    meant = [one.person.pk for one in plan_of(cases, now).letters]
    list(User.objects.select_for_update().filter(pk__in=meant).order_by("pk").values_list("pk"))
    letters = plan_of(cases, now).letters
    if not letters:
        raise Blocked(_("Nobody is to be reminded: look below for the reasons."))
    Notice.objects.bulk_create(
        Notice(
            rule=CHASE.code,
            step=str(made.pk),
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
    return made


def _left_out(case: Case, asking: set[int]) -> str:
    """Why this case is not pressed for; empty where it is."""
    if case.is_invited:
        return INVITED
    if case.state not in WITH_DEPARTMENT:
        return ELSEWHERE
    if case.paused_on is not None:
        return PAUSED
    if case.answer_id in asking:
        return ASKING
    return NO_DATE if case.due_on is None else ""


def _people(cases: Sequence[Case]) -> dict[int, set[int]]:
    """By case, whose step it is; of a restricted one only those who are named in it."""
    with_head = [case for case in cases if case.state in SIGNED_BY_HEAD]
    drafted = [case for case in cases if case.state not in SIGNED_BY_HEAD]
    found = {**may.who_holds(FOCAL_POINT, drafted), **may.who_holds(HEAD_OR_FOCAL_POINT, with_head)}
    restricted = [case.pk for case in cases if case.restricted]
    if restricted:
        pairs = named().filter(content_object__in=restricted).values_list("content_object", "user")
        names: dict[int, set[int]] = defaultdict(set)
        for case_id, user_id in pairs:
            names[case_id].add(user_id)
        found |= {pk: found.get(pk, set()) & names[pk] for pk in restricted}
    return defaultdict(set, found)


def _letters(cases: Sequence[Case], people: dict[int, set[int]], now: datetime) -> list[Letter]:
    known = User.objects.in_bulk(set().union(*(people[case.pk] for case in cases)))
    working = CalendarsOf(case.lead for case in cases if case.lead)
    found: dict[int, Letter] = {}
    for case in cases:
        for pk in sorted(people[case.pk]):
            if pk not in found:
                found[pk] = Letter(known[pk], _goes_at(case.lead, working, now))
            found[pk].cases.append(case)
    return sorted(found.values(), key=_place)


def _place(letter: Letter) -> tuple[str, str]:
    return str(letter.departments[0]).casefold(), letter.person.name.casefold()


def _goes_at(department: Any, working: CalendarsOf, now: datetime) -> datetime:
    """After the time to take it back; on a day off of the department, in the morning after it."""
    earliest = now + undoing.window()
    day = local_day(department.time_zone, earliest)
    working_day = clocks.next_working_day(day, working.calendar(department))
    if working_day == day:
        return earliest
    zone = earliest.astimezone(ZoneInfo(department.time_zone)).tzinfo
    morning = datetime.combine(working_day, datetime.min.time(), zone)
    return morning + timedelta(hours=MORNING)
