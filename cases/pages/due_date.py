"""How was this date computed? The due date of a case, explained step by step from its events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from cases import dates
from cases.dates import Change
from cases.models import Case
from cases.pages.opened import case_for, person
from cases.pages.told import events_of, who
from cases.people.calendars import working_hours
from cases.people.day_words import WEEKDAY, day_in_words
from cases.people.days import today_of
from cases.policy import signed_in
from cases.templatetags.suivi import weekday
from workflow import clocks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# fmt: off
SENTENCES: dict[str, StrOrPromise] = {
    "assign":               gettext_lazy("{who} assigned the case, due on {after}."),
    "reassign":             gettext_lazy("{who} assigned the case anew, due on {after}."),
    "return_to_department": gettext_lazy("{who} returned the answer, due on {after}."),
    "open_round":           gettext_lazy("{who} asked again in a new round, due on {after}."),
    "extend":               gettext_lazy("{who} granted more time, until {after}."),
    "redate":               gettext_lazy("{who} changed the date to {after}."),
    "pause":                gettext_lazy("{who} paused the case."),
    "resume":               gettext_lazy("{who} resumed the case; it is due on {after}."),
    "sign_and_send":        gettext_lazy("{who} sent the answer, which ended the pause; due on {after}."),
    "file_signature":       gettext_lazy("{who} sent the answer, which ended the pause; due on {after}."),
    "agree":                gettext_lazy("{who} agreed to the edits, which ended the pause; due on {after}."),
    "disagree":             gettext_lazy("{who} did not agree, which ended the pause; due on {after}."),
}
# fmt: on


@dataclass(frozen=True)
class Line:
    """One step of the explanation: a sentence, when it was, what was written to it, and the counting."""

    sentence: SafeString
    at: Any
    remark: str
    counted: list[SafeString] = field(default_factory=list)


@signed_in
@require_safe
def due_date(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(person(request), reference)
    changes = dates.changes_of(events_of(case)) if case.due_on else []
    now = timezone.now()
    context = {
        "case": case,
        "lines": [_line(change) for change in changes],
        "is_late": case.is_late(now),
        "ahead": _ahead(case, today_of(case.lead, now)),
        "differs": _differs(case, changes),
    }
    return render(request, "cases/due_date.html", context)


def _line(change: Change) -> Line:
    remark = getattr(change.event, "remark", None)
    sentence = format_html(
        str(SENTENCES[change.event.step]), who=who(change.event), after=weekday(change.after)
    )
    return Line(sentence, change.event.at, remark.text if remark else "", list(_counted(change)))


def _counted(change: Change) -> list[SafeString]:
    """How the date was counted, in sentences; nothing where it was given."""
    said: list[SafeString] = []
    if change.paused:
        start, until = (weekday(date.fromisoformat(change.paused[name])) for name in ("from", "until"))
        said.append(format_html(_("Paused from {} until {}, when it went on."), start, until))
    if not change.reckoned:
        return said
    days, reckoned = change.reckoned["days"], change.reckoned
    words = ngettext("{start}, and {days} working day more: {end}.",
                     "{start}, and {days} working days more: {end}.", days)  # fmt: skip
    start, end = (weekday(date.fromisoformat(reckoned[name])) for name in ("from", "due_on"))
    said.append(format_html(words, start=start, days=days, end=end))
    if reckoned["off"]:
        off = ngettext(
            "{} day off on the way was skipped, by the calendar “{}”.",
            "{} days off on the way were skipped, by the calendar “{}”.",
            reckoned["off"],
        )
        said.append(format_html(off, reckoned["off"], reckoned["calendar"]))
    said += [_holiday(one) for one in reckoned["holidays"]]
    return said


def _holiday(one: dict[str, Any]) -> SafeString:
    words = _("{} was a holiday: {} (estimated then).") if one["estimated"] else _("{} is a holiday: {}.")
    return format_html(words, weekday(date.fromisoformat(one["on"])), one["name"])


def _ahead(case: Case, today: date) -> str:
    """How many working days are left, and the hours of the last one."""
    if case.lead is None or case.due_on is None or case.due_on < today or case.paused_on:
        return ""
    calendar = case.lead.working_calendar
    left = clocks.count(today, case.due_on, calendar.days_off).days
    words = ngettext("%(count)d working day is left.", "%(count)d working days are left.", left)
    said = words % {"count": left}
    hours = working_hours(case.due_on, calendar)
    if hours is None:
        following = clocks.next_working_day(case.due_on, calendar.days_off)
        off = _("The due date is a day off; the next working day is %(next)s.")
        return f"{said} {off % {'next': day_in_words(following, WEEKDAY)}}"
    ends = (
        _("On that day one works from %(from)s to %(until)s.")
        if not hours.name
        else _("On that day one works from %(from)s to %(until)s (%(name)s).")
    )
    given = {
        "from": time_format(hours.opens_at, "H:i"),
        "until": time_format(hours.closes_at, "H:i"),
        "name": hours.name,
    }
    return f"{said} {ends % given}"


def _differs(case: Case, changes: list[Change]) -> date | None:
    """What the calendar as it is now would give, where that is another date."""
    if case.lead is None or not dates.is_counted(changes):
        return None
    found = dates.recounted(changes, case.lead.working_calendar.days_off)
    return found if found != case.due_on else None
