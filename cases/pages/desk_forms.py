"""The forms of the Desk: which cases, to whom, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import rounds
from cases.flow import ASSIGNED
from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.pages.desk_filters import Lists
from cases.pages.due_fields import WorkingDaysField, accept_days_instead, date_or_days, still_to_come
from cases.pages.forms import DayField, TextField
from cases.people.models import Department

TICKED, ON_PAGE, MATCHING = "ticked", "page", "matching"


class DueForm(forms.Form):
    """A due date from today on, or working days."""

    due_on = DayField(
        label=gettext_lazy("Due date"),
        error_messages={"required": gettext_lazy("Give a due date, or working days.")},
    )
    working_days = WorkingDaysField()

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()
        accept_days_instead(self)

    def clean_due_on(self) -> date | None:
        return still_to_come(self, "due_on")

    def dated(self) -> dict[str, Any]:
        """``due_on`` or ``working_days``, as the acts take them."""
        given = date_or_days(self.cleaned_data)
        return {name: given[name] for name in ("due_on", "working_days") if name in given}


class AssignForm(DueForm):
    """The bulk bar: cases by their references, a lead, a due date, a remark, one narrative or several."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which cases"),
        choices=[(TICKED, ""), (ON_PAGE, ""), (MATCHING, "")],
        error_messages={"required": gettext_lazy("Choose which cases.")},
    )
    lead = forms.ChoiceField(
        label=gettext_lazy("Lead department"),
        error_messages={"required": gettext_lazy("Choose the lead department.")},
    )
    remark = TextField(
        label=gettext_lazy("Remark to the department"),
        rows=2,
        required=False,
    )
    together = forms.BooleanField(
        label=gettext_lazy("Answer these together, with one narrative"), required=False
    )
    again = forms.BooleanField(
        label=gettext_lazy("Also those that another department leads already"), required=False
    )
    filter = forms.CharField(required=False, max_length=2000)
    on_page = forms.CharField(required=False)
    matching = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, lists: Lists, today: date, **options: Any) -> None:
        # The filters above the bar have a lead too; ids are used once on a page.
        super().__init__(*args, today=today, auto_id="assign_%s", **options)
        self.departments = {one.code: one for one in lists.departments}
        choices = [(code, _label(self.departments[code], name)) for code, name in lists.leads()]
        self.fields["lead"].choices = [("", _("Choose a department")), *choices]  # type: ignore[attr-defined]

    def clean_lead(self) -> Department:
        return self.departments[self.cleaned_data["lead"]]

    def chosen(self, visible: CaseQuerySet, matching: CaseQuerySet) -> list[Case]:
        """The cases that are meant. Raises ValidationError where there are none, or others than were seen."""
        which = self.cleaned_data["which"]
        if which == MATCHING:
            cases = list(in_order(matching).select_related("recommendation", "round"))
            if len(cases) != self.cleaned_data["matching"]:
                sentence = _("The list changed meanwhile: %(count)d cases match now. Look at it again.")
                raise forms.ValidationError(sentence % {"count": len(cases)})
            return self._spared(cases)
        sent: Any = self.data
        named = sent.getlist("case") if which == TICKED else self.cleaned_data["on_page"].split(",")
        known = visible.filter(recommendation__reference__in=named)
        cases = list(in_order(known).select_related("recommendation", "round"))
        if not cases:
            raise forms.ValidationError(_("Tick the cases to assign, or choose all that match."))
        return cases if which == TICKED else self._spared(cases)

    def _spared(self, cases: list[Case]) -> list[Case]:
        """Who chooses a whole list means to take nothing from other departments, unless that is ticked."""
        others = (None, self.cleaned_data["lead"].pk)
        led = sum(case.state == ASSIGNED and case.lead_id not in others for case in cases)
        if led and not self.cleaned_data["again"]:
            sentence = ngettext(
                "%(count)d of these cases has another lead already, so nothing was assigned. Look at “To "
                "assign” only, or tick below that you mean it too.",
                "%(count)d of these cases have another lead already, so nothing was assigned. Look at “To "
                "assign” only, or tick below that you mean them too.",
                led,
            )
            raise forms.ValidationError(sentence % {"count": led})
        return cases


def first_due_on(today: date) -> date | None:
    """The day by which the current round wants its answers, if that is not over."""
    current = rounds.current()
    return current.due_on if current and current.due_on and current.due_on >= today else None


def in_order(cases: CaseQuerySet) -> CaseQuerySet:
    """As the mechanisms and their documents have them."""
    return cases.order_by("recommendation__mechanism", "-recommendation__year", "recommendation__place", "pk")


def _label(department: Department, name: str) -> str:
    return _("%(name)s (independent)") % {"name": name} if department.independent else name
