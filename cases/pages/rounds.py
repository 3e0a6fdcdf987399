"""The rounds, for the coordinator: all of them, one with its cases, and a new one over chosen cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import Outcome
from cases.models import Case, CaseRound, Round
from cases.models.case_lists import late_at
from cases.pages.desk import results
from cases.pages.desk.forms import MATCHING, ON_PAGE, in_order
from cases.pages.desk.lists import lists_of
from cases.pages.desk.paging import PER_PAGE
from cases.pages.desk.standings import STANDING
from cases.pages.kept import keeps_typed, posted_from
from cases.pages.opened import person
from cases.pages.round_forms import CaseChoice, CorrectionForm, DatesForm, RoundForm
from cases.people.languages import default_working_language
from cases.people.roles import COORDINATOR
from cases.policy import requires
from cases.rounds import rounds
from cases.states import APPROVED
from workflow.errors import Refused

OWN_DATES = 200
"""Up to so many cases, each may be given a date of its own; more are a list without fields."""


@requires(COORDINATOR)
@require_safe
def all_rounds(request: HttpRequest) -> HttpResponse:
    known = list(Round.objects.newest_first())
    counts = _counts(Case.objects.visible_to(person(request)))
    rows = [{"round": one, "standings": counts.get(one.pk, [])} for one in known]
    return render(request, "cases/rounds.html", {"rows": rows})


@requires(COORDINATOR)
@posted_from("desk")
def choose(request: HttpRequest) -> HttpResponse:
    """From the Desk's bulk bar to a new round over what is chosen there; nothing is changed yet."""
    which, narrowed = request.POST.get("which"), QueryDict(request.POST.get("filter", "")).copy()
    if which == MATCHING:
        narrowed.pop("page", None)
        words = narrowed.urlencode()
        return redirect(f"{reverse('round-new')}?{words or 'all=1'}")
    ticked = request.POST.getlist("case")
    named = request.POST.get("on_page", "") if which == ON_PAGE else ",".join(ticked)
    chosen = QueryDict(mutable=True)
    if named:
        chosen["cases"] = named
    return redirect(f"{reverse('round-new')}?{chosen.urlencode()}")


