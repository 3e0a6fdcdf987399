"""Dates as files write them: ISO, Excel's numbers of days, 25/02/2026, 25 February 2026, février, febrero."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from cases.importing.names import plain

_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]{1,15})?")
"""Days since Excel's beginning, and after the point the part of the day."""
_EXCEL_BEGINS = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)
"""Numbers of days since Excel's beginning that can be meant as a date: 1954 to 2119."""
_TIME = r"(?:[ T,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?)?"
_NUMBERS = re.compile(rf"(\d{{1,4}})\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{2,4}}){_TIME}", re.IGNORECASE)
_WORDS = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|°)?[\s.-]+(?:de )?(?P<month>[^\W\d_]+)\.?,?[\s-]+"
    rf"(?:de )?(?P<year>\d{{4}}){_TIME}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>[^\W\d_]+)\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_TIME}", re.IGNORECASE
)
# fmt: off
_MONTHS = (
    ("january", "janvier", "enero", "يناير"),           ("february", "fevrier", "febrero", "فبراير"),
    ("march", "mars", "marzo", "مارس"),                 ("april", "avril", "abril", "ابريل"),
    ("may", "mai", "mayo", "مايو"),                     ("june", "juin", "junio", "يونيو"),
    ("july", "juillet", "julio", "يوليو"),              ("august", "aout", "agosto", "اغسطس"),
    ("september", "septembre", "septiembre", "سبتمبر"), ("october", "octobre", "octubre", "اكتوبر"),
    ("november", "novembre", "noviembre", "نوفمبر"),    ("december", "decembre", "diciembre", "ديسمبر"),
)
# fmt: on
_SHORT = 3
"""Letters by which a month is known: Feb, févr."""


def told(raw: str) -> tuple[int, date | None] | None:
    """Year and day, or None for what is no date. 03/04/2026 is of 2026; which day, nobody can say."""
    if raw.isascii() and raw.isdigit() and 1945 <= int(raw[:9]) <= 2100:
        return int(raw), None
    found = _day(raw) or _in_numbers(raw) or _in_words(raw)
    year = found if isinstance(found, int) else found.year if found else 0
    if not 1945 <= year <= 2100:
        return None
    return year, found if isinstance(found, date) else None


def _day(raw: str) -> date | None:
    if (serial := _SERIAL.fullmatch(raw)) and int(serial[1]) in _EXCEL_DAYS:
        return _EXCEL_BEGINS + timedelta(days=int(serial[1]))
    try:
        return datetime.fromisoformat(raw).date()
    except ValueError:
        return None


def _in_numbers(raw: str) -> date | int | None:
    """The year alone where day and month may be meant either way."""
    match = _NUMBERS.fullmatch(raw)
    if match is None:
        return None
    first, second, third = (int(one) for one in match.groups())
    if len(match[1]) == 4:
        return _date(first, second, third)
    if len(match[3]) != 4:
        return None
    ways = {_date(third, second, first), _date(third, first, second)} - {None}
    return ways.pop() if len(ways) == 1 else third if ways else None


def _in_words(raw: str) -> date | None:
    match = _WORDS.fullmatch(raw) or _MONTH_FIRST.fullmatch(raw)
    month = _month(plain(match["month"])) if match else 0
    return _date(int(match["year"]), month, int(match["day"])) if match and month else None


def _month(named: str) -> int:
    """0 where no month, or more than one, begins so."""
    found = {
        number
        for number, names in enumerate(_MONTHS, start=1)
        for one in names
        if one == named or (len(named) >= _SHORT and one.startswith(named))
    }
    return found.pop() if len(found) == 1 else 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
