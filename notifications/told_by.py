"""What a mail told, item by item, with where each stands by now: for the page of the mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from cases.contributions.flow import WITH_CONTRIBUTOR
from cases.models import Case
from cases.models.case_lists import late_at
from cases.people.models import User
from cases.states import AGREEMENT, RECEIVED, SIGN_OFF, VALIDATION, WITH_DEPARTMENT, State
from cases.telling import Line, Rule
from notifications.models import Mail, Notice, NoticeQuerySet
from notifications.rules import rule_of
from notifications.rules.of_contributions import DELIVERED_TO_LEAD, TO_AGREE, TO_CONTRIBUTE
from notifications.rules.of_extensions import MORE_TIME_ASKED
from notifications.rules.of_persons import MENTIONED
from notifications.rules.reminders import STILL_TO_DRAFT
from notifications.rules.waiting import CAME_IN
from notifications.writing.lines import case_line
from notifications.writing.order import kind_of, place_of
from notifications.writing.told import by_key, cases_for_lines
from workflow.process import process_named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNTIL_SETTLED = (MORE_TIME_ASKED, TO_CONTRIBUTE, TO_AGREE, DELIVERED_TO_LEAD, MENTIONED)
WHILE_LATE = ("late", "to-escalate", "escalated")
WITH_CONTRIBUTORS = ("contribution-reminder", "contribution-returned")
# fmt: off
IN_STATES: dict[str, tuple[State, ...]] = {
    "question":          STILL_TO_DRAFT,
    "reminder":          STILL_TO_DRAFT,
    "returned":          STILL_TO_DRAFT,
    "assigned":          STILL_TO_DRAFT,
    "succeeded":         STILL_TO_DRAFT,
    "courtesy":          STILL_TO_DRAFT,
    "invited":           STILL_TO_DRAFT,
    "chase":             WITH_DEPARTMENT,
    "still-to-sign":     (SIGN_OFF,),
    "not-signed":        (SIGN_OFF, AGREEMENT),
    "still-to-agree":    (AGREEMENT,),
    "still-to-validate": (VALIDATION,),
    "not-validated":     (VALIDATION,),
    "handed-back":       (RECEIVED,),
    "declined":          (RECEIVED,),
    **CAME_IN,
}
"""Rules that ask for a step of the case, with the states in which it is still to be taken."""
# fmt: on
ASKING = {*UNTIL_SETTLED, *WHILE_LATE, *WITH_CONTRIBUTORS, *IN_STATES}
"""All others only tell."""


@dataclass(frozen=True)
class Item:
    """``is_open``: whether it is still to be done; None where nothing ever was."""

    rule: Rule
    line: Line
    standing: StrOrPromise
    is_open: bool | None


@dataclass
class ToldBy:
    """What a paginator takes for a list: each case or row once for each rule, in the order of the mail."""

    mail: Mail
    notices: Sequence[Notice]
    now: datetime
    rule: str = ""

    @classmethod
    def of(cls, mail: Mail, user: User, now: datetime, *, rule: str = "") -> ToldBy:
        """Of all that the mail tells, or of what it tells under ``rule``, that which ``user`` sees."""
        told = mail.notices.exclude(state=Notice.State.CANCELLED)
        seen = list(told.filter(pk__in=Notice.objects.visible_to(user).values("pk")))
        seen += _rows_seen_by(user, told.about_rows())
        first = {(one.rule, one.case_id, one.row_id): one for one in seen if rule in ("", one.rule)}
        return cls(mail, sorted(first.values(), key=_place), now, rule)

    def count(self) -> int:
        return len(self.notices)

    def __getitem__(self, wanted: slice) -> list[Item]:
        """In a fixed number of queries for each kind of row."""
        here = self.notices[wanted]
        still_open = _open(Notice.objects.filter(pk__in=[one.pk for one in here]), self.now)
        cases = cases_for_lines(one.case_id for one in here if one.case_id)
        rows, targets = _rows(here), _targets(here)
        found = []
        for one in here:
            rule = rule_of(one.rule)
            if one.case_id:
                case = cases[one.case_id]
                line, standing = case_line(case, self.now), case.standing
                is_open = (one.pk in still_open) if one.rule in ASKING else None
            else:
                row = rows[one.process, one.row_id]
                line, standing = row.line(), ""
                is_open = row.state == targets[one.process, one.event_id] if _asks(rule) else None
            found.append(Item(rule, line, standing, is_open))
        return found


def _place(one: Notice) -> tuple[Any, ...]:
    return *place_of(rule_of(one.rule)), one.about_on or timezone.localdate(one.made_at), one.pk


def _rows_seen_by(user: User, told: NoticeQuerySet) -> list[Notice]:
    found: list[Notice] = []
    for process in told.values_list("process", flat=True).distinct():
        seen: Any = process_named(process).model._default_manager
        found += told.filter(process=process, row_id__in=seen.visible_to(user).values("pk"))
    return found


def _open(notices: NoticeQuerySet, now: datetime) -> set[int]:
    """Those of cases that still ask for what they asked."""
    settled = Notice.objects.settled().values("pk")
    conditions = [
        Q(rule__in=UNTIL_SETTLED) & ~Q(pk__in=settled),
        Q(rule__in=WHILE_LATE, case__in=Case.objects.filter(late_at(now))),
        Q(rule__in=WITH_CONTRIBUTORS, contribution__state__in=WITH_CONTRIBUTOR),
        *(Q(rule=rule, case__state__in=states) for rule, states in IN_STATES.items()),
    ]
    return set(notices.filter(reduce(or_, conditions)).values_list("pk", flat=True))


def _asks(rule: Rule) -> bool:
    """Of a row: whether it waits in the state to which the step led that was told."""
    return kind_of(rule).is_to_do


def _rows(notices: Iterable[Notice]) -> dict[tuple[str, int | None], Any]:
    return {
        (process, pk): row
        for process, told in _by_process(notices).items()
        for pk, row in process_named(process)
        .model._base_manager.in_bulk([one.row_id for one in told])
        .items()
    }


def _targets(notices: Iterable[Notice]) -> dict[tuple[str, int | None], str]:
    """By process and event, the state to which the step led."""
    found: dict[tuple[str, int | None], str] = {}
    for process, told in _by_process(notices).items():
        events = process_named(process).event_model._base_manager.filter(
            pk__in=[one.event_id for one in told]
        )
        found |= {(process, pk): target for pk, target in events.values_list("pk", "target")}
    return found


def _by_process(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    return by_key((one.process, one) for one in notices if one.row_id is not None)
