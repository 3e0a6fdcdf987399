"""The form of a step of a report: a field for each thing that the step needs."""

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
from cases.pages.forms import ChosenFileField, DayField, TextField
from exports.forms import OpeningForm, kind_field
from workflow.step import Step


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
            raise forms.ValidationError(_("This day is still to come: record it once it has come."))
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
    return ChosenFileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word, Excel, OpenDocument, PNG, JPEG, CSV or plain text."),
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
    "kind": {"kind": kind_field},
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
