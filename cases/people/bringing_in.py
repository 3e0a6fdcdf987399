"""Holidays from elsewhere: the ``holidays`` package for a country and year, and calendar files (ICS).

Nothing is saved here. Islamic feasts come estimated from the package, and stay so until a person confirms
them. What cannot be read is refused with a sentence that says what and where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import holidays
import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from cases.people.calendar_models import Calendar, Holiday
from workflow.errors import Refused

LARGEST = 512 * 1024
"""Bytes of a calendar file; one with the holidays of ten years takes 50,000."""
MOST_DAYS = 400
LONGEST = 31
"""Days of one event in a calendar file."""
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Found:
    """A day off as its source has it; ``names`` by language, ``key`` as in :class:`Holiday`."""

    on: date
    key: str
    names: dict[str, str] = field(default_factory=dict)
    estimated: bool = False


def from_package(country: str, year: int) -> list[Found]:
    """The public holidays of a country, by its code such as MA. Raises Refused for an unknown one."""
    if country not in holidays.list_supported_countries():
        raise Refused(
            _("“%(code)s” is no country that the list of public holidays knows.") % {"code": country}
        )
    if year not in YEARS:
        raise Refused(_("Choose a year from %(first)d to %(last)d.") % {"first": YEARS[0], "last": YEARS[-1]})
    spoken = {code: _list_in(country, year, code) for code, _name in settings.LANGUAGES}
    first = spoken[settings.LANGUAGES[0][0]]
    seen: Counter[str] = Counter()
    found = []
    for day, named in sorted(first.items()):
        for place, (name, estimated) in enumerate(named):
            seen[name] += 1
            names = {
                code: days[day][place][0] for code, days in spoken.items() if len(days.get(day, ())) > place
            }
            found.append(Found(day, f"{country}:{year}:{name}:{seen[name]}"[:255], names, estimated))
    return found


def from_file(data: bytes) -> list[Found]:
    """The days of all events of a calendar file. Raises Refused with a sentence that says what is wrong."""
    if len(data) > LARGEST:
        raise Refused(_("The file is larger than 512 kB; a list of holidays is smaller. Nothing was read."))
    try:
        read = icalendar.Calendar.from_ical(data)
        events = read.walk("VEVENT")
    except Exception as wrong:  # whatever its parser stumbles over, this file cannot be read
        raise Refused(
            _("This is no calendar file (ICS) that can be read: %(what)s") % {"what": _short(wrong)}
        ) from wrong
    found = [day for place, event in enumerate(events, start=1) for day in _days_of(event, place)]
    if not found:
        raise Refused(_("There is no event in this calendar file."))
    if len(found) > MOST_DAYS:
        raise Refused(
            _("There are more than %(most)d days in this file; send the years that you need.")
            % {"most": MOST_DAYS}
        )
    return list({one.key: one for one in found}.values())


@dataclass(frozen=True)
class Compared:
    """What is brought in beside what is there: each day once."""

    new: list[Found]
    moved: list[tuple[Holiday, Found]]
    same: int


def compare(calendar: Calendar, source: str, found: Iterable[Found]) -> Compared:
    """A day that a person confirmed, moved or gave stays as it is, whatever its source says now."""
    known = {one.key: one for one in calendar.holidays.filter(source=source)} if calendar.pk else {}
    new, moved, same = [], [], 0
    for one in found:
        there = known.get(one.key)
        if there is None:
            new.append(one)
        elif there.on != one.on and there.confirmed_by_id is None:
            moved.append((there, one))
        else:
            same += 1
    return Compared(new, moved, same)


def bring_in(calendar: Calendar, source: str, found: Iterable[Found]) -> Compared:
    """Save what :func:`compare` finds new or moved; repeating it changes nothing more."""
    compared = compare(calendar, source, found)
    for one in compared.new:
        made = calendar.holidays.create(on=one.on, source=source, key=one.key, estimated=one.estimated)
        for language, text in one.names.items():
            made.wordings.create(language=language, text=text)
    for there, one in compared.moved:
        there.on, there.estimated = one.on, one.estimated
        there.save(update_fields=["on", "estimated"])
    return compared


def _list_in(country: str, year: int, language: str) -> dict[date, list[tuple[str, bool]]]:
    """Names in a language, or in the country's own where the package does not speak it; and if estimated."""
    spoken = holidays.country_holidays(country, years=year).supported_languages
    chosen = next((one for one in spoken if one.split("_")[0] == language), None)
    listed = holidays.country_holidays(country, years=year, language=chosen)
    label = getattr(listed, "estimated_label", None)
    before, mark, after = listed.tr(label).partition("%s") if label else ("", "", "")
    return {
        day: [_named(name, before, after) if mark else (name, False) for name in listed.get_list(day)]
        for day in listed
    }


def _named(name: str, before: str, after: str) -> tuple[str, bool]:
    """The name without the words that call it estimated, and whether it had them."""
    marked = name.startswith(before) and name.endswith(after)
    return (name[len(before) : len(name) - len(after)].strip(), True) if marked else (name, False)


def _days_of(event: Any, place: int) -> Iterator[Found]:
    name = " ".join(str(event.get("SUMMARY", "")).split())[:200]
    where = _("event %(place)d (%(name)s)") % {"place": place, "name": name or _("without a name")}
    first, last = _span(event, where)
    if event.get("RRULE"):
        raise Refused(
            _("In %(where)s: it repeats by a rule. Export the single days instead.") % {"where": where}
        )
    if not name:
        raise Refused(_("In %(where)s: a holiday has a name (SUMMARY).") % {"where": where})
    uid = str(event.get("UID", name))[:200]
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield Found(
            day, f"{uid}:{number if last > first else ''}{first.year}", {settings.LANGUAGE_CODE: name}
        )


def _span(event: Any, where: str) -> tuple[date, date]:
    """First and last day; in the file the end is the day after the last."""
    first, end = _day(event, "DTSTART", where), _day(event, "DTEND", where) if event.get("DTEND") else None
    if first is None:
        raise Refused(_("In %(where)s: it has no day (DTSTART).") % {"where": where})
    last = max(first, end - timedelta(days=1)) if end else first
    if first.year not in YEARS or (last - first).days >= LONGEST:
        raise Refused(
            _("In %(where)s: the days %(first)s to %(last)s cannot be meant.")
            % {"where": where, "first": first, "last": last}
        )
    return first, last


def _day(event: Any, name: str, where: str) -> date | None:
    if name not in event:
        return None
    try:
        day = event.decoded(name)
    except Exception as wrong:
        raise Refused(
            _("In %(where)s: %(what)s cannot be read as a day.") % {"where": where, "what": name}
        ) from wrong
    if isinstance(day, datetime):
        return day.date()
    return day if isinstance(day, date) else None


def _short(wrong: Exception) -> str:
    return " ".join(str(wrong).split())[:120] or type(wrong).__name__
