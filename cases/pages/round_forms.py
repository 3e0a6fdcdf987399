"""The forms of rounds: what a round asks, over which cases, and until when single ones have time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Round
from cases.pages.desk.filters import DeskFilter
from cases.pages.desk.forms import in_order
from cases.pages.forms import ChosenFileField, DayField, TextField, WithFile
from cases.people.languages import languages
from cases.rounds.words import MOST
from cases.un import Position

KIND_HINTS = gettext_lazy(
    "Positions: departments propose whether a recommendation is supported, the government decides. "
    "Plan: what will be done. Update: how it stands, for the follow-up alone. "
    "Report: answers that a report prints."
)


class CaseChoice(DeskFilter):
    """The cases over which a round is opened: as the Desk narrows down, and some words more."""

    session = django_filters.NumberFilter(label=gettext_lazy("Session"), field_name="recommendation__session")
    cycle = django_filters.NumberFilter(label=gettext_lazy("Cycle"), field_name="recommendation__cycle")
    position = django_filters.ChoiceFilter(
        label=gettext_lazy("Position"),
        field_name="recommendation__position",
        choices=Position.choices,
        empty_label=gettext_lazy("All"),
    )
    cases = django_filters.CharFilter(method="by_references", widget=forms.HiddenInput)
    all = django_filters.BooleanFilter(method="by_nothing", widget=forms.HiddenInput)

    def by_references(self, cases: QuerySet[Case], name: str, references: str) -> QuerySet[Case]:
        return cases.filter(recommendation__reference__in=references.split(","))

    def by_nothing(self, cases: QuerySet[Case], name: str, all_of_them: bool) -> QuerySet[Case]:
        """Whoever means all cases says so: an address without a word chooses none."""
        return cases

    @property
    def narrowed(self) -> bool:
        """Whether anything was chosen at all, be it that all cases are meant."""
        return self.form.is_valid() and any(self.form.cleaned_data.values())

    def chosen(self) -> list[Case]:
        if not self.narrowed:
            return []
        return list(
            in_order(self.qs)
            .select_related("recommendation", "lead", "round")
            .prefetch_related("lead__wordings")
        )


class DatesForm(forms.Form):
    """Until when the cases that are asked have time: all of them, or single ones longer or shorter."""

    due_on = DayField(
        label=gettext_lazy("Answers due on"),
        error_messages={"required": gettext_lazy("Say until when the departments have time.")},
    )

    def __init__(self, *args: Any, asked: Iterable[str], today: date, **options: Any) -> None:
        super().__init__(*args, **options | {"auto_id": "round_%s"})
        self.today, self.asked = today, list(asked)
        for reference in self.asked:
            label = _("Another date for %(reference)s") % {"reference": reference}
            self.fields[_own(reference)] = DayField(label=label, required=False)

    def own_date(self, reference: str) -> Any:
        """The field of one case's own date, for the page."""
        return self[_own(reference)] if _own(reference) in self.fields else ""

    def own_dates(self) -> dict[str, date]:
        given = {reference: self.cleaned_data.get(_own(reference)) for reference in self.asked}
        return {reference: day for reference, day in given.items() if day}

    def clean(self) -> dict[str, Any]:
        for name in ["due_on", *map(_own, self.asked)]:
            if (day := self.cleaned_data.get(name)) and day < self.today:
                self.add_error(name, _("This day is over: choose today or a later day."))
        return self.cleaned_data


class RoundForm(DatesForm):
    """A new round."""

    field_order = ("kind", "title", "question", "due_on", "code", "language")

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("Choose the kind")), *Round.Kind.choices],
        help_text=KIND_HINTS,
        error_messages={"required": gettext_lazy("Choose the kind of the round.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
        error_messages={"required": gettext_lazy("Give the round a title.")},
    )
    question = TextField(
        label=gettext_lazy("Question"),
        help_text=gettext_lazy("What the departments are asked, in a sentence or two."),
        rows=3,
        required=False,
    )
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("Part of its address, such as plan-2027. It cannot be changed later."),
        error_messages={
            "required": gettext_lazy("Give it a code, such as plan-2027."),
            "invalid": gettext_lazy("Use letters without accents, digits and hyphens, such as plan-2027."),
        },
    )
    language = forms.ChoiceField(label=gettext_lazy("Working language"), choices=languages)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in ("new", "chosen") or Round.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a round of this code already; choose another."))
        return code

    def details(self) -> dict[str, Any]:
        """The fields of the round."""
        return {name: self.cleaned_data[name] for name in self.field_order}


class CorrectionForm(forms.Form):
    """Title, question, date and words of a round that is open."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=200, widget=forms.TextInput({"dir": "auto"})
    )
    question = TextField(label=gettext_lazy("Question"), rows=3, required=False)
    due_on = DayField(
        label=gettext_lazy("Answers due on"),
        help_text=gettext_lazy("Cases that are asked already keep the date that they have."),
        required=False,
    )
    report_words = forms.IntegerField(
        label=gettext_lazy("Words of the report"),
        help_text=gettext_lazy(
            "A UPR report has 10,700, a periodic report to a treaty body 21,200. Each answer gets its share. "
            "Left empty, there is no limit."
        ),
        min_value=1,
        max_value=MOST,
        required=False,
    )
    full_text_words = forms.IntegerField(
        label=gettext_lazy("Words of a full text, at most"),
        help_text=gettext_lazy("A wish to those who draft: nobody is refused. Left empty, there is none."),
        min_value=1,
        max_value=MOST,
        required=False,
    )


class DecisionForm(WithFile):
    """When the government decided, and by which document: a reference, with the file where there is one."""

    decided_on = DayField(
        label=gettext_lazy("Date of the decision"),
        error_messages={"required": gettext_lazy("Say when the government decided.")},
    )
    document = forms.CharField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("How it is cited, such as: Council of Government, 12 March 2026, item 4."),
        max_length=255,
        widget=forms.TextInput({"dir": "auto"}),
        error_messages={"required": gettext_lazy("Name the document by which it was decided.")},
    )
    file = ChosenFileField(
        label=gettext_lazy("The document itself"),
        help_text=gettext_lazy("PDF, Word, Excel, OpenDocument, PNG, JPEG, CSV or plain text."),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come: give the day of the decision."))
        return day


def _own(reference: str) -> str:
    return f"due-{reference}"
