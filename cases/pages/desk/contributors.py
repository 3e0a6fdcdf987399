"""Contributors of many cases at once: asked, or released; what came of it is said case by case.

It is done in the request, a case at a time; ``cases/many.py`` is where it would go on in the background.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import Outcome
from cases.contributions import contributing
from cases.models import Case, Contribution
from cases.models.case_lists import CaseQuerySet
from cases.pages.contribution_forms import ContributorsForm, WithdrawForm
from cases.pages.desk import results
from cases.pages.desk.forms import ChosenForm, in_order, versions_as_text, versions_from
from cases.pages.desk.lists import lists_of
from cases.pages.desk.page import desk_again, narrowed_down
from cases.pages.kept import keeps_typed, posted_from
from cases.pages.opened import person
from cases.people.roles import COORDINATOR
from cases.policy import requires

MOST = 200
"""Cases in one request."""
FIRST = 12


@keeps_typed
@requires(COORDINATOR)
@posted_from("desk")
def contributors(request: HttpRequest) -> HttpResponse:
    """From the bulk bar the cases come as they were chosen; from this page, as it showed them."""
    if "rows" not in request.POST:
        return _opened(request)
    cases = _named(request, request.POST["rows"])
    return (_withdraw if request.POST.get("act") == "withdraw" else _ask)(request, cases)


def _opened(request: HttpRequest) -> HttpResponse:
    form = ChosenForm(request.POST)
    try:
        cases = form.meant(*narrowed_down(request))
    except ValidationError as nothing_to_do:
        return desk_again(request, None, str(nothing_to_do.message))
    if cases.count() > MOST:
        too_many = _(
            "Contributors are asked about %(most)d cases at once at most: narrow the list down first."
        )
        return desk_again(request, None, too_many % {"most": MOST})
    return _page(request, cases)


def _ask(request: HttpRequest, cases: CaseQuerySet) -> HttpResponse:
    form = _form(request.POST)
    if not form.is_valid():
        return _page(request, cases, status=422, form=form, problems=form)
    given = form.given()
    act = {"by": person(request), "now": timezone.now(), **given}
    outcomes = contributing.ask_each(_in_order(cases), act.pop("departments"), **act)
    return _told(request, outcomes, _("asked about"))


def _withdraw(request: HttpRequest, cases: CaseQuerySet) -> HttpResponse:
    form = WithdrawForm(request.POST, departments=_asked(cases))
    if not form.is_valid():
        return _page(request, cases, status=422, withdraw=form, problems=form)
    outcomes = contributing.withdraw_each(
        _in_order(cases),
        department=form.chosen(),
        by=person(request),
        now=timezone.now(),
        comment=form.cleaned_data["reason"],
    )
    return _told(request, outcomes, _("withdrawn from"))


def _told(request: HttpRequest, outcomes: Iterable[Outcome], what: str) -> HttpResponse:
    each = list(outcomes)
    refused = [(one.case.reference, one.refusal) for one in each if one.refusal]
    done = len(each) - len(refused)
    said = []
    if done:
        cases = ngettext(
            "Contributors: %(what)s %(count)d case.", "Contributors: %(what)s %(count)d cases.", done
        )
        said.append(cases % {"count": done, "what": what})
    if refused:
        were_not = ngettext("%(count)d was not:", "%(count)d were not, or not of all:", len(refused))
        said.append(were_not % {"count": len(refused)})
    results.keep(request, [{"title": "", "done": done, "sentences": said, "refused": refused}])
    narrowed = QueryDict(request.POST.get("filter", ""))
    return redirect(f"{reverse('desk')}?{narrowed.urlencode()}")


def _page(request: HttpRequest, cases: CaseQuerySet, *, status: int = 200, **more: Any) -> HttpResponse:
    asked, chosen = _asked(cases), _in_order(cases)
    context = {
        "rows": versions_as_text((case.pk, case.version) for case in chosen),
        "narrowed": request.POST.get("filter", ""),
        "count": len(chosen),
        "first": chosen[:FIRST],
        "more": len(chosen) - FIRST,
        "form": _form(),
        "withdraw": WithdrawForm(departments=asked) if asked else None,
    }
    return render(request, "cases/desk_contributors.html", context | more, status=status)


def _form(data: Any = None) -> ContributorsForm:
    today = timezone.localdate()
    return ContributorsForm(data, departments=lists_of(today).departments, today=today)


def _named(request: HttpRequest, rows: str) -> CaseQuerySet:
    """The cases that the page named, of those that the person sees."""
    return Case.objects.visible_to(person(request)).filter(pk__in=list(versions_from(rows))[:MOST])


def _in_order(cases: CaseQuerySet) -> list[Case]:
    return list(in_order(cases).for_lists().select_related("answer__round"))


def _asked(cases: CaseQuerySet) -> list[Any]:
    """Those with an open contribution to one of the cases, by name."""
    answers = cases.order_by().filter(answer__isnull=False).values("answer")
    found = Contribution.objects.open().filter(answer__in=answers).for_lists()
    return sorted({one.department for one in found}, key=lambda one: str(one).casefold())
