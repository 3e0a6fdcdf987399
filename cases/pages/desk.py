"""The Desk: all cases in one table, narrowed down by filters, and assigned many at once."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import actions
from cases.importing import template
from cases.models import Case
from cases.models.case import CaseQuerySet, late_at
from cases.pages import desk_outcome
from cases.pages.desk_filters import PER_PAGE, TICKS, DeskFilter, Lists, address, lists_of, saved_views
from cases.pages.desk_forms import MATCHING, ON_PAGE, TICKED, AssignForm, first_due_on, in_order
from cases.pages.due_fields import hint_at_day_off
from cases.pages.kept import keeps_typed, posted_from
from cases.pages.opened import person
from cases.people.roles import COORDINATOR, EDITOR, OBSERVER, VALIDATOR, grants_of
from cases.policy import requires
from workflow.errors import Refused

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@requires(COORDINATOR, VALIDATOR, EDITOR, OBSERVER)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    lists = lists_of(timezone.localdate())
    outcome = desk_outcome.shown_once(request)
    return render(request, "cases/desk.html", _page(request, lists) | {"outcome": outcome})


@keeps_typed
@requires(COORDINATOR)
@posted_from("desk")
def desk_assign(request: HttpRequest) -> HttpResponse:
    """Assign, and say row by row what came of it on the Desk as it was narrowed down."""
    today = timezone.localdate()
    lists = lists_of(today)
    form = AssignForm(request.POST, lists=lists, today=today)
    back = QueryDict(request.POST.get("filter", ""))
    visible = Case.objects.visible_to(person(request))
    if form.is_valid():
        try:
            late = late_at(timezone.now())
            cases = form.chosen(visible, DeskFilter(back, visible, lists=lists, late=late).qs)
            desk_outcome.keep(request, [_assign(request, form, cases)])
            return redirect(f"{reverse('desk')}?{back.urlencode()}")
        except ValidationError as nothing_to_do:
            form.add_error("which", nothing_to_do)
    request.GET = back
    return render(request, "cases/desk.html", _page(request, lists, form), status=422)


@requires(COORDINATOR)
@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty file of our own layout, to fill in."""
    ending = f".{kind}"
    if ending not in template.WRITERS:
        raise Http404
    name = f'attachment; filename="recommendations{ending}"'
    return HttpResponse(
        template.WRITERS[ending](),
        content_type=MEDIA_TYPES[ending],
        headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
    )


def _assign(request: HttpRequest, form: AssignForm, cases: list[Case]) -> dict[str, Any]:
    given = form.cleaned_data
    hint_at_day_off(request, form.dated().get("due_on"), given["lead"])
    act = {
        "lead": given["lead"],
        **form.dated(),
        "by": person(request),
        "now": timezone.now(),
        "comment": given["remark"],
    }
    if not given["together"]:
        return desk_outcome.in_words(actions.assign_each(cases, **act), str(given["lead"]))
    try:
        actions.assign_together(cases, **act)
    except Refused as refused:
        return desk_outcome.refusal(str(refused.sentence))
    return desk_outcome.in_words(map(actions.Outcome, cases), str(given["lead"]))


def _page(request: HttpRequest, lists: Lists, form: AssignForm | None = None) -> dict[str, Any]:
    """The whole Desk; ``form`` is the bulk bar as it was filled in, where it is shown again."""
    now = timezone.now()
    late = late_at(now)
    visible = Case.objects.visible_to(person(request))
    filters = DeskFilter(request.GET, visible, lists=lists, late=late)
    page = Paginator(_rows(filters.qs), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    query = request.GET.copy()
    return {
        "filters": filters,
        "ticks": TICKS,
        "views": saved_views(visible, request.GET, late),
        "chips": filters.chips(),
        "page": page,
        "rows": [{"case": case, "late": case.is_late(now)} for case in shown],
        "query": query.urlencode(),
        "narrowed": address(request.GET),
        "on_page": ",".join(case.reference for case in shown),
        "ticked": request.POST.getlist("case"),
        "which": request.POST.get("which", TICKED),
        "ways": {"ticked": TICKED, "page": ON_PAGE, "matching": MATCHING},
        "form": _bar(request, lists, form),
    }


def _rows(cases: CaseQuerySet) -> CaseQuerySet:
    return in_order(cases).for_lists().prefetch_related("recommendation__lead_proposals")


def _bar(request: HttpRequest, lists: Lists, form: AssignForm | None) -> AssignForm | None:
    """The bulk bar, for who may assign."""
    if form or not COORDINATOR.held(grants_of(person(request)), None):
        return form
    today = timezone.localdate()
    return AssignForm(lists=lists, today=today, initial={"due_on": first_due_on(today)})
