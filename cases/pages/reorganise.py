"""Reorganising departments: what is to be done, a preview of all that it moves, and the doing of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.in_a_row import in_a_row
from cases.models import Case
from cases.moving import answer_key, moving_cases, theme_key, theme_of
from cases.pages.kept import keeps_typed
from cases.pages.my_roles import role_name
from cases.pages.opened import person
from cases.pages.reorganise_forms import Kind, PlanForm
from cases.people.carrying import held_in, lent_in
from cases.people.models import Department, User
from cases.people.moving import movers
from cases.people.reorganising import Plan, digest, reorganise, why_not
from cases.people.roles import COORDINATOR
from cases.policy import requires
from cases.states import CLOSED, SUBMITTED
from workflow.errors import Conflict, Refused

MOST_CHOSEN = 300
"""Answers that are offered one by one; of more, where they go is chosen by theme."""
TITLES = {
    Kind.MERGE: gettext_lazy("Merge departments"),
    Kind.SPLIT: gettext_lazy("Split a department"),
    Kind.RENAME: gettext_lazy("Rename a department"),
}
DONE = {
    Kind.MERGE: gettext_lazy("Merged. What was open is with %(names)s now."),
    Kind.SPLIT: gettext_lazy("Split. What was open is with %(names)s now."),
    Kind.RENAME: gettext_lazy("Renamed. What happened before that day goes on naming it as it was called."),
}


@keeps_typed
@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def reorganise_departments(request: HttpRequest) -> HttpResponse:
    """``then`` says what is sent: to be shown what it moves, to go back to the form, or to do it."""
    sent = request.POST if request.method == "POST" else request.GET
    kind = sent.get("kind", "")
    if kind not in Kind.values:
        return render(request, "cases/reorganise.html", {"kinds": TITLES})
    form = _form(kind, request.POST if request.method == "POST" else None)
    if request.method != "POST" or request.POST.get("then") == "change":
        return _filled_in(request, form)
    if not form.is_valid():
        return _filled_in(request, form, status=422)
    plan = form.plan(request.POST)
    if refusal := why_not(plan, today=timezone.localdate()):
        return _filled_in(request, form, str(refusal), 422)
    if request.POST.get("then") != "confirm":
        return _preview(request, form, plan)
    return _done(request, form, plan)


def _done(request: HttpRequest, form: PlanForm, plan: Plan) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        reorganise(plan, seen=seen, by=person(request), now=timezone.now())
    except Conflict as changed:
        return _preview(request, form, plan, changed.sentence, 409)
    except Refused as refused:
        return _preview(request, form, plan, refused.sentence, 422)
    names = in_a_row(plan.successors)
    messages.success(request, str(DONE[Kind(plan.kind)]) % {"names": names})
    return redirect("settings-departments")


def _form(kind: str, data: Any) -> PlanForm:
    today = timezone.localdate()
    standing = Department.objects.standing_on(today).with_names().select_related("calendar")
    in_order = sorted(standing, key=lambda one: str(one).casefold())
    return PlanForm(data, kind=kind, standing=in_order, today=today)


def _filled_in(request: HttpRequest, form: PlanForm, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "title": TITLES[form.kind], "refusal": refusal, "kind": form.kind.value}
    return render(request, "cases/reorganise_form.html", context, status=status)


def _preview(
    request: HttpRequest, form: PlanForm, plan: Plan, refusal: str = "", status: int = 200
) -> HttpResponse:
    """With the choices as they were made, where it is shown again."""
    context: dict[str, Any] = {
        "title": TITLES[form.kind],
        "kind": form.kind.value,
        "plan": plan,
        "places": list(enumerate(map(str, plan.successors))),
        "hidden": form.hidden(),
        "seen": digest(plan, today=timezone.localdate()),
        "refusal": refusal,
    }
    context |= _moves(plan, person(request)) if plan.dissolves else {"names": _names(plan)}
    return render(request, "cases/reorganise_preview.html", context, status=status)


def _moves(plan: Plan, user: User) -> dict[str, Any]:
    ids = sorted(one.pk for one in plan.predecessors)
    names = {one.pk: one for one in plan.predecessors}
    known = {name: (mover.label, len(mover.state(ids))) for name, mover in movers().items()}
    answers = _answers(plan, user, ids)
    shown = sum(len(answer["cases"]) for answer in answers)
    total = known.pop("cases")[1]
    done = Case.objects.filter(lead__in=ids, state__in=(SUBMITTED, CLOSED))
    today = timezone.localdate()
    return {
        "answers": answers,
        "themes": _themes(plan, answers) if len(plan.successors) > 1 else [],
        "one_by_one": len(plan.successors) > 1 and len(answers) <= MOST_CHOSEN,
        "total": total,
        "unseen": total - shown,
        "others": [row for row in known.values() if row[1]],
        "stays": done.aggregate(
            submitted=Count("pk", filter=Q(state=SUBMITTED)), closed=Count("pk", filter=Q(state=CLOSED))
        ),
        "people": [_person(plan, held, names[held.department_id]) for held in held_in(ids)],
        "lent": [{"one": one, "role": role_name(one.codename)} for one in lent_in(ids, today)],
        "parts": list(Department.objects.filter(parent__in=ids).exclude(pk__in=ids).with_names()),
    }


def _answers(plan: Plan, user: User, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The cases that move, those answered together in one row, with where they were chosen to go."""
    seen = Case.objects.visible_to(user).values("pk")
    cases = moving_cases(ids).filter(pk__in=seen).for_lists()
    rows: dict[int, dict[str, Any]] = {}
    for case in cases.prefetch_related("recommendation__themes__wordings"):
        key = answer_key(case.answer_id)
        first: dict[str, Any] = {"key": key, "goes": plan.chosen.get(key), "cases": [], "theme": None}
        row = rows.setdefault(case.answer_id, first)
        if not row["cases"]:
            themes = case.recommendation.themes.all()
            row["theme"] = next((one for one in themes if one.pk == theme_of(case)), None)
        row["cases"].append(case)
    return list(rows.values())


def _themes(plan: Plan, answers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found = {answer["theme"].pk: answer["theme"] for answer in answers if answer["theme"]}
    rows = [
        {
            "theme": theme,
            "key": theme_key(pk),
            "goes": plan.chosen.get(theme_key(pk)),
            "count": sum(len(row["cases"]) for row in answers if row["theme"] == theme),
        }
        for pk, theme in found.items()
    ]
    return sorted(rows, key=lambda row: str(row["theme"]).casefold())


def _person(plan: Plan, held: Any, department: Department) -> dict[str, Any]:
    """The person with the role, and a tick for each of those that follow."""
    ticks = [
        {
            "value": f"{held.user.pk}:{held.codename}:{place}",
            "name": str(successor),
            "on": plan.gives(held.user.pk, held.codename, place),
        }
        for place, successor in enumerate(plan.successors)
    ]
    return {"user": held.user, "role": role_name(held.codename), "department": department, "ticks": ticks}


def _names(plan: Plan) -> list[dict[str, str]]:
    now = {one.language: one.text for one in plan.predecessors[0].wordings.all()}
    languages = dict.fromkeys([*now, *plan.names])
    return [
        {"language": code, "now": now.get(code, ""), "then": plan.names.get(code, now.get(code, ""))}
        for code in languages
    ]