@keeps_typed
@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose cases, see which can be asked, say what is asked, open: the address holds what was chosen."""
    prospects = _Prospects(request, None)
    form = RoundForm(
        request.POST or None, initial={"language": default_working_language()}, **prospects.for_form()
    )
    if request.method == "POST" and form.is_valid() and prospects.are_as_seen(form):
        try:
            opened = rounds.open_round(by=person(request), now=timezone.now(), **form.details())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _ask(request, opened, prospects, form)
    return _chooser(request, prospects, form)


@keeps_typed
@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def more_cases(request: HttpRequest, code: str) -> HttpResponse:
    """Ask further cases in a round that is open."""
    chosen = get_object_or_404(Round.objects.open(), code=code)
    prospects = _Prospects(request, chosen)
    form = DatesForm(request.POST or None, initial={"due_on": chosen.due_on}, **prospects.for_form())
    if request.method == "POST" and form.is_valid() and prospects.are_as_seen(form):
        return _ask(request, chosen, prospects, form)
    return _chooser(request, prospects, form)


@keeps_typed
@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def one_round(request: HttpRequest, code: str) -> HttpResponse:
    """Its cases and how they stand; what is sent corrects title, question, date and words."""
    shown = get_object_or_404(Round, code=code)
    initial = {name: getattr(shown, name) for name in CorrectionForm.base_fields}
    form = CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        rounds.revise_round(shown, by=person(request), **form.cleaned_data)
        messages.success(request, _("The round is corrected."))
        return redirect("round", code)
    return _round_page(request, shown, form, status=422 if form.errors else 200)


@requires(COORDINATOR)
@posted_from("round", "code")
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close it, or open it again where it is closed."""
    shown = get_object_or_404(Round, code=code)
    try:
        if request.POST.get("again"):
            rounds.reopen_round(shown, by=person(request))
            messages.success(request, _("The round is open again."))
        else:
            rounds.close_round(shown, by=person(request), now=timezone.now())
            messages.success(request, _("The round is closed."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("round", code)


class _Prospects:
    """The cases that the address chooses, and what would come of asking each in the round."""

    def __init__(self, request: HttpRequest, chosen: Round | None) -> None:
        today = timezone.localdate()
        self.round = chosen
        self.sent = request.POST
        visible = Case.objects.visible_to(person(request))
        self.choice = CaseChoice(request.GET, visible, lists=lists_of(today), late=late_at(timezone.now()))
        found = rounds.prospects(self.choice.chosen(), chosen)
        self.able = [one.case for one in found if not one.refusal]
        self.refused = [one for one in found if one.refusal]

    def for_form(self) -> dict[str, Any]:
        own = self.able if len(self.able) <= OWN_DATES else []
        return {"asked": [case.reference for case in own], "today": timezone.localdate()}

    def are_as_seen(self, form: DatesForm) -> bool:
        """Whether the person saw just these: somebody may have worked on them since."""
        if self.sent.get("able") == str(len(self.able)):
            return True
        sentence = _("The cases changed meanwhile: %(count)d can be asked now. Look at them again.")
        form.add_error(None, sentence % {"count": len(self.able)})
        return False

    def because(self) -> list[tuple[str, list[Outcome]]]:
        """Those that cannot be asked, by the reason."""
        reasons: dict[str, list[Outcome]] = {}
        for one in self.refused:
            reasons.setdefault(one.refusal, []).append(one)
        return list(reasons.items())


def _ask(request: HttpRequest, chosen: Round, prospects: _Prospects, form: DatesForm) -> HttpResponse:
    outcomes = rounds.ask_each(
        prospects.able,
        chosen,
        due_on=form.cleaned_data["due_on"],
        dates=form.own_dates(),
        by=person(request),
        now=timezone.now(),
    )
    results.keep(request, [_in_words(outcomes, chosen)])
    return redirect("round", chosen.code)


def _in_words(outcomes: Iterable[Outcome], chosen: Round) -> dict[str, Any]:
    every = list(outcomes)
    refused = [(one.case.reference, one.refusal) for one in every if one.refusal]
    done = len(every) - len(refused)
    asked = ngettext("%(count)d case is asked.", "%(count)d cases are asked.", done) % {"count": done}
    were_not = ngettext("%(count)d is not:", "%(count)d are not:", len(refused)) % {"count": len(refused)}
    sentences = [_("The round is open."), *([asked] if done else []), *([were_not] if refused else [])]
    return {"title": "", "done": done or not refused, "sentences": sentences, "refused": refused}


def _chooser(request: HttpRequest, prospects: _Prospects, form: DatesForm) -> HttpResponse:
    rows = [{"case": case, "own_date": form.own_date(case.reference)} for case in prospects.able]
    context = {
        "round": prospects.round,
        "choice": prospects.choice,
        "rows": rows,
        "because": prospects.because(),
        "leaving": sum(case.state == APPROVED and _is_reported(case) for case in prospects.able),
        "chosen": len(prospects.able) + len(prospects.refused),
        "fields": [one for one in form.visible_fields() if not one.name.startswith("due-")],
        "form": form,
    }
    return render(request, "cases/round_open.html", context, status=422 if form.errors else 200)


def _is_reported(case: Case) -> bool:
    return case.round is not None and case.round.kind == Round.Kind.REPORT


def _round_page(request: HttpRequest, shown: Round, form: CorrectionForm, status: int) -> HttpResponse:
    """The cases that are in it, and those that went on to another."""
    visible = Case.objects.visible_to(person(request))
    at = STANDING.get(request.GET.get("standing", ""))
    listed = visible.filter(round=shown) if at else _ever_in(visible, shown)
    page = Paginator(_rows(listed.filter(at.cases) if at else listed, shown), PER_PAGE)
    standings = _counts(visible.filter(round=shown)).get(shown.pk, [])
    context = {
        "round": shown,
        "form": form,
        "page": page.get_page(request.GET.get("page")),
        "standings": standings,
        "at": at,
        "past": CaseRound.objects.filter(round=shown, case__in=visible).count(),
        "under_way": visible.filter(round=shown, state__in=rounds.UNDER_WAY).count(),
        "outcome": results.shown_once(request),
    }
    return render(request, "cases/round.html", context, status=status)


def _ever_in(visible: QuerySet[Case], shown: Round) -> QuerySet[Case]:
    past = CaseRound.objects.filter(round=shown).values("case")
    return visible.filter(Q(round=shown) | Q(pk__in=past))


def _rows(cases: QuerySet[Case], shown: Round) -> QuerySet[Case]:
    """``left`` is set where the case is in another round by now."""
    left = CaseRound.objects.filter(round=shown, case=OuterRef("pk")).values("pk")[:1]
    rows: Any = in_order(cases)  # type: ignore[arg-type]
    found: QuerySet[Case] = rows.for_lists().annotate(left=Subquery(left))
    return found


def _counts(cases: QuerySet[Case]) -> dict[int, list[dict[str, Any]]]:
    """How many cases of each round stand where, in one query."""
    counted: dict[int, Counter[str]] = {}
    groups = {code: Count("pk", filter=one.cases) for code, one in STANDING.items()}
    named = {code.replace("-", "_"): group for code, group in groups.items()}
    rows: Any = cases.filter(round__isnull=False).order_by().values("round").annotate(**named)
    for row in rows:
        counted[row["round"]] = Counter({code: row[code.replace("-", "_")] for code in STANDING})
    return {
        pk: [{"standing": STANDING[code], "count": count} for code, count in counts.items() if count]
        for pk, counts in counted.items()
    }
