"""What the Desk can be narrowed down by, and how chips show it. The address says it all."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Answer, Block, Case, Extension, Recommendation, SearchText, Term
from cases.models.access import among
from cases.overview.blocks import SILENT, blocked_by
from cases.pages.desk.lists import Lists
from cases.pages.desk.paging import MOST
from cases.pages.desk.standings import STANDING
from cases.pages.forms import DayField
from cases.people.day_words import day_in_words
from cases.rounds.plans import Breach, breach
from cases.searching.words import terms_of
from cases.states import WITH_DEPARTMENT
from cases.un import Mechanism

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrOrPromise

NO_LEAD = "none"
# fmt: off
TICKS: dict[str, StrOrPromise] = {
    "late":       gettext_lazy("Late"),
    "more_time":  gettext_lazy("More time asked for"),
    "paused":     gettext_lazy("Paused"),
    "restricted": gettext_lazy("Restricted"),
}
"""Filters that are a tick, with the words of their chips."""

CHIPS: dict[str, StrOrPromise] = {
    "search":      gettext_lazy("“%(value)s”"),
    "contributor": gettext_lazy("Contributes: %(value)s"),
    "blocks":      gettext_lazy("What blocks it: %(value)s"),
    "due_from":    gettext_lazy("Due from %(value)s"),
    "due_until":   gettext_lazy("Due until %(value)s"),
}
"""Chips whose value does not say by itself what it is."""

DUE: dict[str, StrOrPromise] = {
    "week": gettext_lazy("Due this week"),
    "none": gettext_lazy("Without a due date"),
}
BLOCKS: list[tuple[str, StrOrPromise]] = [
    *Block.What.choices,
    (SILENT, gettext_lazy("The department has not said")),
]
"""For coordinators alone."""
TIES: dict[str, tuple[str, Any]] = {
    "theme":   (Term.Vocabulary.THEME,            Recommendation.themes.through),
    "persons": (Term.Vocabulary.AFFECTED_PERSONS, Recommendation.affected_persons.through),
    "sdg":     (Term.Vocabulary.SDG_TARGET,       Recommendation.sdg_targets.through),
}
"""Filters by a term: which list it is of, and where recommendations are tied to it."""
# fmt: on
FIRST = ("search", "standing", "lead", "mechanism", "theme", *TICKS)
"""Filters that are always in sight; the others are in sight once they narrow something down."""


class BreachField(forms.CharField):
    """Which stage of which round's plan is broken; the page of the plan leads here with it."""

    def __init__(self, *, today: date, **options: Any) -> None:
        super().__init__(**options)
        self.today = today

    def clean(self, value: Any) -> Breach | None:
        word = super().clean(value)
        found = breach(word, self.today) if word else None
        if word and found is None:
            raise forms.ValidationError("")
        return found


class BreachFilter(django_filters.Filter):
    field_class = BreachField


class DayFilter(django_filters.Filter):
    field_class = DayField


def _choice(label: StrOrPromise, method: str | None = None, **options: Any) -> django_filters.ChoiceFilter:
    options = {"empty_label": gettext_lazy("All"), **options}
    return django_filters.ChoiceFilter(label=label, method=method, **options)


def _tick(label: StrOrPromise, method: str) -> django_filters.BooleanFilter:
    return django_filters.BooleanFilter(label=label, method=method, widget=forms.CheckboxInput)


