"""How a day is said to people, in their language: *2 March 2026*, *1er mars 2026*."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language

DAY, WEEKDAY, MOMENT, SHORT_DAY = "j F Y", "l j F Y", "j F Y, H:i", "j M"
_FIRST = re.compile(r"\b1\b")


def day_in_words(day: date | datetime, form: str = DAY) -> str:
    """The day as Django's ``form`` has it; French says *1er*, and no month with a capital.

    Arabic has no short names of months: what Django has for them are long ones of other countries.
    """
    language = get_language() or ""
    said = date_format(day, form.replace("M", "F") if language.startswith("ar") else form)
    if not language.startswith("fr"):
        return said
    return _FIRST.sub("1er", said.lower(), count=1) if day.day == 1 else said.lower()
