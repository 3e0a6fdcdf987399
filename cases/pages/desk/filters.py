"""What the Desk can be narrowed down by, and how that is shown: standings, chips, saved views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.flow import APPROVED, RECEIVED, VALIDATION
from cases.models import Case, Extension, Recommendation, RecommendationText, Round, Term
from cases.models.case import STANDINGS
from cases.pages.desk.standings import STANDING
from cases.people.models import Department
from cases.rounds.plans import Breach, breach
from cases.un import Mechanism

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PER_PAGE = 50
NO_LEAD = "none"
TICKS: dict[str, StrOrPromise] = {
    "late": gettext_lazy("Late"),
    "more_time": gettext_lazy("More time asked for"),
    "paused": gettext_lazy("Paused"),
}
"""Filters that are a tick, with the words of their chips."""


@dataclass(frozen=True)
class Lists:
    """What the filters and forms of the Desk offer, read once for a page."""

    departments: list[Department]
    themes: list[Term]
    dissolved: list[Department]
    """Departments that led cases which are done: one looks for those, and assigns nothing to them."""
    today: date

    def leads(self) -> list[tuple[str, str]]:
        return [(one.code, str(one)) for one in self.departments]

    def themes_in_order(self) -> list[tuple[str, str]]:
        """Each theme, then its parts, set in."""
        parts: dict[int | None, list[Term]] = {}
        for term in self.themes:
            parts.setdefault(term.parent_id, []).append(term)
        return [
            row
            for whole in parts.get(None, [])
            for row in (
                (str(whole.pk), str(whole)),
                *((str(part.pk), f"– {part}") for part in parts.get(whole.pk, [])),
            )
        ]


def lists_of(today: date) -> Lists:
    """Departments that exist today, and the themes, each by name in the reader's language."""
    known = sorted(Department.objects.with_names(), key=_by_name)
    standing = [one for one in known if one.stands_on(today)]
    ended = [one for one in known if one.valid_until is not None and one.valid_until < today]
    themes = Term.objects.filter(vocabulary=Term.Vocabulary.THEME).prefetch_related("wordings")
    return Lists(standing, sorted(themes, key=_by_name), ended, today)


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


