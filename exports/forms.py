"""The forms of the reports: open one, record that one was submitted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Round
from cases.templatetags.suivi import day
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
        error_messages = {
            "title": {"required": gettext_lazy("Give the report a title.")},
            "round": {"required": gettext_lazy("Choose the round whose answers it prints.")},
            "reference": {
                "required": gettext_lazy("Give it a reference, such as national-report-2026."),
                "invalid": gettext_lazy(
                    "Use letters without accents, digits and hyphens only, such as national-report-2026."
                ),
            },
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rounds = Round.objects.for_reports().newest_first()
        chosen: Any = self.fields["round"]
        chosen.queryset, chosen.empty_label = rounds, _("Choose a round")
        if not rounds.exists():
            chosen.help_text = _("There is no round of reports yet. The coordinator opens one on the Desk.")
        _name_the_empty_choice(self, "language", _("As the round"))
        _name_the_empty_choice(self, "original_language", _("Not stated"))


class RevisionForm(forms.ModelForm):
    """Title page and introduction of a report; what its address and its cases hang on stays."""

    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta(ReportForm.Meta):
        fields = ("title", "body", "symbol", "distribution", "dated_on", "original_language", "introduction")  # type: ignore[assignment]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name_the_empty_choice(self, "original_language", _("Not stated"))

    def standing(self, report: Report) -> list[tuple[str, Any]]:
        """Label and present value of each field, to compare with what was typed."""
        values = {name: getattr(report, name) for name in self.Meta.fields}
        values["original_language"] = report.get_original_language_display()
        values["dated_on"] = day(report.dated_on)
        return [(str(self.fields[name].label), value or "–") for name, value in values.items()]


def _name_the_empty_choice(form: forms.ModelForm, name: str, label: str) -> None:
    field: Any = form.fields[name]
    field.choices = [("", label), *(choice for choice in field.choices if choice[0])]


class SubmissionForm(forms.Form):
    """When the report was handed in, and what came back for it."""

    on = forms.DateField(
        label=gettext_lazy("Submitted on"),
        widget=DateInput(),
        error_messages={"required": gettext_lazy("Give the day on which it was submitted.")},
    )
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
