"""The Desk: all cases in one table, narrowed down by filters, and assigned many at once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import actions, many
from cases.importing import template
from cases.models import Case, SaidTwice
from cases.models.case_lists import CaseQuerySet, late_at
from cases.pages.desk import marked, results
from cases.pages.desk.acts import ACTS
from cases.pages.desk.by_theme import theme_groups
from cases.pages.desk.filters import TICKS, DeskFilter, address, narrowing
from cases.pages.desk.forms import (
    MATCHING,
    ON_PAGE,
    THEMES,
    TICKED,
    AssignForm,
    first_due_on,
    in_order,
    versions_as_text,
)
from cases.pages.desk.lists import Lists, lists_for, lists_of
from cases.pages.desk.paging import CappedPaginator, page_of
from cases.pages.desk.saving import ViewForm
from cases.pages.desk.views import forget_counts, views_for
from cases.pages.due_fields import hint_at_day_off
from cases.pages.kept import keeps_typed, posted_from
from cases.pages.opened import person
from cases.pages.table_files import MEDIA_TYPES
from cases.people.roles import COORDINATOR, EDITOR, OBSERVER, TRANSLATOR, VALIDATOR
from cases.policy import requires
from cases.searching.words import terms_of
from workflow.bulk_rows import Bulk
from workflow.errors import Refused


@requires(COORDINATOR, VALIDATOR, EDITOR, TRANSLATOR, OBSERVER)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    lists = lists_for(person(request), timezone.localdate())
    outcome = results.shown_once(request)
    return render(request, "cases/desk.html", _page(request, lists) | {"outcome": outcome})


@keeps_typed
@requires(COORDINATOR)
@posted_from("desk")
def desk_assign(request: HttpRequest) -> HttpResponse:
    """Assign, and say what came of it on the Desk as it was narrowed down, or where the worker has it."""
    today = timezone.localdate()
    form = AssignForm(request.POST, lists=lists_of(today), today=today)
    if form.is_valid():
        try:
            return _assigned(request, form, form.chosen(*narrowed_down(request)))
        except ValidationError as nothing_to_do:
            form.add_error("which", nothing_to_do)
    return desk_again(request, form)


def narrowed_down(request: HttpRequest) -> tuple[CaseQuerySet, CaseQuerySet]:
    """The cases that the person sees, and those of them that match the filter that was sent along."""
    now = timezone.now()
    lists, late = lists_for(person(request), timezone.localdate(now)), late_at(now)
    visible = Case.objects.visible_to(person(request))
    back = QueryDict(request.POST.get("filter", ""))
    return visible, DeskFilter(back, visible, lists=lists, late=late).qs


def desk_again(request: HttpRequest, form: AssignForm | None, refusal: str = "") -> HttpResponse:
    """The Desk as it was narrowed down, with the bulk bar as it was filled in, and why nothing was done."""
    if request.method == "POST":
        request.GET = QueryDict(request.POST.get("filter", ""))
    page = _page(request, lists_for(person(request), timezone.localdate()), form) | {"refusal": refusal}
    return render(request, "cases/desk.html", page, status=422)


def begun(request: HttpRequest, bulk: Bulk, narrowed: str = "") -> HttpResponse:
    """Back to the Desk with what came of it; to the page of the bulk, where the worker has it."""
    forget_counts(person(request))
    if bulk.is_under_way:
        return redirect("bulk", bulk.key)
    results.keep(request, [results.of_bulk(bulk)])
    return redirect(f"{reverse('desk')}?{QueryDict(narrowed).urlencode()}")


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


def _assigned(request: HttpRequest, form: AssignForm, cases: CaseQuerySet) -> HttpResponse:
    sent = form.cleaned_data
    act = {"by": person(request), "comment": sent["remark"], **form.given()}
    hint_at_day_off(request, act.get("due_on"), act["lead"])
    if sent["together"]:
        return _assigned_together(request, form, list(cases.select_related("recommendation", "round")), act)
    rows = many.rows_of(cases, form.versions())
    bulk = many.act_on_many("assign", rows, clock=timezone.now, form=sent["form_key"], **act)
    return begun(request, bulk, sent["filter"])


def _assigned_together(
    request: HttpRequest, form: AssignForm, cases: list[Case], act: dict[str, Any]
) -> HttpResponse:
    """One act, all or none: it is one answer."""
    try:
        actions.assign_together(cases, now=timezone.now(), **act)
        said = results.in_words(map(actions.Outcome, cases), str(act["lead"]))
    except Refused as refused:
        said = results.refusal(str(refused.sentence))
    forget_counts(person(request))
    results.keep(request, [said])
    return redirect(f"{reverse('desk')}?{QueryDict(form.cleaned_data['filter']).urlencode()}")


def _page(request: HttpRequest, lists: Lists, form: AssignForm | None = None) -> dict[str, Any]:
    """The whole Desk; ``form`` is the bulk bar as it was filled in, where it is shown again."""
    now = timezone.now()
    late = late_at(now)
    visible = Case.objects.visible_to(person(request))
    filters = DeskFilter(request.GET, visible, lists=lists, late=late)
    narrowed = request.GET.copy()
    narrowed.pop("group", None)
    remembered = f"{person(request).pk}?{address(narrowed)}"
    page = page_of(filters.qs, in_order, request.GET.get("page", ""), remembered=remembered)
    pages: Any = page.paginator
    shown = list(_rows(visible.filter(pk__in=list(page.object_list))))
    views, counted_at = views_for(person(request), visible, request.GET, lists=lists, late=late, now=now)
    return {
        "filters": filters,
        "ticks": TICKS,
        "views": views,
        "counted_at": counted_at,
        "saving": ViewForm(user=person(request)) if narrowing(request.GET) else None,
        "chips": filters.chips(),
        "page": page,
        "total": pages.in_words,
        "is_capped": pages.is_capped,
        "rows": marked.rows_of(shown, terms_of(request.GET.get("search", "")), now),
        "query": request.GET.urlencode(),
        "narrowed": address(narrowed),
        "on_page": ",".join(case.reference for case in shown),
        "seen": versions_as_text((case.pk, case.version) for case in shown),
        "acts": list(ACTS.values()),
        "ticked": request.POST.getlist("case"),
        "which": request.POST.get("which", TICKED),
        "ways": {"ticked": TICKED, "page": ON_PAGE, "matching": MATCHING, "themes": THEMES},
        "grouped": theme_groups(filters.qs, lists) if _is_grouped(request, pages) else [],
        "ticked_themes": request.POST.getlist("theme"),
        "without_theme": address(narrowed, without="theme"),
        "form": _bar(request, lists, form),
        "contradictory": _contradictory(request, lists),
    }


def _is_grouped(request: HttpRequest, pages: CappedPaginator) -> bool:
    """Only a list that ends is grouped: a million cases are not counted while somebody waits."""
    return request.GET.get("group") == "theme" and not pages.is_capped


def _rows(cases: CaseQuerySet) -> CaseQuerySet:
    return in_order(cases).for_lists().prefetch_related("recommendation__lead_proposals")


def _contradictory(request: HttpRequest, lists: Lists) -> int:
    """Groups of cases that say the same thing, and of which the statuses do not: a coordinator is told."""
    if not lists.coordinates:
        return 0
    return SaidTwice.objects.without_hidden(person(request)).standing().contradictory().count()


def _bar(request: HttpRequest, lists: Lists, form: AssignForm | None) -> AssignForm | None:
    """The bulk bar, for who may assign."""
    if form or not lists.coordinates:
        return form
    today = timezone.localdate()
    initial = {"due_on": first_due_on(today), "form_key": uuid4()}
    return AssignForm(lists=lists, today=today, initial=initial)
