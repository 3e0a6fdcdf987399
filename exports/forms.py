"""The forms of the reports: open one, revise it, take a step of it, object to it, settle an objection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, BinaryIO, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import uploads
from cases.models import Round
from cases.pages.forms import DayField, TextField
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
        help_text=gettext_lazy("A blank line begins a new numbered paragraph."),
        rows=6,
        required=False,
    )


class ReportForm(forms.ModelForm):
    languages = _languages()
    introduction = _introduction()

    class Meta:
        model = Report
        fields = (
            "title", "reference", "round", "language", "languages", "body", "symbol", "distribution",
            "dated_on", "original_language", "introduction", "figures",
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
        _name_the_empty_choice(self, "language", _("As the round"))
        _name_the_empty_choice(self, "original_language", _("Not stated"))


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
        kind = _kind()
        kind.required = False
        self.fields["kind"] = kind
        self.order_fields(("title", "reference", "kind", "round", "body", "grouping"))


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
        values["languages"] = ", ".join(own_name(code) for code in report.printed_in[1:])
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


class ReportStepForm(forms.Form):
    """What one step needs: a field for each, and ``seen``, the version of the report that the person saw.

    ``lacking`` says what a reason is needed for, where the step asks for one only then.
    """

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: Step, lacking: list[str], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.step, self.lacking, self.today = step, lacking, today
        for need in step.needs:
            for name, make in _NEEDS[need.name].items():
                self.fields[name] = make()
                self.fields[name].error_messages["required"] = need.sentence
        if step.name == "assemble":
            self.fields["grouping"] = OpeningForm.base_fields["grouping"]
        if lacking:
            self.fields["reason"].required = True
        elif step.needs and "reason" not in self.fields:
            self.fields["reason"] = TextField(label=gettext_lazy("Remark"), rows=3, required=False)

    def clean_file(self) -> UploadedFile | None:
        """Of a kind that is taken, by its content, under a name of chance."""
        file = self.cleaned_data.get("file")
        return _checked(self, file) if file else None

    def clean_reply_on(self) -> date:
        day_chosen: date = self.cleaned_data["reply_on"]
        if day_chosen <= self.today:
            raise forms.ValidationError(_("The departments need time to read it: choose a later day."))
        return day_chosen

    def clean_decided_on(self) -> date:
        return self._come("decided_on")

    def clean_submitted_on(self) -> date:
        return self._come("submitted_on")

    def given(self) -> dict[str, Any]:
        """What the step is given, by name; what was written is its comment."""
        given = dict(self.cleaned_data)
        return {"comment": given.pop("reason", ""), **given}

    def _come(self, name: str) -> date:
        on: date = self.cleaned_data[name]
        if on > self.today:
            raise forms.ValidationError(_("This day is still to come: record it once it was there."))
        return on


def _checked(form: forms.Form, file: UploadedFile) -> UploadedFile:
    if (file.size or 0) > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
        raise forms.ValidationError(
            _("The file is larger than %(limit)s MB; nothing of it was kept. Send a smaller one."),
            params={"limit": settings.UPLOAD_LIMIT_MB},
        )
    kind = uploads.kind_of(cast("BinaryIO", file), file.name or "")
    if kind is None:
        raise forms.ValidationError(
            _("The content of this file is of a kind that is not taken. Save it as PDF and try again.")
        )
    form.cleaned_data["file_type"] = kind.media_type
    file.name = f"{uuid4().hex}{kind.extension}"
    return file


def _kind() -> forms.Field:
    offered = [(one.code, one.label) for one in kinds().values() if not one.hidden]
    return forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=[("", _("Choose a type")), *offered],
        help_text=gettext_lazy("It says how many words the report may have, and which of them count."),
    )


def _round() -> forms.Field:
    rounds = Round.objects.order_by("-opened_on", "-pk")
    return forms.ModelChoiceField(
        rounds, label=gettext_lazy("Round"), empty_label=gettext_lazy("Choose a round")
    )


def _reply_on() -> forms.Field:
    return DayField(
        label=gettext_lazy("Replies by"),
        help_text=gettext_lazy("The departments concerned are told, and may object while it circulates."),
    )


def _reason() -> forms.Field:
    return TextField(
        label=gettext_lazy("Reason"), help_text=gettext_lazy("Those concerned will read it."), rows=4
    )


def _reason_if_lacking() -> forms.Field:
    return TextField(label=gettext_lazy("Reason"), rows=4, required=False)


def _hidden() -> forms.Field:
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


def _file() -> forms.Field:
    return forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word, Excel, OpenDocument, PNG, JPEG, CSV or plain text."),
        error_messages={"empty": gettext_lazy("This file is empty. Look whether it is the right one.")},
        required=False,
    )


def _document() -> forms.Field:
    return forms.CharField(
        label=gettext_lazy("Document"),
        max_length=200,
        help_text=gettext_lazy("What the decision is called or where it is kept, such as Decree 2.26.114."),
    )


def _receipt() -> forms.Field:
    return forms.CharField(
        label=gettext_lazy("Receipt"),
        max_length=200,
        help_text=gettext_lazy("What confirms it: a reference, or the mail that came back."),
    )


_NEEDS: dict[str, dict[str, Callable[[], forms.Field]]] = {
    "kind": {"kind": _kind},
    "round": {"round": _round},
    "reply_on": {"reply_on": _reply_on},
    "reason": {"reason": _reason},
    "gaps": {"text": _hidden, "reason": _reason_if_lacking},
    "decision": {
        "decided_on": lambda: DayField(label=gettext_lazy("Decided on")),
        "document": _document,
        "file": _file,
    },
    "submitted_on": {"submitted_on": lambda: DayField(label=gettext_lazy("Submitted on"))},
    "receipt": {"receipt": _receipt, "file": _file},
}


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


class SettlementForm(forms.Form):
    """The answer to an objection, or why it is withdrawn."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = TextField(label=gettext_lazy("Remark"), rows=4, required=False)

    def __init__(self, *args: Any, step: Step, **options: Any) -> None:
        super().__init__(*args, **options)
        for need in step.needs:
            field = self.fields["reason"]
            field.label, field.required = gettext_lazy("Answer"), True
            field.help_text = gettext_lazy("The department will read it.")
            field.error_messages["required"] = need.sentence
