"""Who is told what, in tables: each rule names the steps that it tells of, whom, and in which words.

A room says in a table what is told of its steps, and ``settings.TOLD_BY`` joins the tables. ``reminders.py``
tells of due dates. The mail's body is the same for all (templates/notifications/mail.txt and mail.html).
"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from cases.telling import Rule
from notifications.rules.reminders import REMINDERS


@cache
def every_rule() -> tuple[Rule, ...]:
    """The rules of all rooms, as the settings join them."""
    return tuple(rule for table in settings.TOLD_BY for rule in import_string(table))


def rule_of(code: str) -> Rule:
    """The rule of a notice's code. Codes are kept for good: notices on record name them."""
    return _by_code()[code]


def all_rules() -> tuple[Rule, ...]:
    """Those that tell of steps, and those that tell of dates."""
    return tuple(_by_code().values())


def is_known(code: str) -> bool:
    """Whether there is such a rule: one of a version before, or after, is told by no mail."""
    return code in _by_code()


@cache
def _by_code() -> dict[str, Rule]:
    return {rule.code: rule for rule in (*every_rule(), *REMINDERS)}
