"""The forms of the reports: open one, record that one was submitted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Round
from exports.models import Report


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = (
            "title", "reference", "round", "language", "body", "symbol", "distribution", "dated_on",
            "original_language", "introduction",
        )  # fmt: skip
        widgets = {
            "dated_on": DateInput(),
            "introduction": forms.Textarea({"rows": 6, "dir": "auto"}),
            "title": forms.TextInput({"dir": "auto"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rounds = Round.objects.order_by("-opened_on", "-pk")
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]


class RevisionForm(forms.ModelForm):
    """Title page and introduction of a report; what its address and its cases hang on stays."""

    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta(ReportForm.Meta):
        fields = ("title", "body", "symbol", "distribution", "dated_on", "original_language", "introduction")  # type: ignore[assignment]

    def standing(self, report: Report) -> list[tuple[str, Any]]:
        """Label and present value of each field, to compare with what was typed."""
        return [(str(self.fields[name].label), getattr(report, name) or "–") for name in self.Meta.fields]


class SubmissionForm(forms.Form):
    """When the report was handed in, and what came back for it."""

    on = forms.DateField(label=gettext_lazy("Submitted on"), widget=DateInput())
    receipt = forms.CharField(
        label=gettext_lazy("Receipt"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("What confirms it: a reference, or the mail that came back."),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This day is still to come: record it once it was submitted."))
        return on
