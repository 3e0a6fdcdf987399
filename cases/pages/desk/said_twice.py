"""The page on cases that say the same thing: texts side by side, and one answer for them at one click."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case as If
from django.db.models import Count, F, Prefetch, Q, Value, When
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from cases.alike import taking
from cases.alike.levels import SURE
from cases.difference import difference
from cases.in_a_row import in_a_row
from cases.models import Case, LeadProposal, SaidTwice
from cases.models.alike import SaidTwiceQuerySet
from cases.models.case_lists import CaseQuerySet
from cases.pages.desk.forms import DueForm, first_due_on, in_order
from cases.pages.desk.lists import lists_of
from cases.pages.desk.views import forget_counts
from cases.pages.kept import keeps_typed
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.roles import COORDINATOR
from cases.policy import requires
from cases.starting.leading import may_lead
from cases.states import RECEIVED
from workflow.errors import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 8
"""Groups of one page: each is several texts to read."""
CONTRADICTORY, PERHAPS = "contradictory", "perhaps"
LISTS: dict[str, StrOrPromise] = {
    SaidTwice.State.PROPOSED: gettext_lazy("Surely the same"),
    PERHAPS: gettext_lazy("Perhaps the same"),
    CONTRADICTORY: gettext_lazy("Contradictory statuses"),
    SaidTwice.State.TAKEN: gettext_lazy("Answered together"),
    SaidTwice.State.REFUSED: gettext_lazy("Kept apart"),
}


@dataclass(frozen=True)
class Text:
    """One case of a group; ``marked`` is its text, with what differs from the first one's.

    ``is_ticked``: it is to be answered with the others. ``left_out``: it was decided that it is not.
    """

    case: Case
    language: str
    marked: SafeString | str
    is_ticked: bool
    left_out: bool


@dataclass(frozen=True)
class Shown:
    """A group as the page shows it. ``why`` it cannot be taken now; ``chosen`` is the code of a lead.

    ``may_leave_out``: there are more than two, so that one may be left out.
    """

    group: SaidTwice
    texts: list[Text]
    why: str
    needs_lead: bool
    chosen: str
    may_leave_out: bool
    form: DueForm | None

    @property
    def is_same(self) -> bool:
        """Whether it is one text, to be shown once."""
        first, *others = self.texts
        return all((one.language, one.marked) == (first.language, first.marked) for one in others)

    @property
    def may_take(self) -> bool:
        """As it stands, or without some of it."""
        return not self.why or (self.may_leave_out and sum(text.is_ticked for text in self.texts) > 1)


@keeps_typed
@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def said_twice(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    group = get_object_or_404(_groups(request), pk=whole_number(request.POST.get("group", "")) or 0)
    act = {"take": _take, "refuse": _refuse, "back": _back}.get(request.POST.get("act", ""))
    if act is None:
        return _page(request, refusal=_("Choose what to do."), status=422)
    try:
        refusal = act(request, group)
    except Refused as refused:
        return _page(request, refusal=refused.sentence, status=STATUS.get(type(refused), 422))
    if refusal:
        return _page(request, refusal=refusal, status=422)
    forget_counts(person(request))
    here = {"show": _list_of(request), "page": request.GET.get("page", "1")}
    return redirect(f"{reverse('said-twice')}?{urlencode(here)}")


def _take(request: HttpRequest, group: SaidTwice) -> str:
    """Empty where it was done, else what is missing."""
    today = timezone.localdate()
    form = DueForm(request.POST, today=today)
    lead = next((one for one in lists_of(today).departments if one.code == request.POST.get("lead")), None)
    cases = Case.objects.filter(said_twice=group.pk)
    without = _unticked(request, cases.values_list("pk", flat=True))
    together = cases.exclude(pk__in=without)
    needs_lead = not together.exclude(state=RECEIVED).exists()
    if needs_lead and not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    dated = form.dated() if needs_lead else {}
    taking.take(group, by=person(request), now=timezone.now(), lead=lead, without=without, **dated)
    count = together.count()
    said = ngettext(
        "%(count)d case is answered by one text now: %(references)s.",
        "%(count)d cases share one answer now: %(references)s.",
        count,
    )
    messages.success(request, said % {"count": count, "references": _named(together)})
    return ""


def _unticked(request: HttpRequest, cases: Iterable[int]) -> set[int]:
    """The cases of a group of several whose box was not ticked."""
    if "chosen" not in request.POST:
        return set()
    return set(cases) - {whole_number(one) for one in request.POST.getlist("with")}


def _named(cases: CaseQuerySet) -> str:
    return in_a_row(case.reference for case in in_order(cases.select_related("recommendation")))


def _refuse(request: HttpRequest, group: SaidTwice) -> str:
    taking.refuse(group, by=person(request), now=timezone.now())
    said = _("These cases are kept apart, and are not proposed together again: %(references)s.")
    messages.success(request, said % {"references": _named(Case.objects.filter(said_twice=group.pk))})
    return ""


def _back(request: HttpRequest, group: SaidTwice) -> str:
    if group.state == SaidTwice.State.TAKEN:
        taking.take_apart(group, by=person(request), now=timezone.now())
        messages.success(request, _("These cases are answered apart again, and proposed as before."))
    else:
        taking.take_back(group, by=person(request))
        messages.success(request, _("These cases are proposed together again."))
    return ""


def _groups(request: HttpRequest) -> SaidTwiceQuerySet:
    return SaidTwice.objects.visible_to(person(request))


def _by_list(groups: SaidTwiceQuerySet) -> Any:
    """With the list in which each stands."""
    is_perhaps = Q(state=SaidTwice.State.PROPOSED, nearness__lt=SURE)
    return groups.annotate(list=If(When(is_perhaps, then=Value(PERHAPS)), default=F("state")))


def _list_of(request: HttpRequest) -> str:
    asked = request.GET.get("show", "")
    return asked if asked in LISTS else SaidTwice.State.PROPOSED.value


def _page(request: HttpRequest, *, refusal: StrOrPromise = "", status: int = 200) -> HttpResponse:
    today, shown = timezone.localdate(), _list_of(request)
    due_on = first_due_on(today)
    visible = _by_list(_groups(request))
    groups = visible.with_contradictions()
    contradictory = groups.standing().contradictory()
    listed = contradictory if shown == CONTRADICTORY else groups.filter(list=shown)
    page = Paginator(_with_cases(listed.order_by("-nearness", "pk")), SHOWN).get_page(request.GET.get("page"))
    counts = dict(visible.order_by().values_list("list").annotate(Count("pk")))
    counts[CONTRADICTORY] = contradictory.count()
    sent = request.POST if request.method == "POST" else None
    context = {
        "page": page,
        "groups": [_shown(group, today, due_on, sent) for group in page],
        "lists": [(code, label, counts.get(code, 0)) for code, label in LISTS.items()],
        "list": shown,
        "contradictory": CONTRADICTORY,
        "perhaps": PERHAPS,
        "departments": lists_of(today).leads(),
        "refusal": refusal,
    }
    return render(request, "cases/said_twice.html", context, status=status)


def _with_cases(groups: SaidTwiceQuerySet) -> Any:
    """With all that the page shows, in a fixed number of queries."""
    named = LeadProposal.objects.order_by("pk").select_related("department")
    cases = in_order(Case.objects.all()).for_lists()
    cases = cases.prefetch_related(Prefetch("recommendation__lead_proposals", named))
    return groups.select_related("decided_by").prefetch_related("members", Prefetch("cases", cases))


def _shown(group: SaidTwice, today: date, due_on: date | None, sent: QueryDict | None) -> Shown:
    """What was ``sent`` for this group, and refused, stands as it was chosen."""
    cases = list(group.cases.all())
    several = len(cases) > 2
    waiting = (any if several else all)(case.state == RECEIVED for case in cases)
    sent = sent if sent is not None and sent.get("group") == str(group.pk) else None
    initial = {"due_on": sent.get("due_on") if sent else due_on}
    return Shown(
        group=group,
        texts=_marked(group, cases, sent),
        why=taking.why_not(cases) if group.state == SaidTwice.State.PROPOSED else "",
        needs_lead=waiting,
        chosen=sent.get("lead", "") if sent else _named_most(cases, today),
        may_leave_out=several,
        form=DueForm(today=today, initial=initial, auto_id=f"group-{group.pk}-%s") if waiting else None,
    )


def _named_most(cases: Sequence[Case], today: date) -> str:
    """The code of the department that the file names for most of them, if it may lead."""
    named: Counter[str] = Counter()
    for case in cases:
        bodies = [one.department for one in case.recommendation.lead_proposals.all()]
        named.update({one.code for one in bodies if one is not None and may_lead(one, today)})
    return next((code for code, _count in named.most_common()), "")


def _whole(wording: Any) -> str:
    """The text with the opening above it; empty for no text."""
    return wording.whole if wording else ""


def _marked(group: SaidTwice, cases: Sequence[Case], sent: QueryDict | None) -> list[Text]:
    """Each text in the reader's language, else in one that the first has too.

    What differs is marked where they say it in much the same words: else everything would be. What is past
    drafting is not ticked: it can only be left out.
    """
    texts: list[Text] = []
    in_these_words = group.nearness >= SURE
    left_out = {one.case_id for one in group.members.all() if one.left_out}
    ticked = set(map(whole_number, sent.getlist("with"))) if sent and "chosen" in sent else None
    first = cases[0].recommendation.wording() if cases else None
    for case in cases:
        own = {one.language: one for one in case.recommendation.wordings.all()}
        chosen = own.get(first.language) if first else None
        wording = chosen or case.recommendation.wording()
        text = _whole(wording)
        differs = bool(texts) and in_these_words and chosen is not None and _whole(first) != text
        marked = difference(_whole(first), text) if differs else text
        is_ticked = case.state in taking.OPEN if ticked is None else case.pk in ticked
        language = wording.language if wording else ""
        texts.append(Text(case, language, marked, is_ticked, case.pk in left_out))
    return texts
