"""The forms on a case: the draft, a comment, evidence, and one form for each step, made from its needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import uploads
from cases.models import Case, ImplementationStatus, LeadProposal, Round
from cases.pages.due_fields import (
    MORE,
    WorkingDaysField,
    accept_days_instead,
    date_or_days,
    still_to_come,
)
from cases.people.models import Department, User
from cases.un import Position
from workflow.process import Step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = 50_000
"""Characters of any text that people write, about twenty pages: what is longer keeps a server busy."""


class TextField(forms.CharField):
    """A text of several lines, with the line ends of ours, so that an unchanged text is the same text."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, css: str = "", **options: Any) -> None:
        attrs = {"rows": rows, "dir": "auto"} | ({"class": css} if css else {})
        super().__init__(widget=forms.Textarea(attrs), **{"max_length": LONGEST} | options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without ``maxlength``, with which a browser cuts off what is pasted and says nothing."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class DayField(forms.DateField):
    """A day, asked for with the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)


TEXT_LABELS: dict[str, StrOrPromise] = {
    Round.Kind.POSITIONS: gettext_lazy("Reasons, in full"),
    Round.Kind.PLAN: gettext_lazy("What will be done, in full"),
}
"""What the long text is where it is not a report on what was done."""


class DraftForm(forms.Form):
    """The narrative as its department writes it; ``started_from`` is the draft that the writer began with."""

    full_text = TextField(
        label=gettext_lazy("Full text"),
        help_text=gettext_lazy(
            "For the matrix and the public page. Begin headings with #, list items with -."
        ),
        rows=14,
        css="narrative",
        required=False,
    )
    short_text = TextField(
        label=gettext_lazy("Short text"),
        help_text=gettext_lazy("What the report prints: two or three sentences."),
        rows=5,
        css="short",
        required=False,
    )
    status = forms.ModelChoiceField(
        ImplementationStatus.objects.none(),
        label=gettext_lazy("Proposed implementation status"),
        empty_label=gettext_lazy("Choose one before sending"),
        required=False,
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Proposed position"),
        help_text=gettext_lazy("Your narrative gives the reasons. The government decides."),
        choices=[("", gettext_lazy("Choose one before sending")), *Position.choices],
        required=False,
    )
    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked_in: Round | None, **options: Any) -> None:
        """It asks for what a round of that kind wants to know beside the text."""
        super().__init__(*args, **options)
        del self.fields["status" if asked_in and asked_in.asks_position else "position"]
        if asked_in and asked_in.kind in TEXT_LABELS:
            self.fields["full_text"].label = TEXT_LABELS[asked_in.kind]
        if "status" not in self.fields:
            return
        if asked_in and not asked_in.needs_status:
            self.fields["status"].empty_label = _("None: the status stays as it is")  # type: ignore[attr-defined]
        scale = ImplementationStatus.objects.prefetch_related("wordings").order_by("place")
        self.fields["status"].queryset = scale  # type: ignore[attr-defined]

    def in_language(self, code: str, direction: str) -> DraftForm:
        """The texts are written in the round's language, whatever the page speaks."""
        for name in ("full_text", "short_text"):
            self.fields[name].widget.attrs |= {"lang": code, "dir": direction}
        return self


class EditsForm(forms.Form):
    """A validator's edits of what was sent, for the signer to agree to or not."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    full_text = TextField(label=gettext_lazy("Full text"), rows=12, css="narrative")
    short_text = TextField(label=gettext_lazy("Short text"), rows=5, css="short")
    comment = TextField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The department reads it beside the edits."),
        rows=3,
        required=False,
    )


class CommentForm(forms.Form):
    text = TextField(
        label=gettext_lazy("Comment"),
        rows=3,
        error_messages={"required": gettext_lazy("Write the comment first.")},
    )


class WithFile(forms.Form):
    """A form that takes a file; ``file_type`` in what it cleaned is what the content is."""

    def clean_file(self) -> UploadedFile | None:
        """The file under a name of chance; its kind by its content, whatever its name says."""
        file = self.cleaned_data.get("file")
        if not file:
            return None
        if file.size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB; nothing of it was kept. Send a smaller one."),
                params={"limit": settings.UPLOAD_LIMIT_MB},
            )
        kind = uploads.kind_of(file, file.name)
        if kind is None:
            raise forms.ValidationError(
                _("The content of this file is of a kind that is not taken. Save it as PDF and try again.")
            )
        self.cleaned_data["file_type"] = kind.media_type
        file.name = f"{uuid4().hex}{kind.extension}"
        return file


class EvidenceForm(WithFile):
    """A source with its date, a figure, a file: only the title is needed."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=255,
        error_messages={"required": gettext_lazy("Give it a title: what the source or the file is.")},
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=255, required=False)
    as_of = DayField(label=gettext_lazy("As of"), required=False)
    figure = forms.CharField(label=gettext_lazy("Figure"), max_length=255, required=False)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word, Excel, OpenDocument, PNG, JPEG, CSV or plain text."),
        error_messages={"empty": gettext_lazy("This file is empty. Look whether it is the right one.")},
        required=False,
    )


