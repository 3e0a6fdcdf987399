"""Days as a text says them, in French, Arabic and English: *31 December 2024*, *31/12/2024*, *دجنبر 2024*."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from django.utils import dates, translation

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_YEAR = re.compile(r"(?<![\d/.–—-])((?:19|20)\d\d)(?![\d/–—-]|[.,]\d)")
_LEVANT = {
    "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8,
    "أيلول": 9, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
}  # fmt: skip
_MAGHREB = {"يناير": 1, "فبراير": 2, "مارس": 3, "أبريل": 4, "ماي": 5, "يونيو": 6, "يوليوز": 7, "يوليو": 7,
            "غشت": 8, "أغسطس": 8, "شتنبر": 9, "سبتمبر": 9, "أكتوبر": 10, "نونبر": 11, "نوفمبر": 11,
            "دجنبر": 12, "ديسمبر": 12, "مايو": 5}  # fmt: skip


def days_in(text: str) -> list[tuple[int, int, date]]:
    """Where each date of a text begins and ends, and which day it is: of a month or a year, its last one."""
    left, found = in_western_digits(text), []
    for pattern, read in ((_ISO, _iso), (_SLASHED, _slashed), (_month_pattern(), _in_words), (_YEAR, _year)):
        spans = [(*match.span(), day) for match in pattern.finditer(left) if (day := read(match))]
        left = without(left, spans)
        found += spans
    return sorted(found)


def without(text: str, spans: Sequence[tuple[int, int, date]]) -> str:
    """The text, as long, with spaces in place of these dates."""
    kept, at = [], 0
    for start, end, _day in spans:
        kept += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*kept, text[at:]])


def in_western_digits(text: str) -> str:
    """The same text, as long, with every decimal digit as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(one)) if one.isdecimal() else one for one in text)


def month_names() -> frozenset[str]:
    return frozenset(_months())


def _iso(match: re.Match[str]) -> date | None:
    return _day(int(match[1]), int(match[2]), int(match[3]))


def _slashed(match: re.Match[str]) -> date | None:
    return _day(int(match[3]), int(match[2]), int(match[1]))


def _in_words(match: re.Match[str]) -> date | None:
    month, year = _months()[match["month"].casefold()], int(match["year"])
    return _day(year, month, int(match["day"])) if match["day"] else _end_of_month(year, month)


def _year(match: re.Match[str]) -> date | None:
    return _day(int(match[1]), 12, 31)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end_of_month(year: int, month: int) -> date | None:
    first_of_next = _day(year + month // 12, month % 12 + 1, 1)
    return first_of_next - timedelta(days=1) if first_of_next else None


@cache
def _month_pattern() -> re.Pattern[str]:
    """``31 December 2024``, ``1er janvier 2024``, ``December 2024``, ``دجنبر 2024``."""
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+)?(?P<month>{names})\.?,?\s+(?P<year>\d{{4}})\b",
        re.IGNORECASE,
    )


@cache
def _months() -> dict[str, int]:
    found = _LEVANT | _MAGHREB
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {str(name).casefold(): number for number, name in dates.MONTHS.items()}
            found |= {str(name).casefold(): number for number, name in dates.MONTHS_ALT.items()}
    return found
