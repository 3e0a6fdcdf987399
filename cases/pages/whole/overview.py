"""The Overview: one round on one page, for who leads and for who reports to them; it prints on one A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.charts.bars import stacked, swatch
from cases.charts.columns import Column, Line, columns, dashes
from cases.models import Plan, Round, Summary
from cases.overview.counting import WEEKS, counted
from cases.overview.deciding import Reader, decisions_for
from cases.overview.pace import Pace, by_week, needed_per_week, pace
from cases.pages.opened import person
from cases.pages.whole import sentences
from cases.pages.whole.decisions import long_late, without_lead
from cases.pages.whole.department import ages
from cases.pages.whole.loads import Load, Totals, loads, seen_by, totals
from cases.people.day_words import SHORT_DAY, day_in_words
from cases.people.models import Calendar, Department
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires
from cases.rounds import plans
from cases.standings import STANDINGS
from cases.states import APPROVED, VALIDATION
from cases.templatetags.suivi import figure
from workflow import clocks

LISTED = 8
"""Departments on the page; all of them are under Departments."""
FEWEST = 6
"""Weeks that the picture shows at least."""


@requires(COORDINATOR, NATIONAL_VALIDATOR, EDITOR, OBSERVER)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    now, user = timezone.now(), person(request)
    today = timezone.localdate(now)
    rounds = list(Round.objects.open().select_related("plan").prefetch_related("plan__stages").newest_first())
    shown = _chosen(rounds, request.GET.get("round", ""), today)
    if shown is None:
        return render(request, "cases/overview.html", {"round": None})
    kept = counted(now, "standings", "approvals", "ages")
    known = Department.objects.visible_to(user).with_names().in_bulk()
    independent = {pk for pk, one in known.items() if one.independent}
    whole = totals(kept["standings"], shown.pk, independent)
    seen = [row for row in seen_by(user, kept["standings"], now) if row.round == shown.pk]
    found, reader = loads(seen, known, now), Reader(user, grants_of(user), shown, now)
    context = {
        "round": shown,
        "rounds": [(one, one == shown) for one in rounds],
        "totals": whole,
        "going": _going(shown, whole, kept["approvals"], today),
        "departments": [{"load": one, "bar": _bar(one, found)} for one in found[:LISTED]],
        "more": len(found) - LISTED,
        "swatches": _swatches(),
        "dashes": dashes(),
        "decisions": decisions_for(reader, [*long_late(found), *without_lead(whole, shown)]),
        "ages": ages([row for row in kept["ages"].data if row[0] == shown.pk]),
        "counted_at": kept["standings"].made_at,
        "coordinates": COORDINATOR.held(reader.grants, None),
    }
    return render(request, "cases/overview.html", context)


def _chosen(rounds: Sequence[Round], code: str, today: date) -> Round | None:
    """The one that is asked for; else the next to be submitted, the newest of reports, the newest."""
    if code:
        named = next((one for one in rounds if one.code == code), None)
        if named is None:
            raise Http404
        return named
    planned = [one for one in rounds if (plan := plan_of(one)) and plan.submission_on >= today]
    if planned:
        return min(planned, key=lambda one: one.plan.submission_on)
    reports = (one for one in rounds if one.kind == Round.Kind.REPORT)
    return next(reports, rounds[0] if rounds else None)


def plan_of(chosen: Round) -> Plan | None:
    return getattr(chosen, "plan", None)


@dataclass(frozen=True)
class Going:
    """How it goes on: the sentences, the picture, and its numbers as a table. ``needed`` are a week."""

    standing: str
    ready_by: str
    plan: Plan | None
    wanted_on: date | None
    needed: int | None
    picture: SafeString
    weeks: list[tuple[date, int]]


def _going(shown: Round, whole: Totals, kept: Summary, today: date) -> Going:
    calendar, plan = Calendar.default(), plan_of(shown)
    approved_on = {date.fromisoformat(row[1]): row[2] for row in kept.data if row[0] == shown.pk}
    opened_on = min([shown.opened_on, *approved_on])
    speed = pace(
        approved_on, left=whole.left, asked=whole.asked, opened_on=opened_on, today=today,
        calendar=calendar.days_off,
    )  # fmt: skip
    wanted_on = _wanted_on(plan, calendar, today) if plan else None
    needed = _needed(whole.left, wanted_on, today, calendar.days_off)
    weeks = by_week(approved_on, weeks=_weeks(opened_on, today), today=today)
    return Going(
        standing=sentences.standing(whole),
        ready_by=sentences.ready_by(speed, plan.submission_on if plan else None, today)
        if whole.asked
        else "",
        plan=plan,
        wanted_on=wanted_on,
        needed=needed,
        picture=_picture(weeks, needed, speed),
        weeks=weeks,
    )


def _wanted_on(plan: Plan, calendar: Calendar, today: date) -> date:
    """The day by which validation must be over; once that has passed, the submission itself."""
    validated = next(one for one in plans.days_of(plan, calendar) if one.stage.code == "validation")
    return validated.due_on if validated.due_on > today else plan.submission_on


def _needed(left: int, wanted_on: date | None, today: date, calendar: clocks.Calendar) -> int | None:
    needed = needed_per_week(left, by=wanted_on, today=today, calendar=calendar) if wanted_on else None
    return ceil(needed) if needed else None


def _weeks(opened_on: date, today: date) -> int:
    return max(FEWEST, min(WEEKS, (today - opened_on).days // 7 + 1))


def _picture(weeks: Sequence[tuple[date, int]], needed: int | None, speed: Pace) -> SafeString:
    last = len(weeks) - 1
    row = [
        Column(count, figure(count), day_in_words(monday, SHORT_DAY), running=place == last)
        for place, (monday, count) in enumerate(weeks)
    ]
    words = _("%(count)s a week are needed") % {"count": figure(needed or 0)}
    said = {"count": figure(speed.lately), "needed": words} if needed else {"count": figure(speed.lately)}
    description = (
        _("%(count)s in the last four weeks; %(needed)s.")
        if needed
        else _("%(count)s in the last four weeks.")
    )
    return columns(
        row,
        key="pace",
        title=_("Answers approved in each week"),
        description=description % said,
        line=Line(needed, figure(needed)) if needed else None,
        mirrored=get_language_bidi(),
    )


def _bar(load: Load, all_of_them: Sequence[Load]) -> SafeString:
    most = max(one.total for one in all_of_them)
    return stacked([load.approved, load.with_validator, load.open], most, mirrored=get_language_bidi())


def _swatches() -> list[tuple[SafeString, str]]:
    words = (STANDINGS[APPROVED], STANDINGS[VALIDATION], _("With the department"))
    return [(swatch(place), str(word)) for place, word in enumerate(words)]