class StepForm(forms.Form):
    """What one step needs: a field per need, and ``seen``, the version of the case that the person saw."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, step: Step, user: User, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.case, self.user, self.today = case, user, today
        for need in step.needs:
            for name, make in NEEDS[need.name].items():
                self.fields[name] = make(case, today)
                self.fields[name].error_messages["required"] = need.sentence
        if {"round", "due_on"} <= set(self.fields):
            self.fields["due_on"].initial = None  # the dates at hand are those of the round that is over
        if step.needs and "reason" not in self.fields:
            self.fields["reason"] = TextField(label=gettext_lazy("Remark"), rows=3, required=False)
        accept_days_instead(self)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def clean_due_on(self) -> date | None:
        return still_to_come(self, "due_on")

    def clean_wanted_on(self) -> date | None:
        return still_to_come(self, "wanted_on")

    def clean_granted_on(self) -> date | None:
        return still_to_come(self, "granted_on")

    def clean_duplicate_of(self) -> Case | None:
        named = self.cleaned_data["duplicate_of"].strip()
        if not named:
            return None
        found = Case.objects.visible_to(self.user).filter(recommendation__reference__iexact=named).first()
        if found is None:
            raise forms.ValidationError(_("There is no case with this reference."))
        return found

    def given(self) -> dict[str, Any]:
        """What the step is given, by the names of its needs."""
        given = date_or_days(self.cleaned_data)
        return {name: value for name, value in given.items() if name not in ("seen", "reason")}


def _lead(case: Case, today: date) -> forms.Field:
    chosen = _departments(today)
    proposed = LeadProposal.objects.filter(recommendation=case.recommendation_id, department__isnull=False)
    ids = set(proposed.values_list("department_id", flat=True))
    return _department_field(
        gettext_lazy("Lead department"), chosen, [one for one in chosen if one.pk in ids], case.lead_id
    )


def _proposed(case: Case, today: date) -> forms.Field:
    others = [one for one in _departments(today) if one.pk != case.lead_id]
    return _department_field(gettext_lazy("Who should answer instead"), others, [], None)


def _department_field(
    label: Any, departments: list[Department], first: list[Department], initial: int | None
) -> forms.Field:
    field = forms.ModelChoiceField(Department.objects.all(), label=label, empty_label=None, initial=initial)
    named = _choices(departments)
    grouped = [(_("Proposed"), _choices(first)), (_("All departments"), named)] if first else named
    field.choices = [("", _("Choose a department")), *grouped]
    return field


def _departments(today: date) -> list[Department]:
    standing = Department.objects.standing_on(today).with_names()
    return sorted(standing, key=lambda one: str(one).casefold())


def _choices(departments: Iterable[Department]) -> list[tuple[int, str]]:
    return [(one.pk, as_lead(one)) for one in departments]


def as_lead(department: Department) -> str:
    """As it stands among those to whom a case can be assigned: who is not told to answer, but invited."""
    if not department.independent:
        return str(department)
    return _("%(name)s (independent: will be invited)") % {"name": department}


def _due_on(case: Case, today: date) -> forms.Field:
    planned = [case.due_on, case.round and case.round.due_on]
    initial = next((day for day in planned if day and day >= today), None)
    return DayField(label=gettext_lazy("Due date"), initial=initial)


def _wanted_on(case: Case, today: date) -> forms.Field:
    return DayField(label=gettext_lazy("Until when you need it"))


def _granted_on(case: Case, today: date) -> forms.Field:
    return DayField(
        label=gettext_lazy("New due date"),
        help_text=gettext_lazy("The date that the department asks for; you may give another one."),
    )


def _working_days(case: Case, today: date) -> forms.Field:
    return WorkingDaysField()


def _more_days(case: Case, today: date) -> forms.Field:
    return WorkingDaysField(help_text=MORE)


def _reason(case: Case, today: date) -> forms.Field:
    return TextField(
        label=gettext_lazy("Reason"), help_text=gettext_lazy("Those concerned will read it."), rows=4
    )


def _round(case: Case, today: date) -> forms.Field:
    others = Round.objects.open().exclude(pk=case.round_id or 0).newest_first()
    none = _("There is no other open round. Open one on the Desk, under “Rounds”.")
    return forms.ModelChoiceField(
        others,
        label=gettext_lazy("Round"),
        empty_label=gettext_lazy("Choose a round"),
        help_text="" if others.exists() else none,
    )


def _because(case: Case, today: date) -> forms.Field:
    reasons = [(value, capfirst(str(label))) for value, label in Case.Closing.choices]
    return forms.ChoiceField(
        label=gettext_lazy("Why it is closed"), choices=[("", _("Choose why")), *reasons]
    )


def _duplicate_of(case: Case, today: date) -> forms.Field:
    return forms.CharField(
        label=gettext_lazy("Reference of the case that it repeats"),
        help_text=gettext_lazy("Only where it is a duplicate, such as CEDAW-2022-45a."),
        required=False,
    )


BROUGHT_BY_PAGES_OF_THEIR_OWN = (
    "edition", "request", "person", "last_day", "successor", "into", "apart", "decision", "position",
)  # fmt: skip
NEEDS: dict[str, dict[str, Callable[[Case, date], forms.Field]]] = {
    "lead": {"lead": _lead},
    "due_on": {"due_on": _due_on, "working_days": _working_days},
    "reason": {"reason": _reason},
    "proposed": {"proposed": _proposed},
    "round": {"round": _round},
    "because": {"because": _because, "duplicate_of": _duplicate_of},
    "wanted_on": {"wanted_on": _wanted_on, "working_days": _more_days},
    "granted_on": {"granted_on": _granted_on, "working_days": _more_days},
    **{name: {} for name in BROUGHT_BY_PAGES_OF_THEIR_OWN},
}
