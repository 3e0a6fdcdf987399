"""Requests for more time, as the case's page shows them: the open one with its buttons, and all that were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from cases.extensions.flow import ASKED
from cases.models import Case, Extension, ExtensionEvent
from cases.pages.told import Line, parsed, who
from cases.people.models import User
from cases.people.roles import COORDINATOR, LEAD_DEPARTMENT
from cases.states import WITH_DRAFTERS
from cases.templatetags.suivi import day
from workflow import may
from workflow.grants import Grants
from workflow.step import Step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# fmt: off
EVENTS: dict[str, StrOrPromise] = {
    "ask":      gettext_lazy("More time asked for by {by}, until {until}"),
    "refuse":   gettext_lazy("More time refused by {by}"),
    "withdraw": gettext_lazy("Request for more time withdrawn by {by}"),
    "lapse":    gettext_lazy("With this step of {by} the request for more time lapsed"),
}
"""Of a grant the case's own event tells."""
# fmt: on


@dataclass(frozen=True)
class Asked:
    """The open request: who asked when and why; ``steps`` are the buttons, ``refusal`` why there are none."""

    request: Extension
    who: SafeString
    due_on: date | None
    at: datetime
    reason: str
    steps: list[Step]
    refusal: StrOrPromise


def requests_of(case: Case, user: User) -> list[ExtensionEvent]:
    """All that happened to requests about the case's present answer, oldest first; one query."""
    seen = ExtensionEvent.objects.filter(
        case__in=Extension.objects.visible_to(user), case__answer=case.answer_id or 0
    )
    return list(seen.select_related("by", "acting_for", "remark", "case").order_by("at", "pk"))


def lines_of(events: Sequence[ExtensionEvent]) -> list[Line]:
    """Them as lines of the timeline, with what was written to them."""
    return [
        Line(
            step=event.step,
            sentence=format_html(
                str(EVENTS[event.step]),
                by=who(event),
                until=day(parsed(event.data.get("given", {}).get("wanted_on"))),
            ),
            at=event.at,
            remark=_remark(event),
        )
        for event in events
        if event.step in EVENTS
    ]


def may_ask(case: Case, events: Sequence[ExtensionEvent], grants: Grants) -> bool:
    """Whether this person is offered to ask; that the date is a later one, the step itself sees to."""
    with_own_drafters = case.state in WITH_DRAFTERS and LEAD_DEPARTMENT.held(grants, case.lead_id)
    return with_own_drafters and not any(event.case.state == ASKED for event in events)


def open_request(
    case: Case, events: Sequence[ExtensionEvent], user: User, grants: Grants, now: datetime
) -> Asked | None:
    """The request that waits for a decision, if there is one, with what this person may do about it."""
    asking = next((one for one in events if one.step == "ask" and one.case.state == ASKED), None)
    if asking is None:
        return None
    found = [
        one for one in may.available(asking.case, user, now=now, grants=grants) if one.step.name in TAKEN
    ]
    shut = [one.refusal for one in found if one.refusal and one.step.role.held_for(grants, asking.case)]
    steps = [one.step for one in found if one.is_open]
    return Asked(
        asking.case, who(asking), case.due_on, asking.at, _remark(asking), steps, shut[0] if shut else ""
    )


@dataclass(frozen=True)
class Row:
    """A request in a list: the first of its cases, and how many ``others`` are answered together with it."""

    request: Extension
    case: Case
    others: int


@dataclass(frozen=True)
class ToDecide:
    """How many requests wait for a coordinator, and the first of them; ``more`` are on the Desk."""

    count: int = 0
    first: list[Row] = field(default_factory=list)

    @property
    def more(self) -> bool:
        return self.count > len(self.first)


def requests_to_decide(user: User, grants: Grants) -> ToDecide:
    """What waits for this person's decision; the earliest date first. Nothing but for a coordinator."""
    if not COORDINATOR.held(grants, None):
        return ToDecide()
    waiting = Extension.objects.visible_to(user).open()
    read = waiting.select_related("lead", "answer").prefetch_related(*SHOWN).order_by("wanted_on", "pk")
    rows = [_row(request) for request in read[:LISTED]]
    return ToDecide(waiting.count() if rows else 0, [row for row in rows if row])


def _row(request: Extension) -> Row | None:
    """None where no case is left: such a request has lapsed, unless somebody changed the tables by hand."""
    cases = sorted(request.told_cases(), key=lambda case: case.pk)
    return Row(request, cases[0], len(cases) - 1) if cases else None


LISTED = 10
SHOWN = ("lead__wordings", "answer__cases__recommendation__wordings")
TAKEN = ("grant", "refuse", "withdraw")
"""Steps that people take on an open request; that it lapses is the doing of the case."""


def _remark(event: ExtensionEvent) -> str:
    remark = getattr(event, "remark", None)
    return remark.text if remark else ""
