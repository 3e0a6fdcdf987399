"""One act on the cases chosen on the Desk: shown with what would come of it, then begun."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from cases import many
from cases.models import Case
from cases.models.case_lists import CaseQuerySet
from cases.pages.desk.acts import ACTS, ActForm, DeskAct
from cases.pages.desk.forms import ChosenForm, in_order, versions_as_text, versions_from
from cases.pages.desk.lists import lists_of
from cases.pages.desk.page import begun, desk_again, narrowed_down
from cases.pages.kept import keeps_typed, posted_from
from cases.pages.opened import person
from cases.people.roles import COORDINATOR
from cases.policy import requires
from workflow.bulk_rows import Bulk
from workflow.errors import Refused

FIRST = 12
"""Cases named on the page before the act; the others are counted."""


@keeps_typed
@requires(COORDINATOR)
@posted_from("desk")
def act(request: HttpRequest, name: str) -> HttpResponse:
    """From the bulk bar the cases come as they were chosen; from this page, as it showed them."""
    if name not in ACTS or ACTS[name].page:
        raise Http404
    chosen = ACTS[name]
    if "rows" not in request.POST:
        return _opened(request, chosen)
    form = _form(request, chosen, request.POST)
    if form.is_valid():
        try:
            return begun(request, _begin(request, chosen, form), form.cleaned_data["filter"])
        except Refused as refused:
            form.add_error(None, refused.sentence)
    return _page(request, chosen, form, _named(request, request.POST["rows"]), status=422)


def _opened(request: HttpRequest, chosen: DeskAct) -> HttpResponse:
    """Nothing is changed yet; which cases are meant is fixed here, whatever comes in meanwhile."""
    form = ChosenForm(request.POST)
    try:
        cases = form.meant(*narrowed_down(request))
    except ValidationError as nothing_to_do:
        return desk_again(request, None, str(nothing_to_do.message))
    rows = many.rows_of(cases, form.versions())
    text = versions_as_text((row.pk, row.seen) for row in rows)
    initial = {"rows": text, "filter": form.cleaned_data["filter"], "form_key": uuid4()}
    return _page(request, chosen, _form(request, chosen, None, initial), cases)


def _begin(request: HttpRequest, chosen: DeskAct, form: ActForm) -> Bulk:
    sent = form.cleaned_data
    return many.act_on_many(
        chosen.step,
        many.rows_of(_named(request, sent["rows"]), versions_from(sent["rows"])),
        by=person(request),
        clock=timezone.now,
        comment=form.comment,
        form=sent["form_key"],
        **form.given(),
    )


def _named(request: HttpRequest, rows: str) -> CaseQuerySet:
    """The cases that the page named, of those that the person sees."""
    return Case.objects.visible_to(person(request)).filter(pk__in=list(versions_from(rows)))


def _form(request: HttpRequest, chosen: DeskAct, sent: QueryDict | None, initial: Any = None) -> ActForm:
    today = timezone.localdate()
    return chosen.form(sent, lists=lists_of(today), today=today, initial=initial)


def _page(
    request: HttpRequest, chosen: DeskAct, form: ActForm, cases: CaseQuerySet, status: int = 200
) -> HttpResponse:
    sources = Case.process.steps[chosen.step].sources
    count, able = cases.count(), cases.filter(state__in=sources).count()
    first = list(in_order(cases).for_lists()[:FIRST])
    context = {
        "act": chosen,
        "form": form,
        "count": count,
        "able": able,
        "unable": count - able,
        "first": [{"case": case, "able": case.state in sources} for case in first],
        "more": count - len(first),
        "narrowed": form["filter"].value() or "",
    }
    return render(request, "cases/desk_act.html", context, status=status)
