"""The forms of a reorganisation: which departments, from which day, and which ones follow them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.pages.forms import DayField, TextField
from cases.people.models import Calendar, Department, Reorganisation
from cases.people.reorganising import Founded, Plan, Successor

Kind = Reorganisation.Kind
SUCCESSORS = {Kind.MERGE: 1, Kind.SPLIT: 4, Kind.RENAME: 0}
"""How many departments may be named as those that follow."""
NAMES = {f"name_{code}": code for code, _name in settings.LANGUAGES}


def name_fields() -> dict[str, forms.CharField]:
    """A name in each language."""
    return {
        f"name_{code}": forms.CharField(
            label=_("Name, %(language)s") % {"language": name},
            max_length=255,
            required=False,
            widget=forms.TextInput({"lang": code, "dir": "auto"}),
        )
        for code, name in settings.LANGUAGES
    }


class PlanForm(forms.Form):
    """Which departments, and the day; for a new name the names. ``successors`` are forms of their own."""

    before: Any = None
    on = DayField(
        label=gettext_lazy("From which day"), help_text=gettext_lazy("Today, or a day that has passed.")
    )
    remark = TextField(
        label=gettext_lazy("Remark"),
        help_text=gettext_lazy("Such as the decree. It stands with every case that moves."),
        rows=2,
        required=False,
    )

    def __init__(self, data: Any = None, *, kind: str, standing: list[Department], today: date) -> None:
        super().__init__(data, initial={"on": today})
        self.kind = Kind(kind)
        self.standing = {one.code: one for one in standing}
        choices = [(one.code, str(one)) for one in standing]
        self.fields["before"] = _before(self.kind, choices)
        if self.kind == Kind.RENAME:
            self.fields |= name_fields()
        self.order_fields(["before", "on", *NAMES, "remark"])
        self.successors = [
            SuccessorForm(data, prefix=f"to{place}", choices=choices, place=place, today=today)
            for place in range(SUCCESSORS[self.kind])
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.successors)])

    def plan(self, data: Mapping[str, Any]) -> Plan:
        """As it was filled in; ``data`` holds the choices of the preview, if it was shown."""
        given = self.cleaned_data
        codes = given["before"] if isinstance(given["before"], list) else [given["before"]]
        before = [self.standing[code] for code in codes]
        named = [form for form in self.successors if not form.is_left_out]
        return Plan(
            kind=self.kind,
            on=given["on"],
            predecessors=before,
            successors=[form.successor(self.standing, before) for form in named],
            names={code: given[name] for name, code in NAMES.items() if given.get(name)},
            remark=given["remark"],
            **(choices_of(data, len(named)) if "seen" in data else {}),
        )

    def hidden(self) -> list[tuple[str, str]]:
        """All that was filled in, to be sent again from the preview."""
        fields = [bound for form in (self, *self.successors) for bound in form]
        found = [
            (bound.html_name, value)
            for bound in fields
            for value in (bound.value() if isinstance(bound.value(), list) else [bound.value()])
        ]
        return [(name, str(value)) for name, value in found if value]


class SuccessorForm(forms.Form):
    """One that follows: it exists, or it is made. What is left empty is as its predecessor has it."""

    existing = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("A short name in plain letters, for lists and files."),
        max_length=40,
        required=False,
    )
    branch = forms.ChoiceField(label=gettext_lazy("Branch"), required=False)
    parent = forms.ChoiceField(label=gettext_lazy("Part of"), required=False)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Such as Africa/Casablanca."), required=False
    )
    calendar = forms.ModelChoiceField(Calendar.objects.none(), label=gettext_lazy("Calendar"), required=False)

    def __init__(
        self, data: Any, *, prefix: str, choices: list[tuple[str, str]], place: int, today: date
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.place = place
        same = ("", _("As before"))
        fields: Any = self.fields
        fields["existing"].choices = [("", _("A new department, described below")), *choices]
        fields["branch"].choices = [same, *Department.Branch.choices]
        fields["parent"].choices = [("", _("No other department")), *choices]
        fields["calendar"].queryset = Calendar.objects.order_by("name")
        fields["calendar"].empty_label = same[1]
        self.fields |= name_fields()
        self.order_fields(["existing", *NAMES, "code", "branch", "parent", "time_zone", "calendar"])

    @property
    def is_left_out(self) -> bool:
        """A split names two at least; the other places may stay empty."""
        given = self.cleaned_data
        empty = not any(given.get(name) for name in ("existing", "code", *NAMES))
        return empty and self.place > 1

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone and zone not in available_timezones():
            raise forms.ValidationError(_("There is no time zone of this name."))
        return zone

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("existing") or self.is_left_out:
            return given
        if not any(given.get(name) for name in NAMES):
            self.add_error(next(iter(NAMES)), _("Choose a department, or give the new one a name."))
        if not given.get("code") and "code" not in self.errors:
            self.add_error("code", _("Give the new department a code."))
        return given

    def successor(self, standing: dict[str, Department], before: list[Department]) -> Successor:
        given, first = self.cleaned_data, before[0]
        if given["existing"]:
            return standing[given["existing"]]
        fields = {
            "branch": given["branch"] or first.branch,
            "parent": standing.get(given["parent"]),
            "time_zone": given["time_zone"] or first.time_zone,
            "calendar": given["calendar"] or first.calendar,
            "language": first.language,
            "independent": all(one.independent for one in before),
        }
        names = {code: given[name] for name, code in NAMES.items() if given[name]}
        return Founded(given["code"], names, fields)


def choices_of(data: Any, places: int) -> dict[str, Any]:
    """What was ticked and chosen in the preview, as :class:`Plan` has it; what makes no sense is left out."""
    rows = (value.split(":") for value in data.getlist("role"))
    roles = {
        (int(row[0]), row[1], int(row[2]))
        for row in rows
        if len(row) == 3 and row[0].isdecimal() and row[2].isdecimal() and int(row[2]) < places
    }
    chosen = {
        name.removeprefix("goes-"): int(value)
        for name, value in data.items()
        if name.startswith("goes-") and value.isdecimal() and int(value) < places
    }
    return {"roles": frozenset(roles), "chosen": chosen}


def _before(kind: str, choices: list[tuple[str, str]]) -> forms.Field:
    missing = {"required": gettext_lazy("Choose a department.")}
    if kind == Kind.MERGE:
        return forms.MultipleChoiceField(
            label=gettext_lazy("Which departments are merged"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages=missing,
        )
    label = (
        gettext_lazy("Which department is split") if kind == Kind.SPLIT else gettext_lazy("Which department")
    )
    return forms.ChoiceField(
        label=label, choices=[("", _("Choose a department")), *choices], error_messages=missing
    )
