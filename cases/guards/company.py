"""Which cases are answered together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.facts import standing_contributions
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from workflow.facts import asks
from workflow.step import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def is_theirs_to_group(act: Act) -> StrOrPromise:
    """by the coordinator only until it is accepted"""
    if not act.case.is_begun or LEAD_DEPARTMENT.held_for(grants_of(act.by), act.case):
        return ""
    return _("The department has begun: it says itself what it answers together.")


def is_in_the_open(act: Act) -> StrOrPromise:
    """not restricted"""
    if act.case.restricted:
        return _("A restricted case is answered by itself, not together with others.")
    return ""


def answers_fit(act: Act) -> StrOrPromise:
    """of one round and lead, standing at the same place"""
    case, into = act.case, act.data.get("into")
    if into is None:
        return ""
    if into.pk == case.answer_id:
        return _("They are answered together already.")
    if (into.round_id, into.lead_id) != (case.round_id, case.lead_id):
        return _("Only cases of one round and one lead department are answered together.")
    others = list(into.cases.answered_by(into.pk))
    if not others:
        return _("Nobody works on that answer any more.")
    if any(one.restricted for one in others):
        return _("A restricted case is answered by itself, not together with others.")
    if others[0].state != case.state:
        sentence = _(
            "%(one)s stands at “%(here)s”, %(other)s at “%(there)s”: bring them to the same place first."
        )
        there = {"other": others[0].reference, "there": others[0].standing}
        return sentence % {"one": case.reference, "here": case.standing, **there}
    return ""


def begins_with_its_company(act: Act) -> StrOrPromise:
    """with all that are answered with those it begins with"""
    case, into = act.case, act.data.get("into")
    answers = {case.answer_id, into.pk} if into and into.pk != case.answer_id else set()
    left = type(case).objects.under_way().filter(answer__in=answers).exclude(pk__in=act.together)
    return _("Others are answered with one of them by now. Look at it again.") if left.exists() else ""


def fits_what_it_begins_with(act: Act) -> StrOrPromise:
    """what answering together needs, but by itself"""
    case, into = act.case, act.data.get("into")
    if into is None or into.pk == case.answer_id:
        return ""
    if (into.round_id, into.lead_id) != (case.round_id, case.lead_id):
        return _("Only cases of one round and one lead department are answered together.")
    if case.restricted or into.cases.answered_by(into.pk).filter(restricted=True).exists():
        return _("A restricted case is answered by itself, not together with others.")
    if not into.cases.answered_by(into.pk).exists():
        return _("Nobody works on that answer any more.")
    return neither_is_paused(act) or nobody_contributes_to_it(act)


def neither_is_paused(act: Act) -> StrOrPromise:
    """none of them paused"""
    into = act.data.get("into")
    if act.case.paused_on or (into and into.cases.filter(paused_on__isnull=False).exists()):
        return _("One of them is paused: resume it first.")
    return ""


def nobody_contributes_to_it(act: Act) -> StrOrPromise:
    """nobody contributes to the text that would not go on"""
    if act.data.get("into") and act.case.answer.contributions.open().exists():
        return _("Others contribute to the text that would not go on: let that one go on, or withdraw them.")
    return ""


@asks(standing_contributions)
def nobody_must_agree(act: Act) -> StrOrPromise:
    """no other department that must agree"""
    if any(must_agree for _pk, _state, must_agree, _agreed in act.ask(standing_contributions)):
        return _("Another department must agree to this answer, so its cases stay together.")
    return ""


def has_company(act: Act) -> StrOrPromise:
    """of cases that are answered together, and not all of them"""
    if act.case.company().exclude(pk__in=act.together).exists():
        return ""
    return (
        _("It is answered by itself already.") if len(act.together) < 2 else _("Leave at least one behind.")
    )


def apart_is_new(act: Act) -> StrOrPromise:
    """which answers no other case"""
    case, apart = act.case, act.data.get("apart")
    if apart is None:
        return ""
    fits = (apart.round_id, apart.lead_id) == (case.round_id, case.lead_id)
    if fits and not apart.cases.exclude(pk__in=act.together).exists():
        return ""
    return _("That answer belongs to other cases.")
