"""The plan of a round, counted back from the submission: the day of each stage, and which cases break it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import Case, Plan, Round
from cases.models.case_lists import CaseQuerySet, late_at
from cases.pages.desk.forms import in_order
from cases.pages.due_fields import hint_at_day_off
from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.pages.plan_form import PlanForm
from cases.people.day_words import WEEKDAY, day_in_words
from cases.people.models import Calendar
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires
from cases.rounds import plans
from cases.rounds.planning import Planned
from workflow import clocks
from workflow.errors import Refused

LISTED = 20
"""Cases that are listed for a stage; the Desk has all of them."""


@requires(COORDINATOR, NATIONAL_VALIDATOR, EDITOR, OBSERVER)
@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, get_object_or_404(Round, code=code))


@requires(COORDINATOR)
@posted_from("plan", "code")
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the day of submission and the lengths of the stages."""
    chosen, now = get_object_or_404(Round, code=code), timezone.now()
    form = _form(request.POST, plans.of_round(chosen))
    if not form.is_valid():
        return _page(request, chosen, form, status=422)
    given = {"submission_on": form.cleaned_data["submission_on"], "lengths": form.lengths()}
    try:
        plans.make(chosen, **given, seen=form.cleaned_data["seen"], by=person(request), now=now)
    except Refused as refused:
        form.data = request.POST.copy()
        form.data["seen"] = plans.version(plans.of_round(chosen))
        return _page(request, chosen, form, str(refused.sentence), status=409)
    messages.success(request, _("The plan is saved."))
    hint_at_day_off(request, given["submission_on"], None)
    return redirect("plan", code)


@requires(COORDINATOR)
@posted_from("plan", "code")
def due_date(request: HttpRequest, code: str) -> HttpResponse:
    """Let the round ask for answers by the day on which drafting must be over."""
    chosen, today = get_object_or_404(Round, code=code), timezone.localdate()
    try:
        seen = request.POST.get("seen", "")
        day = plans.give_round_its_date(chosen, seen=seen, by=person(request), today=today)
    except Refused as refused:
        return _page(request, chosen, refusal=str(refused.sentence), status=409)
    said = _("The round now asks for answers by %(day)s. Cases that are asked already keep their dates.")
    messages.success(request, said % {"day": day_in_words(day, WEEKDAY)})
    return redirect("plan", code)


def _form(data: Any, kept: Plan | None) -> PlanForm:
    return PlanForm(data, plan=kept, calendar=Calendar.default(), today=timezone.localdate())


def _page(
    request: HttpRequest, shown: Round, form: PlanForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The plan as it is kept; where what was typed is refused, the days that would follow from it."""
    kept, today = plans.of_round(shown), timezone.localdate()
    form = form or _form(None, kept)
    planned = plans.days_of(kept, form.calendar) if kept else ()
    context = {
        "round": shown,
        "plan": kept,
        "seen": plans.version(kept),
        "stages": _rows(form.planned or planned, form.calendar, today),
        "typed": bool(form.planned),
        "breaches": _breaches(request, kept, planned, today) if kept and not form.is_bound else [],
        "drafting": planned[0] if planned and planned[0].due_on >= today else None,
        "calendar": form.calendar,
        "form": form,
        "may_change": COORDINATOR.held(grants_of(request.user), None),
        "refusal": refusal,
    }
    return render(request, "cases/plan.html", context, status=status)


def _rows(planned: Iterable[Planned], calendar: Calendar, today: date) -> list[dict[str, Any]]:
    return [
        {
            "planned": one,
            "standing": one.standing(today),
            "left": clocks.count(today, one.due_on, calendar.days_off).days,
            "off": len(one.reckoned.skipped),
            "holidays": one.reckoned.holidays,
        }
        for one in planned
    ]


def _breaches(
    request: HttpRequest, kept: Plan, planned: tuple[Planned, ...], today: date
) -> list[dict[str, Any]]:
    """For each stage how many cases break it and why, and the first of them: two queries a stage."""
    visible, late = Case.objects.visible_to(person(request)), late_at(timezone.now())
    found = [_broken(one, visible, late) for one in plans.breaches(kept, planned, today)]
    leads = [case.lead for one in found for case in one["cases"] if case.lead]
    prefetch_related_objects(leads, "wordings")
    return found


def _broken(breach: plans.Breach, visible: CaseQuerySet, late: Q) -> dict[str, Any]:
    broken = breach.of(visible, late)
    groups: Any = broken.order_by().values_list("reason")  # type: ignore[misc]
    counts = dict(groups.annotate(count=Count("pk")))
    first = list(in_order(broken).select_related("recommendation", "lead")[:LISTED])
    return {
        "planned": breach.planned,
        "word": breach.word,
        "count": sum(counts.values()),
        "reasons": [(label, counts[key]) for key, label in plans.REASONS.items() if key in counts],
        "cases": [_with_words(case) for case in first],
    }


def _with_words(case: Case) -> Case:
    case.because = plans.REASONS[case.reason]  # type: ignore[attr-defined]
    return case
