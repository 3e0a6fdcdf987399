"""The sheet of a hand-over, to print: what is open, how it came to that, and what was answered before.

Every part shows what the reader may see: a coordinator's sheet holds no draft and no evidence of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.handing_over import answered_before, open_work
from cases.models import (
    Case,
    CaseEvent,
    CaseRound,
    Contribution,
    Evidence,
    Extension,
    ExtensionEvent,
    Version,
)
from cases.pages.my_roles import role_name
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.told import RETURNS, WITHIN_DEPARTMENT
from cases.people.carrying import ROLE_OF
from cases.people.handing_over import may_hand_over
from cases.people.models import Department, User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.policy import signed_in

BEFORE = 40
"""Earlier answers on a sheet, the latest first."""


@dataclass(frozen=True)
class Sheet:
    """One department's part: ``lines`` of open cases, then what was answered before."""

    unit: Department
    roles: list[Any]
    lines: list[dict[str, Any]]
    before: list[dict[str, Any]]
    shares: list[Any]
    """Contributions to the answers of others that the department owes."""


@signed_in
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The reader's own sheet; with ``whose`` (person and department, by ids) that of a colleague."""
    reader = person(request)
    whose, units = _asked_for(request, reader)
    sheets = [_sheet(whose, unit, reader) for unit in units]
    context = {"whose": whose, "sheets": sheets, "today": timezone.localdate(), "own": whose == reader}
    return render(request, "cases/sheet.html", context)


def _asked_for(request: HttpRequest, reader: User) -> tuple[User, list[Department]]:
    asked, today = request.GET.get("whose", ""), timezone.localdate()
    standing = Department.objects.standing_on(today).with_names()
    if not asked:
        return reader, list(standing.filter(pk__in=list(grants_of(reader).by_unit)).order_by("code"))
    ids = [whole_number(part) for part in asked.split("-")]
    if len(ids) != 2 or None in ids:
        raise Http404
    whose, unit = User.objects.filter(pk=ids[0] or 0).first(), standing.filter(pk=ids[1] or 0).first()
    if whose is None or unit is None or not may_hand_over(reader, whose, unit):
        raise Http404
    return whose, [unit]


def _sheet(whose: User, unit: Department, reader: User) -> Sheet:
    inside = LEAD_DEPARTMENT.held(grants_of(reader), unit.pk)
    cases = list(_read(open_work(whose, unit, reader=reader), reader))
    themes = {theme.pk: theme for case in cases for theme in case.recommendation.themes.all()}
    held = sorted(grants_of(whose).held_in(unit.pk) & set(ROLE_OF))
    return Sheet(
        unit,
        [role_name(codename) for codename in held],
        [_line(case, inside) for case in cases],
        _before(unit, themes, [case.pk for case in cases], reader) if themes else [],
        _shares(unit, reader),
    )


def _read(cases: Any, reader: User) -> Any:
    """With everything that a line shows: a fixed number of queries, however many cases there are."""
    returns = CaseEvent.objects.filter(step__in=RETURNS).select_related("remark", "by").order_by("-number")
    asked = ExtensionEvent.objects.filter(step="ask").select_related("remark", "by")
    requests = Extension.objects.visible_to(reader).open().prefetch_related(Prefetch("events", asked))
    evidence = Evidence.objects.visible_to(reader).order_by("at", "pk")
    shares = Contribution.objects.visible_to(reader).for_lists().order_by("pk")
    together = Case.objects.visible_to(reader).select_related("recommendation")
    return (
        cases.for_lists()
        .select_related("recommendation", "lead", "status", "proposed_status", "answer", "round")
        .prefetch_related(
            "recommendation__themes__wordings",
            Prefetch("past_rounds", _rounds(reader), to_attr="earlier"),
            Prefetch("events", returns, to_attr="returns"),
            Prefetch("answer__requests", requests, to_attr="open_requests"),
            Prefetch("answer__evidence", evidence, to_attr="seen_evidence"),
            Prefetch("answer__cases", together, to_attr="seen_cases"),
            Prefetch("answer__contributions", shares, to_attr="shares"),
        )
        .order_by("due_on", "recommendation__place", "pk")
    )


def _shares(unit: Department, reader: User) -> list[Any]:
    owed = Contribution.objects.visible_to(reader).with_contributors().filter(department=unit)
    seen = Case.objects.visible_to(reader).select_related("recommendation")
    cases = Prefetch("answer__cases", seen, to_attr="seen_cases")
    return list(owed.for_lists().select_related("answer").prefetch_related(cases).order_by("due_on", "pk"))


def _rounds(reader: User) -> Any:
    """Past rounds, the latest first, with the text that was approved and who answered, as called then."""
    approved = Version.objects.visible_to(reader)
    rounds = CaseRound.objects.filter(answer__approved__isnull=False).select_related(
        "round", "answer", "status"
    )
    return rounds.order_by("-pk").prefetch_related(
        Prefetch("answer__approved", approved),
        "answer__lead__wordings",
        "answer__lead__former_names",
        "status__wordings",
    )


def _line(case: Any, inside: bool) -> dict[str, Any]:
    came_back = case.returns[0] if case.returned and case.returns else None
    if came_back and came_back.step in WITHIN_DEPARTMENT and not inside:
        came_back = None
    request = next(iter(case.answer.open_requests), None)
    return {
        "case": case,
        "late": case.is_late(timezone.now()),
        "together": [
            one for one in case.answer.seen_cases if one.pk != case.pk and one.lead_id == case.lead_id
        ],
        "last": next((one for one in case.earlier if one.answer.approved), None),
        "came_back": came_back,
        "request": request,
        "asked": next(iter(request.events.all()), None) if request else None,
        "evidence": case.answer.seen_evidence,
        "concerned": case.answer.shares,
    }


def _before(
    unit: Department, themes: dict[int, Any], open_ids: list[int], reader: User
) -> list[dict[str, Any]]:
    """By theme, in the order of their names; a case of two themes stands under the first."""
    approved = Version.objects.visible_to(reader)
    found = answered_before(unit, themes, reader=reader).exclude(pk__in=open_ids).for_lists()
    found = found.select_related("recommendation", "lead", "status", "proposed_status", "answer", "round")
    cases = found.prefetch_related(
        "recommendation__themes",
        Prefetch("answer__approved", approved),
        Prefetch("past_rounds", _rounds(reader), to_attr="earlier"),
    ).order_by("-pk")[:BEFORE]
    groups: dict[int, list[dict[str, Any]]] = {}
    for case in cases:
        theme = min(one.pk for one in case.recommendation.themes.all() if one.pk in themes)
        groups.setdefault(theme, []).append({"case": case, "text": _approved_of(case)})
    rows = [{"theme": themes[pk], "rows": rows} for pk, rows in groups.items()]
    return sorted(rows, key=lambda row: str(row["theme"]).casefold())


def _approved_of(case: Any) -> Version | None:
    """The latest answer that was approved and may be read."""
    if case.answer is not None and case.answer.approved_id and case.answer.approved is not None:
        return case.answer.approved
    return next((one.answer.approved for one in case.earlier if one.answer.approved), None)
