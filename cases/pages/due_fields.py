"""A date, or working days instead: the two fields, what they give to a step, and the hint about a day off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.dates import MOST
from cases.people.day_words import WEEKDAY, day_in_words
from cases.people.models import Calendar, Department
from workflow import clocks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


DAYS = "working_days"
DATES = ("due_on", "wanted_on", "granted_on")
FROM_TODAY = gettext_lazy("Counted from today in the department's calendar, instead of the date.")
MORE = gettext_lazy("So many working days more than it has, instead of the date.")


class WorkingDaysField(forms.IntegerField):
    """So many working days, instead of the date in the field before it."""

    def __init__(self, *, help_text: StrOrPromise = FROM_TODAY, **options: Any) -> None:
        label = gettext_lazy("Or in working days")
        super().__init__(min_value=1, max_value=MOST, required=False, label=label, help_text=help_text)


def accept_days_instead(form: forms.Form) -> None:
    """Where working days were sent, the date beside them need not be."""
    if _sent_days(form):
        for name in DATES:
            if name in form.fields:
                form.fields[name].required = False


def still_to_come(form: Any, name: str) -> date | None:
    """The date, which must not be over; where working days were sent it counts for nothing.

    Raises ValidationError. ``form.today`` is the day that counts as today.
    """
    day: date | None = form.cleaned_data[name]
    if day is not None and day < form.today and not _sent_days(form):
        raise forms.ValidationError(_("This day is over: choose today or a later day."))
    return day


def date_or_days(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What a step is given: of the two only the one that counts."""
    given = {name: value for name, value in cleaned.items() if name != DAYS}
    if days := cleaned.get(DAYS):
        given = {name: value for name, value in given.items() if name not in DATES} | {DAYS: days}
    return given


def day_off_hint(day: date | None, calendar: Calendar) -> str:
    """That a date falls on a day off, and which working day comes next; empty where it is worked."""
    off = calendar.days_off(day) if day else None
    if day is None or off is None:
        return ""
    why = off.name or date_format(day, "l")
    following = clocks.next_working_day(day, calendar.days_off)
    hint = _("%(day)s is a day off (%(why)s); the next working day is %(next)s.")
    said = {"day": day_in_words(day), "why": why, "next": day_in_words(following, WEEKDAY)}
    return hint % said


def hint_at_day_off(request: HttpRequest, day: date | None, lead: Department | None) -> None:
    """Say it with the next page; without a lead by the default calendar. Nothing is refused."""
    if day is None:
        return
    if hint := day_off_hint(day, lead.working_calendar if lead else Calendar.default()):
        messages.warning(request, hint)


def _sent_days(form: forms.BaseForm) -> bool:
    return bool(str(form.data.get(form.add_prefix(DAYS), "")).strip())
