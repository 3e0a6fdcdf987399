"""Why somebody is told, in a sentence: of a step of the ladder, from what day it was counted, and how.

``reckoned`` is what the ladder kept of it: ``{"days": -3, "from": "2026-03-12", "on": "2026-03-09",
"calendar": "Morocco", "holidays": [{"on": "2026-03-11", "name": "…", "estimated": False}]}``. ``days`` are
working days, before ``from`` where they are negative; ``holidays`` are those that were left out on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from cases.in_a_row import in_a_row
from cases.people.day_words import day_in_words
from cases.people.wording import set_apart
from cases.telling import Rule

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

BEFORE = ngettext_lazy(
    "%(days)d working day before the due date, %(day)s.",
    "%(days)d working days before the due date, %(day)s.",
    "days",
)
AFTER = ngettext_lazy(
    "%(days)d working day after the due date, %(day)s.",
    "%(days)d working days after the due date, %(day)s.",
    "days",
)
WAITED = ngettext_lazy(
    "%(days)d working day after it came there, on %(day)s.",
    "%(days)d working days after it came there, on %(day)s.",
    "days",
)
SINCE_IT_CAME = ("still-to-sign", "still-to-agree", "still-to-validate", "not-signed", "not-validated")
"""Codes of rules whose steps count from when the answer came to whom it waits for, not from its due date."""
MOST = 4
"""So many holidays are named; of more only the number is said."""


def sentence(rule: Rule, step: str, reckoned: Mapping[str, Any] | None) -> str:
    """Why a person is told under ``rule``: the step and how its day was counted; without them, the role."""
    return of_step(rule, step, reckoned) or str(rule.why)


def of_step(rule: Rule, step: str, reckoned: Mapping[str, Any] | None) -> str:
    """The step and how its day was counted, of whomever; empty where nothing is known of it."""
    if not reckoned:
        return _of_old_step(step)
    return " ".join(filter(None, (step_words(rule, reckoned), counted_by(reckoned))))


def step_words(rule: Rule, reckoned: Mapping[str, Any]) -> str:
    """Such as *3 working days before the due date, 12 March 2026.*"""
    days, day = int(reckoned["days"]), _day(reckoned["from"])
    if days == 0 and reckoned["on"] != reckoned["from"]:
        return _("On the first working day after the due date, %(day)s.") % {"day": day}
    if days == 0:
        return _("On the due date, %(day)s.") % {"day": day}
    return _words_for(rule, days) % {"days": abs(days), "day": day}


def counted_by(reckoned: Mapping[str, Any]) -> str:
    """The calendar, and the holidays that were left out; empty where nothing is known of it."""
    name = reckoned.get("calendar")
    if not name:
        return ""
    calendar = {"calendar": set_apart(name)}
    holidays = reckoned.get("holidays") or []
    if not holidays:
        return _("Counted by the calendar of %(calendar)s.") % calendar
    if len(holidays) > MOST:
        left_out = ngettext("%(count)d holiday", "%(count)d holidays", len(holidays)) % {
            "count": len(holidays)
        }
    else:
        left_out = in_a_row(map(_holiday, holidays))
    said = calendar | {"holidays": left_out}
    return _("Counted by the calendar of %(calendar)s, which leaves out: %(holidays)s.") % said


def _words_for(rule: Rule, days: int) -> StrPromise:
    if rule.code in SINCE_IT_CAME:
        return WAITED
    return BEFORE if days < 0 else AFTER


def _of_old_step(step: str) -> str:
    """Steps of before the ladder kept how it counted are their number: ``-10``, ``+5``."""
    try:
        days = int(step) if step[:1] in ("+", "-") else None
    except ValueError:
        return ""
    if days is None:
        return ""
    words = ngettext(
        "%(days)d working day from the due date.", "%(days)d working days from the due date.", abs(days)
    )
    return words % {"days": abs(days)}


def _holiday(one: Mapping[str, Any]) -> str:
    said = {"holiday": set_apart(one["name"]), "day": _day(one["on"])}
    if one.get("estimated"):
        return _("%(holiday)s (%(day)s, estimated)") % said
    return _("%(holiday)s (%(day)s)") % said


def _day(kept: str) -> str:
    return day_in_words(date.fromisoformat(kept))
