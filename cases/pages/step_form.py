"""The form of a step, made from what the step needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, LeadProposal, Round, Term
from cases.pages.due_fields import (
    MORE,
    WorkingDaysField,
    accept_days_instead,
    date_or_days,
    still_to_come,
)
from cases.pages.forms import DayField, TextField
from cases.people.models import Department, User
from workflow.step import Step


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

    def offer(self, answered: Sequence[Department]) -> None:
        """Let these stand in a group of their own among the leads: they answered similar texts."""
        field: Any = self.fields["lead"]
        empty, *others = field.choices
        grouped = all(isinstance(members, (list, tuple)) for _label, members in others)
        rest = others if grouped else [(_("All departments"), others)]
        offered = [(_("Answered similar texts"), _choices(answered))] if answered else []
        field.choices = [empty, *offered, *rest]

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
    of_theme = _lead_of_theme(case)
    ids = {*proposed.values_list("department_id", flat=True), of_theme}
    first = [one for one in chosen if one.pk in ids]
    return _department_field(gettext_lazy("Lead department"), chosen, first, case.lead_id or of_theme)


def _lead_of_theme(case: Case) -> int | None:
    """The department that the settings propose for the first of its themes, sub-themes first."""
    themes = Term.objects.with_lead().filter(themed=case.recommendation_id)
    found = (one.proposed_lead for one in sorted(themes, key=Term.smallest_first))
    return next((lead.pk for lead in found if lead), None)


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
    "edition", "request", "person", "last_day", "successor", "into", "apart", "decision", "position", "paper",
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