class DeskFilter(django_filters.FilterSet):
    """Narrows down cases. A word of the address that means nothing narrows nothing, and is said."""

    search = django_filters.CharFilter(label=gettext_lazy("Reference or text"), method="by_words")
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("Where it stands"),
        choices=[(one.code, one.label) for one in STANDING.values()],
        method="by_standing",
        empty_label=gettext_lazy("Everywhere"),
    )
    lead = django_filters.ChoiceFilter(
        label=gettext_lazy("Lead"), method="by_lead", empty_label=gettext_lazy("All")
    )
    mechanism = django_filters.ChoiceFilter(
        label=gettext_lazy("Mechanism"),
        field_name="recommendation__mechanism",
        choices=Mechanism.choices,
        empty_label=gettext_lazy("All"),
    )
    theme = django_filters.ChoiceFilter(
        label=gettext_lazy("Theme"), method="by_theme", empty_label=gettext_lazy("All")
    )
    late = django_filters.BooleanFilter(
        label=gettext_lazy("Late only"), method="by_lateness", widget=forms.CheckboxInput
    )

    more_time = django_filters.BooleanFilter(
        label=gettext_lazy("More time asked for"), method="by_request", widget=forms.CheckboxInput
    )

    paused = django_filters.BooleanFilter(
        label=gettext_lazy("Paused"), method="by_pause", widget=forms.CheckboxInput
    )

    breaks = BreachFilter(label=gettext_lazy("Breaks a plan"), method="by_plan", widget=forms.HiddenInput)

    round = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Round"),
        queryset=Round.objects.all(),
        to_field_name="code",
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, data: QueryDict, cases: QuerySet[Case], *, lists: Lists, late: Q) -> None:
        super().__init__(data, cases)
        self.late = late
        self.filters["lead"].extra["choices"] = [
            (NO_LEAD, _("No lead yet")),
            *lists.leads(),
            *((one.code, _("%(name)s (dissolved)") % {"name": one}) for one in lists.dissolved),
        ]
        self.filters["theme"].extra["choices"] = lists.themes_in_order()
        self.filters["breaks"].extra["today"] = lists.today

    def by_words(self, cases: QuerySet[Case], name: str, words: str) -> QuerySet[Case]:
        texts = RecommendationText.objects.filter(text__icontains=words).values("of")
        return cases.filter(Q(recommendation__reference__icontains=words) | Q(recommendation__in=texts))

    def by_standing(self, cases: QuerySet[Case], name: str, code: str) -> QuerySet[Case]:
        return cases.filter(STANDING[code].cases)

    def by_lead(self, cases: QuerySet[Case], name: str, code: str) -> QuerySet[Case]:
        return cases.filter(lead=None) if code == NO_LEAD else cases.filter(lead__code=code)

    def by_theme(self, cases: QuerySet[Case], name: str, pk: str) -> QuerySet[Case]:
        """A theme stands for its parts too."""
        ties = Recommendation.themes.through.objects.filter(Q(term=pk) | Q(term__parent=pk))
        return cases.filter(recommendation__in=ties.values("recommendation_id"))

    def by_lateness(self, cases: QuerySet[Case], name: str, only_late: bool) -> QuerySet[Case]:
        return cases.filter(self.late) if only_late else cases

    def by_request(self, cases: QuerySet[Case], name: str, only_asking: bool) -> QuerySet[Case]:
        return cases.filter(asking_for_time()) if only_asking else cases

    def by_pause(self, cases: QuerySet[Case], name: str, only_paused: bool) -> QuerySet[Case]:
        return cases.filter(paused_on__isnull=False) if only_paused else cases

    def by_plan(self, cases: QuerySet[Case], name: str, breach: Breach) -> QuerySet[Case]:
        return cases.filter(breach.condition(self.late))

    def chips(self) -> list[dict[str, str]]:
        """What the list is narrowed down by, each with the address without it."""
        return [
            {"label": self._in_words(name), "without": address(self.data, without=name)}
            for name in self.form.fields
            if self.form.is_bound and self.form.cleaned_data.get(name)
        ]

    def _in_words(self, name: str) -> str:
        value = self.form.cleaned_data[name]
        if name in TICKS:
            return str(TICKS[name])
        if name == "search":
            return f"“{value}”"
        if name in ("breaks", "round"):
            return str(value)
        shown = dict(self.form.fields[name].choices).get(value, value)
        return str(shown).removeprefix("– ")


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


def saved_views(cases: QuerySet[Case], data: QueryDict, late: Q) -> list[dict[str, Any]]:
    """The lists that a coordinator opens every day, with how many cases each holds: one query."""
    # fmt: off
    views: Iterable[tuple[str, StrOrPromise, Q]] = (
        ("standing=to-assign",      STANDINGS[RECEIVED],   STANDING["to-assign"].cases),
        ("late=on",                 TICKS["late"],         late),
        ("more_time=on",            TICKS["more_time"],    asking_for_time()),
        ("standing=with-validator", STANDINGS[VALIDATION], STANDING["with-validator"].cases),
        ("standing=approved",       STANDINGS[APPROVED],   STANDING["approved"].cases),
        ("",                        _("All"),              Q()),
    )
    # fmt: on
    counts = cases.aggregate(
        **{f"view{place}": Count("pk", filter=where) for place, (_query, _label, where) in enumerate(views)}
    )
    here = address(data)
    return [
        {"query": query, "label": label, "count": counts[f"view{place}"], "current": query == here}
        for place, (query, label, _where) in enumerate(views)
    ]


def _by_name(named: Department | Term) -> str:
    return str(named).casefold()
