"""Chasing by hand: a coordinator reminds departments of what they owe, one mail to each person.

``plan_of`` says what would be sent to whom, and who is left out and why; ``chase`` makes the notices, which
wait for the time to take them back; bundling.py makes the mails of them like of any others. At most one
reminder goes to a person on a working day, by date or by hand. Independent bodies are never chased.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Extension
from cases.models.case_lists import CaseQuerySet
from cases.people.models import User
from cases.people.roles import FOCAL_POINT, HEAD_OR_FOCAL_POINT
from cases.states import SIGN_OFF, WITH_DEPARTMENT, State
from notifications.ladder.people import in_sight
from notifications.models import Chase, Notice
from notifications.pressing import Letter, ask_for_coordinator, letters_of, press
from notifications.rules.reminders import CHASE
from workflow import may
from workflow.errors import Blocked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 2000
"""Cases that one act reminds of."""
SIGNED_BY_HEAD = (SIGN_OFF, State.AGREEMENT)
"""States in which the head has the next step; in the others the focal point and the alternate."""

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
    letters = letters_of(owed, people, now)
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
    ask_for_coordinator(by, _("Reminding by hand is for the coordinator."))
    return press(CHASE, lambda: plan_of(cases, now).letters, note=note, by=by, now=now, form=form)


def reminded_today(people: Iterable[int], now: datetime) -> set[int]:
    """Those of ``people`` whom a reminder reached today, or will reach."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    found = Notice.objects.reminding(since=midnight).filter(recipient__in=list(people))
    return set(found.values_list("recipient_id", flat=True))


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
    return in_sight(found, cases)
