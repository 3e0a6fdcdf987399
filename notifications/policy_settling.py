"""Settling the numbers of the ladder: what is refused, the row that counts from now on, and its note."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.people.models import Site, User
from cases.people.settings_changes import differences, note
from cases.people.settling import settles
from notifications.models import SavedPolicy
from notifications.policy import DEFAULTS, NUMBERS, Policy, current, differing
from workflow.errors import Conflict, NotAllowed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHANGED, PUT_BACK = "reminders changed", "reminders put back"
"""The acts, as ``cases/pages/settings/history.py`` has sentences for them."""


def save(policy: Policy, *, by: User, now: datetime, seen: str) -> bool:
    """Have these numbers count from now on; whether anything differs.

    ``seen`` is :func:`mark` of when the page was shown. Raises :class:`NotAllowed`, and :class:`Conflict`
    where somebody saved others meanwhile.
    """
    if not settles(by):
        raise NotAllowed(_("Only a coordinator or an administrator settles the reminders."))
    with transaction.atomic():
        Site.held()  # one after the other
        if seen != mark():
            raise Conflict(_("Somebody else changed the reminders meanwhile, so nothing was saved."))
        changes = differences(asdict(current()), asdict(policy))
        if not changes:
            return False
        SavedPolicy.objects.create(numbers=differing(policy), by=by, at=now)
        note(None, PUT_BACK if policy == DEFAULTS else CHANGED, by=by, now=now, changes=changes)
    return True


def mark() -> str:
    """By which a page knows that the numbers that it showed still count."""
    return str(SavedPolicy.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)


def labels() -> dict[str, StrOrPromise]:
    """What each number is called in the history, with the group that it stands in."""
    pattern = gettext_lazy("{group}: {number}")
    return {
        one.name: format_lazy(pattern, group=group, number=one.label)
        for group, numbers in NUMBERS.items()
        for one in numbers
    }
