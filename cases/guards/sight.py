"""Who sees the case: what is restricted, who is named, what is lent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.people.delegating import LONGEST
from cases.people.roles import COORDINATOR, HEAD, LEAD_DEPARTMENT, grants_of
from workflow.step import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def is_named(case: Any, by: Any) -> StrOrPromise:
    """The gate of a case: one that is restricted is for the persons named, whatever their roles."""
    if not case.restricted or case.names(by):
        return ""
    return _("This is for the persons named in the case, which is restricted.")


def is_not_restricted(act: Act) -> StrOrPromise:
    """not restricted yet"""
    return _("The case is restricted already.") if act.case.restricted else ""


def is_restricted(act: Act) -> StrOrPromise:
    """restricted"""
    return "" if act.case.restricted else _("The case is not restricted.")


def all_of_the_answer(act: Act) -> StrOrPromise:
    """with the cases that are answered together with it"""
    others = {case.pk for case in act.case.answered_together()} - {act.case.pk, *act.together}
    return _("It is answered together with other cases; they are restricted with it.") if others else ""


def is_an_account(act: Act) -> StrOrPromise:
    """somebody with an account"""
    person = act.data.get("person")
    return _("This account is switched off.") if person and not person.is_active else ""


def a_coordinator_stays_named(act: Act) -> StrOrPromise:
    """a coordinator stays named"""
    person = act.data.get("person")
    if person is None:
        return ""
    if not act.case.names(person):
        return _("This person is not named in the case.")
    left = act.case.named_people() - {person.pk}
    if COORDINATOR.holders(_departments(act), None).filter(pk__in=left).exists():
        return ""
    return _("At least one coordinator stays named: name another one first.")


def answered_by_itself(act: Act) -> StrOrPromise:
    """a restricted case is answered by itself"""
    answer = act.data.get("answer")
    if answer is None:
        return ""
    others = act.case._meta.model.objects.filter(Q(pk__in=act.together) | Q(answer=answer.pk))
    others = others.exclude(pk=act.case.pk)
    if others.filter(restricted=True).exists() or (act.case.restricted and others.exists()):
        return _("A restricted case is answered by itself, not together with others.")
    return ""


def is_theirs_to_lend(act: Act) -> StrOrPromise:
    """by the department, or by a coordinator where the case is restricted"""
    grants = grants_of(act.by)
    if act.case.restricted and act.case.is_invited:
        return _("The text of an independent body is its own: no restricted case of it is lent.")
    if act.case.restricted:
        named = COORDINATOR.held(grants, None)
        return "" if named else _("A restricted case is lent by a coordinator alone.")
    own = HEAD.held(grants, act.case.lead_id) or "draft" in grants.held_in(act.case.lead_id)
    return "" if own else _("The department that answers the case lends it, by its focal point or its head.")


def is_an_outsider(act: Act) -> StrOrPromise:
    """to somebody who is not of the department"""
    person = act.data.get("person")
    if person is None:
        return ""
    if LEAD_DEPARTMENT.held(grants_of(person), act.case.lead_id):
        return _("This person is of the department, and sees the case anyway.")
    if person.pk in act.people:
        return _("Choose somebody else, whose account is active.")
    return ""


def ends_within_a_year(act: Act) -> StrOrPromise:
    """for a year at most"""
    last, today = act.data.get("last_day"), timezone.localdate(act.at)
    if last is None or today <= last <= today + LONGEST:
        return ""
    return _("The last day is today or later, and within a year.")


def is_lent(act: Act) -> StrOrPromise:
    """lent to that person, and ended by who lent it, the head or a coordinator"""
    grants, person = grants_of(act.by), act.data.get("person")
    if person is None:
        return ""
    loan = act.case.permitted.filter(user=person, last_day__isnull=False).first()
    if loan is None:
        return _("The case is not lent to this person.")
    above = HEAD.held(grants, act.case.lead_id) or COORDINATOR.held(grants, None)
    if above or loan.by_id in act.people:
        return ""
    return _("Who lent it ends the loan, or the head of the department, or a coordinator.")


def _departments(act: Act) -> Any:
    return act.case.process.unit_model
