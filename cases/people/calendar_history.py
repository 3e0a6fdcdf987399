"""What a calendar says, as plain values: two of these, before and after, make the note of a change."""

from __future__ import annotations

from django.conf import settings

from cases.people.calendar_models import Calendar, Holiday, SpecialHours

OWN = ("name", "country", "weekend", "opens_at", "closes_at")
ESTIMATED = "?"
"""Stands after the day of a holiday that is not certain yet."""

Picture = dict[str, str]
"""By field. Holidays and special hours have a field each: “holiday” or “hours”, a space, and a key."""


def picture_of(calendar: int | None) -> Picture:
    """Of the calendar with this id; empty where there is none."""
    found = Calendar.objects.prefetch_related("holidays__wordings", "special_hours").filter(pk=calendar or 0)
    shown = found.first()
    if shown is None:
        return {}
    said = {name: _plain(getattr(shown, name)) for name in OWN}
    said |= {f"holiday {one.source}:{one.key}": _holiday(one) for one in shown.holidays.all()}
    return said | {f"hours {one.pk}": _hours(one) for one in shown.special_hours.all()}


def changes_between(before: Picture, after: Picture) -> list[list[str]]:
    """Rows of field, before and after, as the settings' history keeps them; keys stay behind."""
    fields = [*after, *(field for field in before if field not in after)]
    return [
        [field.partition(" ")[0], before.get(field, ""), after.get(field, "")]
        for field in fields
        if before.get(field, "") != after.get(field, "")
    ]


def _plain(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _holiday(one: Holiday) -> str:
    """Such as “2026-03-20? Eid al-Fitr”."""
    return f"{one.on.isoformat()}{ESTIMATED if one.estimated else ''} {one.worded(settings.LANGUAGE_CODE)}"


def _hours(one: SpecialHours) -> str:
    """Such as “2026-02-18 2026-03-19 09:00–15:00 Ramadan”."""
    hours = f"{one.opens_at:%H:%M}–{one.closes_at:%H:%M}"
    return f"{one.first_day.isoformat()} {one.last_day.isoformat()} {hours} {one.name}"
