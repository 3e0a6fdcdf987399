"""Where a report stands, which of its buttons a person sees, and why the others are not open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.pages.just_done import Done
from cases.pages.openings import Openings
from cases.pages.stages import Stage
from cases.pages.told import parsed
from cases.people.models import User
from cases.templatetags.suivi import day
from exports import flow
from exports.models import Report, ReportEvent
from exports.pages.assembly import change_of
from exports.pages.told import EVENTS
from workflow import may, undoing
from workflow.grants import Grants

FORWARD = ("assemble", "circulate", "review", "freeze", "adopt", "submit")
"""Steps that may be the one button; all others stand beside it."""
ELSEWHERE = ("revise", "arrange")
"""Steps that other pages take: those of title page and introduction, and of the outline."""


def stages_of(report: Report) -> list[Stage]:
    """The stages in their order, the present one marked."""
    way = list(flow.Stage)
    present = way.index(flow.Stage(report.state))
    return [
        Stage(capfirst(state.label), place < present, place == present) for place, state in enumerate(way)
    ]


def openings_for(report: Report, user: User, grants: Grants, now: datetime) -> Openings:
    """What this person may do with the report now. Steps of roles that are not held are not spoken of."""
    found = [
        one
        for one in may.available(report, user, now=now, grants=grants)
        if one.step.name not in ELSEWHERE and one.step.role.held_for(grants, report)
    ]
    steps = [one.step for one in found if one.is_open]
    primary = next((step for step in steps if step.name in FORWARD), None)
    return Openings(
        primary=primary,
        others=[step for step in steps if step is not primary],
        closed=[one for one in found if not one.is_open],
    )


def to_undo(events: Sequence[ReportEvent], user: User, grants: Grants, now: datetime) -> Done | None:
    """What an undo takes back, if this person may take it back now."""
    event = next_back(events)
    if event is None or undoing.why_not(event, grants=grants, by=user, now=now):
        return None
    return Done(event.case.reference, events[-1].number, done_by(event), event.at + undoing.window())


def next_back(events: Sequence[ReportEvent]) -> ReportEvent | None:
    """The event that an undo takes back: the last, or the newest in force where others were undone."""
    known = {one.number: one for one in events}
    return undoing.next_back(events[-1], known.get) if events else None


def done_by(event: ReportEvent) -> str:
    """What it did, in a sentence to whoever did it."""
    if sentence := change_of(event):
        return sentence
    given = event.data.get("given", {})
    return str(EVENTS[event.step]).format(by=_("you"), until=day(parsed(given.get("reply_on"))), edition="")
