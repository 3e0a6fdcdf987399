"""The forms with which a calendar is changed: each makes its change, and says it in a sentence."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.pages.forms import DayField
from cases.people import bringing_in
from cases.people.bringing_in import Found
from cases.people.models import Calendar, Holiday, User
from workflow.errors import Refused

WEEKDAYS = [
    (0, gettext_lazy("Monday")), (1, gettext_lazy("Tuesday")), (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")), (4, gettext_lazy("Friday")), (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]  # fmt: skip
CARRIED = ("seen", "dates", "csrfmiddlewaretoken")
"""What belongs to the preview, and is not of the change itself."""


class ChangeForm(forms.Form):
    """One change. ``calendar`` is what is changed, ``by`` who changes it."""

    button: ClassVar[Any] = gettext_lazy("Save")
    shows_days = False
    """Whether what would be brought in is always shown before it is saved."""

    def __init__(self, *args: Any, calendar: Calendar, by: User, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}_%s"} | options)
        self.calendar, self.by = calendar, by

    def carried(self) -> list[tuple[str, str]]:
        """What is sent again when the preview is confirmed."""
        return [
            (name, value)
            for name, values in self.data.lists()  # type: ignore[attr-defined]
            if name not in CARRIED
            for value in values
        ]

    def make(self) -> Calendar:
        raise NotImplementedError

    def said(self) -> str:
        raise NotImplementedError


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


class AddForm(ChangeForm):
    on = DayField(label=gettext_lazy("Day"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    button = gettext_lazy("Add it")

    def clean(self) -> dict[str, Any]:
        if self.calendar.holidays.filter(source="hand", key=self._key()).exists():
            raise forms.ValidationError(_("This holiday is in the calendar already."))
        return self.cleaned_data

    def make(self) -> Calendar:
        made = self.calendar.holidays.create(
            on=self.cleaned_data["on"], key=self._key(), confirmed_by=self.by
        )
        made.wordings.create(language="en", text=self.cleaned_data["name"])
        return self.calendar

    def said(self) -> str:
        return _("%(day)s (%(name)s) is a holiday now.") % _day_and_name(
            self.cleaned_data["on"], self.cleaned_data["name"]
        )

    def _key(self) -> str:
        return f"{self.cleaned_data.get('on')}:{self.cleaned_data.get('name', '')}"[:255]


class HolidayForm(ChangeForm):
    """A change to one holiday of this calendar."""

    holiday = forms.ModelChoiceField(Holiday.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, calendar: Calendar, by: User, **options: Any) -> None:
        super().__init__(*args, calendar=calendar, by=by, **options)
        self.fields["holiday"].queryset = calendar.holidays.all()  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Holiday:
        return Holiday.objects.get(pk=self.cleaned_data["holiday"].pk)

    def _named(self) -> dict[str, str]:
        holiday = self.cleaned_data["holiday"]
        return _day_and_name(holiday.on, str(holiday))


class ConfirmForm(HolidayForm):
    def make(self) -> Calendar:
        Holiday.objects.filter(pk=self.chosen.pk).update(estimated=False, confirmed_by=self.by)
        return self.calendar

    def said(self) -> str:
        return _("%(day)s (%(name)s) was confirmed.") % self._named()


class MoveForm(HolidayForm):
    on = DayField(label=gettext_lazy("Falls on"))

    def make(self) -> Calendar:
        moved = {"on": self.cleaned_data["on"], "estimated": False, "confirmed_by": self.by}
        Holiday.objects.filter(pk=self.chosen.pk).update(**moved)
        return self.calendar

    def said(self) -> str:
        to = date_format(self.cleaned_data["on"], "j F Y")
        return _("%(name)s falls on %(to)s, not on %(day)s.") % (self._named() | {"to": to})


class RemoveForm(HolidayForm):
    def make(self) -> Calendar:
        self.chosen.delete()
        return self.calendar

    def said(self) -> str:
        return _("%(day)s (%(name)s) is a holiday no more.") % self._named()


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


class BringInForm(ChangeForm):
    """Holidays from elsewhere, shown before they are saved. A subclass finds them."""

    source = ""
    shows_days = True
    button = gettext_lazy("Look at them")

    def found(self) -> list[Found]:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            try:
                self.compared = bringing_in.compare(self.calendar, self.source, self.found())
            except Refused as refused:
                raise forms.ValidationError(refused.sentence) from refused
        return self.cleaned_data

    def make(self) -> Calendar:
        bringing_in.bring_in(self.calendar, self.source, self.found())
        return self.calendar

    def said(self) -> str:
        new, moved = len(self.compared.new), len(self.compared.moved)
        words = ngettext("%(new)d holiday was brought in, %(moved)d moved.",
                         "%(new)d holidays were brought in, %(moved)d moved.", new)  # fmt: skip
        return words % {"new": new, "moved": moved}


class PackageForm(BringInForm):
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    source = Holiday.Source.PACKAGE.value

    def found(self) -> list[Found]:
        return bringing_in.from_package(self.calendar.country, self.cleaned_data["year"])


class FileForm(BringInForm):
    """A calendar file; ``rows`` is what was read from it, when the preview is confirmed."""

    file = forms.FileField(label=gettext_lazy("Calendar file (ICS)"), required=False)
    rows = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200_000)
    source = Holiday.Source.ICS.value

    def found(self) -> list[Found]:
        if not hasattr(self, "_found"):
            self._found = self._read()
        return self._found

    def carried(self) -> list[tuple[str, str]]:
        rows = [[one.on.isoformat(), one.key, one.names] for one in self.found()]
        return [("change", "file"), ("rows", json.dumps(rows))]

    def _read(self) -> list[Found]:
        file = self.cleaned_data.get("file")
        if file is not None:
            return bringing_in.from_file(file.read(bringing_in.LARGEST + 1))
        if not self.cleaned_data.get("rows"):
            raise Refused(_("Choose a calendar file first."))
        try:
            rows = json.loads(self.cleaned_data["rows"])
            return [
                Found(
                    date.fromisoformat(day),
                    str(key)[:255],
                    {str(code)[:12]: str(text)[:200] for code, text in names.items()},
                )
                for day, key, names in rows[: bringing_in.MOST_DAYS]
            ]
        except (ValueError, TypeError, AttributeError) as wrong:
            raise Refused(_("The list of days was not sent whole. Choose the file again.")) from wrong


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


def _day_and_name(day: date, name: str) -> dict[str, str]:
    return {"day": date_format(day, "j F Y"), "name": name}
