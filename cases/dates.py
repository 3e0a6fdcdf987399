"""Due dates, as steps set them and as history tells of them: given, counted, moved by a pause.

A step that counts notes how (``reckoned`` in the event's data); ``changes_of`` reads all of it again for the
page that explains a date, and ``recounted`` says what the date would be in another calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cases.people.days import today_of
from workflow import clocks
from workflow.errors import Blocked
from workflow.models import Event
from workflow.step import Act
from workflow.undoing import UNDO, in_force

if TYPE_CHECKING:
    from cases.models import Case
    from cases.people.models import Calendar, Department

MOST = 400
"""Working days that a step may be given, well over a year."""
SET_ANEW = ("assign", "reassign", "return_to_department", "open_round")
"""Steps that set a date whatever it was before: the explanation of a date begins with the last of them."""
MOVED_BY = ("extend", "redate", "resume", "sign_and_send", "file_signature", "agree", "disagree")
"""Steps that move a date that was set; the last four where they end a pause."""
TELLING = (*SET_ANEW, *MOVED_BY, "pause", UNDO)


def ask(case: Case, act: Act) -> None:
    """A department is asked, with a date: its age is counted from now on (overview/asked.py)."""
    case.asked_at = act.at
    set_due(case, act)


def set_due(case: Case, act: Act) -> None:
    """A step begins the time anew: what was paused is paused no more."""
    case.paused_on = None
    change_due(case, act)


def change_due(case: Case, act: Act) -> None:
    """The date that the step was given, or so many working days from today in the lead's calendar."""
    case.due_on = due(_lead(case), act) if "working_days" in act.data else act.data["due_on"]


def due(department: Department, act: Act) -> date:
    """The date that the step was given, or so many working days from today in the department's calendar."""
    days = act.data.get("working_days")
    if days is None:
        given: date = act.data["due_on"]
        return given
    return _counted(today_of(department, act.at), days, department, act)


def later(lead: Department, due_on: date | None, act: Act, name: str) -> date:
    """The later date that was given under ``name``, or so many working days more.

    They count from the due date; from today, where that is over: more time lies ahead.
    """
    days = act.data.get("working_days")
    if days is None:
        given: date = act.data[name]
        return given
    today = today_of(lead, act.at)
    return _counted(max(due_on or today, today), days, lead, act)


def pause(case: Case, act: Act) -> None:
    case.paused_on = today_of(case.lead, act.at)


def end_pause(case: Case, act: Act) -> None:
    """The case goes on; its date moves by the working days that were paused. Not paused: nothing changes."""
    if case.paused_on is None:
        return
    until, calendar = today_of(case.lead, act.at), _lead(case).working_calendar
    act.noted["paused"] = {"from": case.paused_on, "until": until}
    case.paused_on, due_on = None, case.due_on
    if due_on is not None:
        moved = clocks.moved_by_pause(due_on, act.noted["paused"]["from"], until, calendar.days_off)
        case.due_on, act.noted["reckoned"] = moved.result, _kept(moved, calendar)


@dataclass(frozen=True)
class Change:
    """What one event did to the date: ``before`` and ``after``, and how it was counted, if it was.

    ``reckoned`` is as :func:`_kept` writes it, ``paused`` has the days from which until which was paused.
    """

    event: Event
    before: date | None
    after: date | None
    reckoned: dict[str, Any] | None = None
    paused: dict[str, Any] | None = None


def changes_of(events: Iterable[Event]) -> list[Change]:
    """How the present date came about, oldest first, from the events of one case in their order."""
    found: list[Change] = []
    due_on: date | None = None
    for event in in_force(events):
        if event.step in SET_ANEW:
            found = []
        if event.step not in TELLING or not _tells(event):
            continue
        noted = event.data.get("noted", {})
        after = date_after(event, due_on)
        found.append(Change(event, due_on, after, noted.get("reckoned"), noted.get("paused")))
        due_on = after
    return found


def date_after(event: Event, due_on: date | None) -> date | None:
    """The due date after the event; ``due_on``, the one before, where the event says nothing of it."""
    given, noted = event.data.get("given", {}), event.data.get("noted", {})
    kept = noted.get("reckoned", {}).get("due_on") or noted.get("due_on") or given.get("due_on")
    return date.fromisoformat(kept) if kept else due_on


def recounted(changes: Iterable[Change], days_off: clocks.Calendar) -> date | None:
    """What the date would be, had all that was counted been counted in the calendar ``days_off``."""
    due_on: date | None = None
    for change in changes:
        due_on = _recounted(change, due_on, days_off)
    return due_on


def is_counted(changes: Iterable[Change]) -> bool:
    """Whether the date hangs on a calendar at all."""
    return any(change.reckoned for change in changes)


def _recounted(change: Change, due_on: date | None, days_off: clocks.Calendar) -> date | None:
    if change.paused and due_on:
        paused_from, until = (date.fromisoformat(change.paused[name]) for name in ("from", "until"))
        return clocks.moved_by_pause(due_on, paused_from, until, days_off).result
    if change.reckoned:
        start = date.fromisoformat(change.reckoned["from"])
        start = due_on if due_on and start == change.before else start
        return clocks.add(start, change.reckoned["days"], days_off).result
    # A date that a changed calendar moved is what this counts anew.
    by_calendar = change.event.data.get("given", {}).get("calendar")
    return due_on if by_calendar or change.event.step == "pause" else change.after


def _tells(event: Event) -> bool:
    """A step that may end a pause tells of the date only where it did."""
    ends_pauses = event.step in ("sign_and_send", "file_signature", "agree", "disagree")
    return not ends_pauses or "paused" in event.data.get("noted", {})


def _counted(start: date, days: int, lead: Department, act: Act) -> date:
    if not 1 <= days <= MOST:
        raise Blocked(_("Give a number of working days from 1 to %(most)d.") % {"most": MOST})
    calendar = lead.working_calendar
    reckoned = clocks.add(start, days, calendar.days_off)
    act.noted["reckoned"] = _kept(reckoned, calendar)
    return reckoned.result


def _kept(reckoned: clocks.Reckoning, calendar: Calendar) -> dict[str, Any]:
    """As history keeps it; with the holidays as they were then, whatever becomes of the calendar."""
    holidays = [{"on": one.day, "name": one.name, "estimated": one.estimated} for one in reckoned.holidays]
    return {
        "from": reckoned.start,
        "days": reckoned.days,
        "due_on": reckoned.result,
        "calendar": str(calendar),
        "off": len(reckoned.skipped),
        "holidays": holidays,
    }


def _lead(case: Case) -> Department:
    """Whoever counts days has a lead: the steps that count leave states in which a case has one."""
    if case.lead is None:
        raise ValueError(f"{case} has no lead, so no calendar.")
    return case.lead
