"""The forms with which a calendar is changed: its week, its hours; those of holidays are beside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.pages.calendar_change import ChangeForm
from cases.pages.forms import DayField
from cases.pages.holiday_forms import AddForm, ConfirmForm, FileForm, MoveForm, PackageForm, RemoveForm
from cases.people.models import Calendar, User

WEEKDAYS = [
    (0, gettext_lazy("Monday")), (1, gettext_lazy("Tuesday")), (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")), (4, gettext_lazy("Friday")), (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]  # fmt: skip


class CalendarForm(ChangeForm):
    """Name, weekend and hours of a calendar, new or known."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    country = forms.CharField(
        label=gettext_lazy("Country"), max_length=6, required=False,
        help_text=gettext_lazy("Its code, such as MA, for the list of public holidays."),
    )  # fmt: skip
    weekend = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days off in every week"), choices=WEEKDAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    opens_at = forms.TimeField(
        label=gettext_lazy("Work begins"), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    closes_at = forms.TimeField(
        label=gettext_lazy("Work ends"), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )

    def __init__(self, *args: Any, calendar: Calendar, by: User, **options: Any) -> None:
        shown = {
            name: getattr(calendar, name) for name in ("name", "country", "weekend", "opens_at", "closes_at")
        }
        super().__init__(*args, calendar=calendar, by=by, initial=shown, **options)

    def clean_weekend(self) -> list[int]:
        days: list[int] = self.cleaned_data["weekend"]
        if len(days) > 5:
            raise forms.ValidationError(_("Leave at least two working days in a week."))
        return days

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("opens_at") and given.get("closes_at") and given["opens_at"] >= given["closes_at"]:
            self.add_error("closes_at", _("Work ends after it begins."))
        return given

    def make(self) -> Calendar:
        kept = Calendar.objects.filter(pk=self.calendar.pk).first() or Calendar(code=self.calendar.code)
        for name, value in self.cleaned_data.items():
            setattr(kept, name, value)
        kept.save()
        return kept

    def said(self) -> str:
        return _("Weekend and hours of the calendar “%(name)s” were changed.") % {
            "name": self.cleaned_data["name"]
        }


class NewForm(CalendarForm):
    code = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=40,
        help_text=gettext_lazy("For its address, such as ma."),
    )
    field_order = ("code", "name")

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if Calendar.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a calendar of this short name already."))
        return code

    def make(self) -> Calendar:
        self.calendar = Calendar(code=self.cleaned_data["code"])
        return super().make()

    def said(self) -> str:
        return _("The calendar “%(name)s” was added.") % {"name": self.cleaned_data["name"]}


class HoursForm(ChangeForm):
    """Special hours, such as those of Ramadan; they move no due date."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("Such as Ramadan.")
    )
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(label=gettext_lazy("Last day"))
    opens_at = forms.TimeField(
        label=gettext_lazy("Work begins"), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    closes_at = forms.TimeField(
        label=gettext_lazy("Work ends"), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    button = gettext_lazy("Add them")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", _("The last day is not before the first."))
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("Work ends after it begins."))
        return given

    def make(self) -> Calendar:
        self.calendar.special_hours.create(**self.cleaned_data)
        return self.calendar

    def said(self) -> str:
        return _("Special hours: %(name)s.") % {"name": self.cleaned_data["name"]}


class NoHoursForm(ChangeForm):
    hours = forms.IntegerField(widget=forms.HiddenInput)

    def make(self) -> Calendar:
        self.calendar.special_hours.filter(pk=self.cleaned_data["hours"]).delete()
        return self.calendar

    def said(self) -> str:
        return _("The special hours were removed.")


# fmt: off
CHANGES: dict[str, type[ChangeForm]] = {
    "calendar": CalendarForm,
    "add":      AddForm,
    "confirm":  ConfirmForm,
    "move":     MoveForm,
    "remove":   RemoveForm,
    "hours":    HoursForm,
    "no-hours": NoHoursForm,
    "package":  PackageForm,
    "file":     FileForm,
}
# fmt: on