class DeskFilter(django_filters.FilterSet):
    """Narrows down cases. A word of the address that means nothing narrows nothing, and is said."""

    standing = _choice(
        gettext_lazy("Where it stands"),
        "by_standing",
        choices=[(one.code, one.label) for one in STANDING.values()],
        empty_label=gettext_lazy("Everywhere"),
    )
    lead = _choice(gettext_lazy("Lead"), "by_lead")
    mechanism = _choice(
        gettext_lazy("Mechanism"), field_name="recommendation__mechanism", choices=Mechanism.choices
    )
    theme = _choice(gettext_lazy("Theme"), "by_term")
    late = _tick(gettext_lazy("Late only"), "by_lateness")
    blocks = _choice(gettext_lazy("What blocks it"), "by_block", choices=BLOCKS)
    more_time = _tick(gettext_lazy("More time asked for"), "by_request")
    paused = _tick(gettext_lazy("Paused"), "by_pause")
    restricted = _tick(gettext_lazy("Restricted"), "by_restriction")
    contributor = _choice(gettext_lazy("Contributor"), "by_contributor")
    round = _choice(gettext_lazy("Round"), field_name="round__code")
    due = _choice(gettext_lazy("Due"), "by_due", choices=list(DUE.items()))
    due_from = DayFilter(label=gettext_lazy("Due from"), field_name="due_on", lookup_expr="gte")
    due_until = DayFilter(label=gettext_lazy("Due until"), field_name="due_on", lookup_expr="lte")
    persons = _choice(gettext_lazy("Affected persons"), "by_term")
    sdg = _choice(gettext_lazy("SDG target"), "by_term")
    breaks = BreachFilter(label=gettext_lazy("Breaks a plan"), method="by_plan", widget=forms.HiddenInput)
    search = django_filters.CharFilter(
        label=gettext_lazy("Words, reference, symbol or lead"), max_length=200, method="by_words"
    )
    """The last one: it looks only among what the others leave."""

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, data: QueryDict, cases: QuerySet[Case], *, lists: Lists, late: Q) -> None:
        super().__init__(data, cases)
        self.late, self.lists = late, lists
        self.filters["lead"].extra["choices"] = [(NO_LEAD, _("No lead yet")), *lists.all_departments()]
        self.filters["contributor"].extra["choices"] = lists.all_departments()
        self.filters["round"].extra["choices"] = lists.all_rounds()
        if not lists.coordinates:
            del self.filters["blocks"]
        for name, (vocabulary, _tie) in TIES.items():
            self.filters[name].extra["choices"] = lists.terms_in_order(vocabulary)
        self.filters["breaks"].extra["today"] = lists.today

    def by_standing(self, cases: QuerySet[Case], name: str, code: str) -> QuerySet[Case]:
        return cases.filter(STANDING[code].cases)

    def by_lead(self, cases: QuerySet[Case], name: str, code: str) -> QuerySet[Case]:
        return cases.filter(lead=None) if code == NO_LEAD else cases.filter(lead__code=code)

    def by_contributor(self, cases: QuerySet[Case], name: str, code: str) -> QuerySet[Case]:
        """Asked to contribute, whatever came of it."""
        asked = [one.pk for one in (*self.lists.departments, *self.lists.dissolved) if one.code == code]
        return cases.filter(answer__in=Answer.objects.contributed_to_by(asked).values("pk"))

    def by_term(self, cases: QuerySet[Case], name: str, pk: str) -> QuerySet[Case]:
        """A term stands for its parts too."""
        ties = TIES[name][1].objects.filter(Q(term=pk) | Q(term__parent=pk))
        return cases.filter(recommendation__in=ties.values("recommendation_id"))

    def by_due(self, cases: QuerySet[Case], name: str, code: str) -> QuerySet[Case]:
        """This week: what a department owes from today to Sunday; nothing is owed while it is paused."""
        if code == "none":
            return cases.filter(due_on=None)
        owed = cases.filter(state__in=WITH_DEPARTMENT, paused_on=None, lead__independent=False)
        return owed.filter(due_on__gte=self.lists.today, due_on__lte=self.lists.sunday)

    def by_lateness(self, cases: QuerySet[Case], name: str, only_late: bool) -> QuerySet[Case]:
        return cases.filter(self.late) if only_late else cases

    def by_block(self, cases: QuerySet[Case], name: str, code: str) -> QuerySet[Case]:
        """Of what is with its department for a date; what was said before that was moved counts no more."""
        owed = cases.filter(state__in=WITH_DEPARTMENT, due_on__isnull=False, lead__independent=False)
        return owed.filter(blocked_by(code))

    def by_request(self, cases: QuerySet[Case], name: str, only_asking: bool) -> QuerySet[Case]:
        return cases.filter(asking_for_time()) if only_asking else cases

    def by_pause(self, cases: QuerySet[Case], name: str, only_paused: bool) -> QuerySet[Case]:
        return cases.filter(paused_on__isnull=False) if only_paused else cases

    def by_restriction(self, cases: QuerySet[Case], name: str, only_restricted: bool) -> QuerySet[Case]:
        return cases.filter(restricted=True) if only_restricted else cases

    def by_plan(self, cases: QuerySet[Case], name: str, breach: Breach) -> QuerySet[Case]:
        return cases.filter(breach.condition(self.late))

    def by_words(self, cases: QuerySet[Case], name: str, words: str) -> QuerySet[Case]:
        """Every word is found in the texts and codes, or every one in a name of the lead."""
        terms = terms_of(words)
        if not terms:
            return cases.none()
        in_texts = cases.filter(recommendation__in=SearchText.objects.matching(terms).values("of"))
        leads = self.lists.named(terms)
        if not leads:
            return in_texts
        either = (in_texts, cases.filter(lead__in=leads))
        return cases.filter(reduce(or_, (among(one.order_by().values("pk")[: MOST + 1]) for one in either)))

    @property
    def first_fields(self) -> list[Any]:
        return [self.form[name] for name in FIRST if name in self.form.fields]

    @property
    def more_fields(self) -> list[Any]:
        return [field for field in self.form if field.name not in FIRST and not field.is_hidden]

    @property
    def shows_more(self) -> bool:
        return any(field.value() or field.errors for field in self.more_fields)

    def chips(self) -> list[dict[str, str]]:
        """What the list is narrowed down by, each with the address without it."""
        return [
            {"label": self._in_words(name), "without": address(self.data, without=name)}
            for name in self.form.fields
            if self.form.is_bound and self.form.cleaned_data.get(name)
        ]

    def _in_words(self, name: str) -> str:
        if name in TICKS:
            return str(TICKS[name])
        value = self.form.cleaned_data[name]
        if name.startswith("due_"):
            value = day_in_words(value)
        shown = dict(getattr(self.form.fields[name], "choices", ())).get(value, value)
        return str(CHIPS.get(name, "%(value)s")) % {"value": str(shown).removeprefix("– ")}


def asking_for_time() -> Q:
    """Cases with a request for more time on which nobody has decided yet."""
    return Q(answer__in=Extension.objects.open().values("answer"))


def address(data: QueryDict, *, without: str = "") -> str:
    """The words of the address that narrow the list down, without one of them and without the page."""
    kept = data.copy()
    for name in ("page", without):
        kept.pop(name, None)
    for name in [name for name in kept if not any(kept.getlist(name))]:
        kept.pop(name)
    return kept.urlencode()


def narrowing(data: QueryDict) -> str:
    """The same, of the filters alone: what a saved view keeps."""
    kept = data.copy()
    for name in [name for name in kept if name not in DeskFilter.base_filters]:
        kept.pop(name)
    return address(kept)
