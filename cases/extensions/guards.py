"""The rules of a request for more time. Each returns the sentence why not; empty means yes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.guards.sight import is_named
from workflow.step import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def cases_stand_open(request: Any, by: Any) -> StrOrPromise:
    """The gate of a request: that of each case that it is about."""
    shut = (is_named(case, by) for case in request.answer.cases.filter(restricted=True))
    return next((sentence for sentence in shut if sentence), "")


def is_with_drafters(act: Act) -> StrOrPromise:
    """the case is still with those who asked"""
    if act.case.cases_with_drafters():
        return ""
    return _("The case is not with this department any more, so its date cannot move.")


def is_not_paused(act: Act) -> StrOrPromise:
    """the case is not paused"""
    if any(case.paused_on for case in act.case.cases_with_drafters()):
        return _("The case is paused: its date moves by itself once it is resumed. Then more can be given.")
    return ""


def none_is_open(act: Act) -> StrOrPromise:
    """one request at a time"""
    if act.case.answer.requests.open().exists():
        return _("More time has been asked for already; it waits for a decision.")
    return ""


def wanted_is_later(act: Act) -> StrOrPromise:
    """later than the due date"""
    return _is_later(act, act.data.get("wanted_on"))


def granted_is_later(act: Act) -> StrOrPromise:
    """later than the due date"""
    return _is_later(act, act.data.get("granted_on"))


def did_not_ask(act: Act) -> StrOrPromise:
    """by one who did not ask"""
    asked = act.case.events.filter(step="ask")
    if asked.filter(Q(by__in=act.people) | Q(acting_for__in=act.people)).exists():
        return _("You asked for it yourself; another coordinator decides.")
    return ""


def _is_later(act: Act, day: date | None) -> StrOrPromise:
    """Without a date, as when one only looks what is open, there is nothing to compare."""
    due_on = act.case.due_on()
    if day is not None and due_on is not None and day <= due_on:
        return _("The date is not later than the due date; give a later one.")
    return ""
