"""The form of a plan: the day of submission, and how many working days each stage takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Plan
from cases.pages.forms import DayField
from cases.people.day_words import WEEKDAY, day_in_words
from cases.people.models import Calendar
from cases.rounds.planning import DEFAULTS, MOST_DAYS, STAGES, Planned, backward, first_past
from cases.rounds.plans import version

FARTHEST = timedelta(days=5 * 366)


class PlanForm(forms.Form):
    """``planned`` are the days that follow from what was typed, also where they lie in the past."""

    submission_on = DayField(
        label=gettext_lazy("The report is submitted on"),
        error_messages={"required": gettext_lazy("Choose the day on which the report is submitted.")},
    )
    anyway = forms.BooleanField(
        label=gettext_lazy("Save it all the same: that work is done already, or will be made up for."),
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, plan: Plan | None, calendar: Calendar, today: date) -> None:
        lengths = plan.lengths() if plan else DEFAULTS
        initial = {"seen": version(plan), "submission_on": plan.submission_on if plan else None}
        super().__init__(data, initial=initial, auto_id="plan_%s")
        self.calendar, self.today = calendar, today
        self.planned: tuple[Planned, ...] = ()
        for stage in STAGES:
            self.fields[stage.code] = forms.IntegerField(
                label=stage.label, min_value=0, max_value=MOST_DAYS, initial=lengths[stage.code]
            )

    def lengths(self) -> dict[str, int]:
        """Working days by stage."""
        return {stage.code: self.cleaned_data[stage.code] for stage in STAGES}

    def length_fields(self) -> list[forms.BoundField]:
        return [self[stage.code] for stage in STAGES]

    def clean_submission_on(self) -> date:
        day: date = self.cleaned_data["submission_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over: choose today or a later day."))
        if day > self.today + FARTHEST:
            raise forms.ValidationError(_("That is more than five years ahead: choose an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        day = self.cleaned_data["submission_on"]
        self.planned = backward(day, self.lengths(), self.calendar.days_off)
        past = first_past(self.planned, self.today)
        if past is not None and not self.cleaned_data["anyway"]:
            self.add_error(None, _too_early(past))
        return self.cleaned_data


def _too_early(past: Planned) -> str:
    sentence = _(
        "The submission is too early for these lengths: “%(stage)s” would have had to be over on %(day)s. "
        "Choose a later day, or give the stages fewer days."
    )
    return sentence % {"stage": past.stage.label, "day": day_in_words(past.due_on, WEEKDAY)}
