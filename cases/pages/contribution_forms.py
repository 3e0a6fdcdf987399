"""The forms about contributions: a part, and whom to ask or to release, for one case or many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cases.pages.desk.forms import DueForm
from cases.pages.forms import MOST_VERSIONS, TextField
from cases.people.models import Department


class PartForm(forms.Form):
    """A department's own part; ``started_from`` is the text that the writer began with."""

    text = TextField(
        label=gettext_lazy("Our part"),
        help_text=gettext_lazy(
            "What your department says to it. Begin headings with #, list items with -. "
            "A note: [^1] behind the word, and [^1]: with its text on a line of its own."
        ),
        rows=12,
        css="narrative",
        required=False,
    )
    started_from = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)

    def in_language(self, code: str, direction: str) -> PartForm:
        self.fields["text"].widget.attrs |= {"lang": code, "dir": direction}
        return self


class ContributorsForm(DueForm):
    """Whom to ask, until when, what, and whether they must agree to the answer."""

    departments = forms.MultipleChoiceField(
        label=gettext_lazy("Departments"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one department.")},
    )
    comment = TextField(
        label=gettext_lazy("What you ask"),
        help_text=gettext_lazy("They read it above their part: a question, or what it should be about."),
        rows=4,
        required=False,
    )
    must_agree = forms.BooleanField(
        label=gettext_lazy("They must agree to the answer before it is sent (a second lead)"), required=False
    )
    field_order = ("departments", "due_on", "comment", "must_agree")

    def __init__(self, *args: Any, departments: Iterable[Department], today: date, **options: Any) -> None:
        super().__init__(*args, today=today, **options)
        self.by_code = {one.code: one for one in departments}
        choices: Any = self.fields["departments"]
        choices.choices = [(code, str(one)) for code, one in self.by_code.items()]

    def given(self) -> dict[str, Any]:
        """Arguments of ``contributing.ask_each``, but the cases."""
        kept = {name: self.cleaned_data[name] for name in ("due_on", "comment", "must_agree")}
        return kept | {"departments": [self.by_code[code] for code in self.cleaned_data["departments"]]}


class WithdrawForm(forms.Form):
    """Whose open contributions are withdrawn, and why."""

    department = forms.ChoiceField(
        label=gettext_lazy("Department"),
        error_messages={"required": gettext_lazy("Choose the department.")},
    )
    reason = TextField(label=gettext_lazy("Remark to them"), rows=2, required=False)

    def __init__(self, data: Any = None, *, departments: Iterable[Department]) -> None:
        super().__init__(data, auto_id="withdraw_%s")
        self.by_code = {one.code: one for one in departments}
        choice: Any = self.fields["department"]
        everybody = [("all", gettext_lazy("All that were asked"))] if len(self.by_code) > 1 else []
        choice.choices = [*everybody, *((code, str(one)) for code, one in self.by_code.items())]

    def chosen(self) -> Department | None:
        return self.by_code.get(self.cleaned_data["department"])
