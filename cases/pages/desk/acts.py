"""The acts of the Desk's bulk bar, beside Assign: one row each, with the form that the chosen cases open.

A new act on many cases is a row here, a form below, and a sentence in ``bulk_words.py``. One that has pages
of its own stands here with the name of the address that takes what was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.pages.desk.forms import DueForm
from cases.pages.desk.lists import Lists
from cases.pages.due_fields import date_or_days
from cases.pages.forms import TextField
from cases.people.models import Department

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ActForm(forms.Form):
    """What an act is given, the same for all; ``rows`` are the cases that were shown, with their versions."""

    rows = forms.CharField(widget=forms.HiddenInput)
    filter = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lists: Lists, today: date, **options: Any) -> None:
        super().__init__(*args, **options | {"auto_id": "act_%s"})

    @property
    def comment(self) -> str:
        return str(self.cleaned_data.get("reason", ""))

    def given(self) -> dict[str, Any]:
        """What the step is given, by the names of its needs."""
        beside = ("rows", "filter", "form_key", "reason")
        given = date_or_days(self.cleaned_data)
        return {name: value for name, value in given.items() if name not in beside}


def _reason() -> TextField:
    return TextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Those concerned will read it."),
        error_messages={"required": gettext_lazy("Give a reason: those concerned will read it.")},
    )


class ReassignForm(ActForm, DueForm):
    lead = forms.ChoiceField(
        label=gettext_lazy("Lead department"),
        error_messages={"required": gettext_lazy("Choose the lead department.")},
    )
    reason = _reason()
    field_order = ("lead", "due_on", "working_days", "reason")

    def __init__(self, *args: Any, lists: Lists, today: date, **options: Any) -> None:
        DueForm.__init__(self, *args, today=today, auto_id="act_%s", **options)
        self.departments = {one.code: one for one in lists.departments}
        self.fields["lead"].choices = [("", _("Choose a department")), *lists.leads()]  # type: ignore[attr-defined]

    def clean_lead(self) -> Department:
        return self.departments[self.cleaned_data["lead"]]


class CloseForm(ActForm):
    """A duplicate names the case that it repeats, so it is closed by itself."""

    because = forms.ChoiceField(
        label=gettext_lazy("Why they are closed"),
        error_messages={"required": gettext_lazy("Say why the cases are closed.")},
    )
    reason = _reason()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = [one for one in Case.Closing if one != Case.Closing.DUPLICATE]
        reasons = [(one.value, capfirst(str(one.label))) for one in kept]
        self.fields["because"].choices = [("", _("Choose why")), *reasons]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class DeskAct:
    """One act: ``label`` on its button, the ``step`` that it takes on each case, and its ``form``.

    ``page`` names the address that takes what was chosen; the act's own where it has one.
    """

    name: str
    label: StrOrPromise
    step: str = ""
    form: type[ActForm] = ActForm
    page: str = ""

    @property
    def address(self) -> str:
        return reverse(self.page) if self.page else reverse("desk-act", args=[self.name])


# fmt: off
ACTS = {act.name: act for act in (
    DeskAct("reassign", gettext_lazy("Reassign"), step="reassign", form=ReassignForm),
    DeskAct("round",    gettext_lazy("Open a round over these"), page="rounds-chosen"),
    DeskAct("contributors", gettext_lazy("Ask contributors"), page="desk-contributors"),
    DeskAct("remind",   gettext_lazy("Remind"), page="remind"),
    DeskAct("close",    gettext_lazy("Close"),    step="close",    form=CloseForm),
)}
# fmt: on
