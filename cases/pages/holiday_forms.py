"""The forms of holidays: one by one, from the list of a country, or from a calendar file."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.pages.calendar_change import ChangeForm
from cases.pages.forms import DayField
from cases.people import bringing_in
from cases.people.bringing_in import Found
from cases.people.day_words import day_in_words
from cases.people.models import Calendar, Holiday, User
from workflow.errors import Refused


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
        to = day_in_words(self.cleaned_data["on"])
        return _("%(name)s falls on %(to)s, not on %(day)s.") % (self._named() | {"to": to})


class RemoveForm(HolidayForm):
    def make(self) -> Calendar:
        self.chosen.delete()
        return self.calendar

    def said(self) -> str:
        return _("%(day)s (%(name)s) is a holiday no more.") % self._named()


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


def _day_and_name(day: date, name: str) -> dict[str, str]:
    return {"day": day_in_words(day), "name": name}
