"""The forms of the reports: open one, revise it, object to it, settle an objection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.in_a_row import in_a_row
from cases.models import Round
from cases.pages.forms import TextField
from cases.people.languages import interface_languages, own_name
from cases.people.models import Department
from cases.templatetags.suivi import day
from exports.models import Report
from exports.models.circulation import heading_of
from exports.models.kind import kinds
from exports.models.report import REVISED, WORDED
from exports.outline.grouping import Grouping
from workflow.step import Step


def _languages() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=interface_languages,
        label=gettext_lazy("Also in"),
        help_text=gettext_lazy(
            "The other languages in which it is printed, with the same paragraph numbers."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def _introduction() -> TextField:
    return TextField(
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy(
            "It stands before the first heading. A blank line begins a new numbered paragraph."
        ),
        rows=6,
        required=False,
    )


def kind_field() -> forms.Field:
    offered = [(one.code, one.label) for one in kinds().values() if not one.hidden]
    return forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=[("", _("Choose a type")), *offered],
        help_text=gettext_lazy("It says how many words the report may have, and which of them count."),
    )


class ReportForm(forms.ModelForm):
    languages = _languages()
    introduction = _introduction()

    class Meta:
        model = Report
        fields = (
            "title", "reference", "round", "mechanism", "language", "languages", "body", "symbol",
            "distribution", "dated_on", "original_language", "introduction", "figures",
        )  # fmt: skip
        widgets = {
            "dated_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
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
        _name_the_empty_choice(self, "mechanism", _("All that were asked in the round"))
        _name_the_empty_choice(self, "language", _("As the round"))
        _name_the_empty_choice(self, "original_language", _("Not stated"))


LATER = ("symbol", "distribution", "dated_on", "original_language", "introduction", "figures")


class OpeningForm(ReportForm):
    """A new report: where its type is chosen, it is assembled at once, and what is approved flows in."""

    grouping = forms.ChoiceField(
        choices=[("", gettext_lazy("As its type has it")), *Grouping.choices],
        label=gettext_lazy("How the answers are grouped"),
        help_text=gettext_lazy("It can be changed at any time while the report is assembled."),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = kind_field()
        kind.required = False
        self.fields["kind"] = kind
        self.order_fields(("title", "reference", "kind", "round", "mechanism", "body", "grouping"))

    @property
    def at_once(self) -> list[forms.BoundField]:
        return [one for one in self if one.name not in LATER]

    @property
    def later(self) -> list[forms.BoundField]:
        """What can as well be filled in once the report is open."""
        return [one for one in self if one.name in LATER]

    @property
    def later_has_errors(self) -> bool:
        return any(one.errors for one in self.later)


class RevisionForm(forms.ModelForm):
    """Title page and introduction of a report; what its address and its cases hang on stays."""

    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    languages = _languages()
    introduction = _introduction()

    class Meta(ReportForm.Meta):
        fields = tuple(name for name in REVISED if name != "wordings")  # type: ignore[assignment]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name_the_empty_choice(self, "original_language", _("Not stated"))
        others: Any = self.fields["languages"]
        others.choices = [one for one in others.choices if one[0] != self.instance.language]
        for language, name in self._worded():
            self.fields[f"{name}_{language}"] = _worded_field(self.fields[name], language)
            self.initial[f"{name}_{language}"] = self.instance.wordings.get(language, {}).get(name, "")

    def clean(self) -> dict[str, Any]:
        """The translations as one value, as the report keeps them; those of other languages stay."""
        cleaned = dict(super().clean() or self.cleaned_data)
        wordings = {language: dict(texts) for language, texts in self.instance.wordings.items()}
        for language, name in self._worded():
            wordings.setdefault(language, {})[name] = cleaned.pop(f"{name}_{language}", "")
        return {**cleaned, "wordings": wordings}

    def _worded(self) -> list[tuple[str, str]]:
        return [(language, name) for language in self.instance.printed_in[1:] for name in WORDED]

    def standing(self, report: Report) -> list[tuple[str, Any]]:
        """Label and present value of each field, to compare with what was typed."""
        values = {name: getattr(report, name) for name in self.Meta.fields}
        values["languages"] = in_a_row(own_name(code) for code in report.printed_in[1:])
        values |= {
            f"{name}_{language}": report.wordings.get(language, {}).get(name, "")
            for language, name in self._worded()
        }
        values["original_language"] = report.get_original_language_display()
        values["dated_on"] = day(report.dated_on)
        values["figures"] = _("yes") if report.figures else _("no")
        return [(str(self.fields[name].label), value or "–") for name, value in values.items()]


def _worded_field(field: forms.Field, language: str) -> forms.CharField:
    """A text of the title page, or the introduction, in another language."""
    longest = getattr(field, "max_length", None)
    label = _("%(what)s, in %(language)s") % {"what": field.label, "language": own_name(language)}
    if isinstance(field.widget, forms.Textarea):
        made: forms.CharField = TextField(label=label, rows=6, required=False)
    else:
        made = forms.CharField(label=label, max_length=longest, required=False)
    made.widget.attrs |= {"lang": language, "dir": "auto"}
    return made


def _name_the_empty_choice(form: forms.ModelForm, name: str, label: str) -> None:
    field: Any = form.fields[name]
    field.choices = [("", label), *(choice for choice in field.choices if choice[0])]


class ObjectionForm(forms.Form):
    """What a department has against the text that circulates, and where."""

    department = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("Department"))
    anchor = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    text = TextField(
        label=gettext_lazy("Objection"),
        help_text=gettext_lazy("What you object to, and what should stand there."),
        rows=6,
        error_messages={"required": gettext_lazy("Write what you object to, and what should stand there.")},
    )

    def __init__(self, *args: Any, report: Report, departments: list[Department], **options: Any) -> None:
        super().__init__(*args, **options)
        own, about = self.fields["department"], self.fields["anchor"]
        own.queryset = Department.objects.filter(pk__in=[one.pk for one in departments])  # type: ignore[attr-defined]
        own.choices = [(one.pk, str(one)) for one in departments]  # type: ignore[attr-defined]
        own.initial = departments[0].pk
        if len(departments) == 1:
            own.widget = forms.HiddenInput()
        sections = report.circulation.content["sections"] if report.circulation else []
        places = [(one["anchor"], heading_of(one)) for one in sections]
        about.choices = [("", _("The whole report")), *places]  # type: ignore[attr-defined]


_SETTLED_BY = {
    "accept": gettext_lazy("Say what will stand there instead: the department will read it."),
    "answer": gettext_lazy("Say why the text stays as it is: the department will read it."),
}


class SettlementForm(forms.Form):
    """The answer to an objection, or why it is withdrawn."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = TextField(label=gettext_lazy("Remark"), rows=4, required=False)

    def __init__(self, *args: Any, step: Step, **options: Any) -> None:
        super().__init__(*args, **options)
        for need in step.needs:
            field = self.fields["reason"]
            field.label, field.required = gettext_lazy("Answer"), True
            field.help_text = _SETTLED_BY.get(step.name, gettext_lazy("The department will read it."))
            field.error_messages["required"] = need.sentence
