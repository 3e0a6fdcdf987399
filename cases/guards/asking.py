"""Whom the case asks, in which round, until when, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.people.standing import is_succession
from cases.un import Position
from workflow.step import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def is_invited(act: Act) -> StrOrPromise:
    """for an independent body alone"""
    return "" if act.case.is_invited else _("This is for independent bodies, which are invited to answer.")


def is_not_invited(act: Act) -> StrOrPromise:
    """not for an independent body"""
    if not act.case.is_invited:
        return ""
    return _("The text of an independent body is its own: it releases it, takes it back or declines.")


def lead_exists(act: Act) -> StrOrPromise:
    """a department that exists"""
    return _exists(act, "lead")


def proposed_exists(act: Act) -> StrOrPromise:
    """a department that exists"""
    return _exists(act, "proposed")


def follows_the_lead(act: Act) -> StrOrPromise:
    """of the department that leads"""
    successor = act.data.get("successor")
    if successor is None or is_succession(act.case.lead_id, successor.pk):
        return ""
    return _("%(name)s does not follow the department that leads this case.") % {"name": successor}


def round_is_open(act: Act) -> StrOrPromise:
    """an open round"""
    asked_in = act.case.round
    if asked_in is None:
        return _("Open a round first: a case is answered in a round.")
    return _("Its round is closed. Open another round over the case.") if asked_in.closed_on else ""


def round_is_another(act: Act) -> StrOrPromise:
    """an open round in which it has not been yet"""
    chosen = act.data.get("round")
    if chosen is None:
        return ""
    if chosen.closed_on:
        return _("This round is closed; choose an open one.")
    if chosen == act.case.round:
        return _("The case is in this round already; choose another round.")
    if act.case.past_rounds.filter(round=chosen).exists():
        return _("The case has been answered in this round; choose another round.")
    return ""


def round_asks_position(act: Act) -> StrOrPromise:
    """in a round of positions"""
    asked_in = act.case.round
    return "" if asked_in and asked_in.asks_position else _("A position is decided in a round of positions.")


def decision_fits(act: Act) -> StrOrPromise:
    """of this round, and taken by now"""
    decision = act.data.get("decision")
    if decision is None:
        return ""
    if decision.round_id != act.case.round_id:
        return _("The decision was taken in another round.")
    if decision.decided_on > timezone.localdate(act.at):
        return _("The date of the decision is still to come.")
    if act.data.get("position") not in (*Position, None, ""):
        return _("Choose one of the positions: supported, partly supported, noted.")
    return ""


def is_not_paused(act: Act) -> StrOrPromise:
    """not paused"""
    return _("The case is paused already.") if act.case.paused_on else ""


def is_paused(act: Act) -> StrOrPromise:
    """paused"""
    return "" if act.case.paused_on else _("The case is not paused.")


def request_gives_the_date(act: Act) -> StrOrPromise:
    """of this case"""
    request = act.data.get("request")
    if request is None:
        return ""
    if request.granted_on is None:
        return _("The date moves only when a request for more time is granted.")
    own = (request.answer_id, request.lead_id) == (act.case.answer_id, act.case.lead_id)
    return "" if own else _("The request for more time is about another case.")


def closing_fits(act: Act) -> StrOrPromise:
    """duplicate of, superseded, or validated as implemented"""
    case, because = act.case, act.data.get("because")
    if because == case.Closing.DUPLICATE and act.data.get("duplicate_of") in (None, case):
        return _("Name the case that this one repeats.")
    if because == case.Closing.IMPLEMENTED and not case.is_implemented:
        return _("No validator has decided that it is implemented; choose another reason for closing.")
    return ""


def _exists(act: Act, name: str) -> StrOrPromise:
    """Without a department, as when one only looks what is open, there is nothing to ask."""
    department = act.data.get(name)
    if department is None or department.stands_on(timezone.localdate(act.at)):
        if department is not None:
            act.beside.rely_on(department, "valid_from", "valid_until")
        return ""
    return _("%(name)s does not exist today; choose a department that does.") % {"name": department}
