"""The rules that a step of the case must meet. Each returns the sentence why not; empty means yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.facts import drafters, heads, is_settled, latest_draft, open_proposal, standing_contributions
from cases.people.delegating import LONGEST
from cases.people.roles import COORDINATOR, HEAD, LEAD_DEPARTMENT, grants_of
from cases.people.standing import is_succession
from cases.un import Position
from workflow.facts import asks
from workflow.process import Act
from workflow.undoing import in_force

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
    if act.case.restricted:
        named = COORDINATOR.held(grants, None)
        return "" if named else _("A restricted case is lent by a coordinator alone.")
    own = HEAD.held(grants, act.case.lead_id) or "draft" in grants.held_in(act.case.lead_id)
    return "" if own else _("The department that answers the case lends it, by its focal point or its head.")


def is_an_outsider(act: Act) -> StrOrPromise:
    """to somebody who is not of the department"""
    person = act.data.get("person")
    if person is None or not LEAD_DEPARTMENT.held(grants_of(person), act.case.lead_id):
        return ""
    return _("This person is of the department, and sees the case anyway.")


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


def is_invited(act: Act) -> StrOrPromise:
    """for an independent body alone"""
    return "" if act.case.is_invited else _("This is for independent bodies, which are invited to answer.")


def is_not_invited(act: Act) -> StrOrPromise:
    """not for an independent body"""
    if not act.case.is_invited:
        return ""
    return _("The text of an independent body is its own: it releases it, takes it back or declines.")


def round_is_open(act: Act) -> StrOrPromise:
    """an open round"""
    asked_in = act.case.round
    if asked_in is None:
        return _("Open a round first: a case is answered in a round.")
    return _("Its round is closed. Open another round over the case.") if asked_in.closed_on else ""


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


@asks(latest_draft)
def has_narrative(act: Act) -> StrOrPromise:
    """a narrative"""
    full_text, short_text = next(((full, short) for _pk, full, short in act.ask(latest_draft)), ("", ""))
    if not full_text.strip():
        return _("Write the narrative first.")
    return "" if short_text.strip() else _("Write the short text too: it is what the report prints.")


def has_proposal(act: Act) -> StrOrPromise:
    """a proposed status, or a position where the round asks for one"""
    case, asked_in = act.case, act.case.round
    if asked_in.asks_position:
        return "" if case.proposed_position else _("Propose a position first: supported, partly, or noted.")
    if asked_in.needs_status and not case.proposed_status_id:
        return _("Propose an implementation status first.")
    return ""


@asks(standing_contributions, latest_draft)
def contributions_settled(act: Act) -> StrOrPromise:
    """contributions settled"""
    text = next((pk for pk, *_texts in act.ask(latest_draft)), None)
    missing = [pk for pk, *stands in act.ask(standing_contributions) if not is_settled(*stands, text=text)]
    if not missing:
        return ""
    named = "; ".join(act.case.answer.contributions.lacks(missing))
    return _("Contributions are not settled: %(named)s.") % {"named": named}


@asks(standing_contributions)
def nobody_must_agree(act: Act) -> StrOrPromise:
    """no other department that must agree"""
    if any(must_agree for _pk, _state, must_agree, _agreed in act.ask(standing_contributions)):
        return _("Another department must agree to this answer, so its cases stay together.")
    return ""


@asks(heads)
def department_has_head(act: Act) -> StrOrPromise:
    """skipped where a department has no head"""
    if act.ask(heads):
        return ""
    return _("Your department has no head in Suivi; sign and send it yourself.")


@asks(drafters, heads)
def signer_did_not_draft(act: Act) -> StrOrPromise:
    """where there is a head, by one who did not draft it"""
    if not _drafted(act) or not act.ask(heads):
        return ""
    if act.acting_for:
        return _("You, or the one for whom you act, drafted this answer; somebody else signs it.")
    return _("You drafted this answer; somebody else in your department signs it.")


@asks(drafters)
def did_not_draft(act: Act) -> StrOrPromise:
    """by one who did not draft it"""
    return _("You drafted this answer; another validator decides on it.") if _drafted(act) else ""


@asks(open_proposal)
def did_not_propose(act: Act) -> StrOrPromise:
    """by one who did not propose the edits"""
    if any(author in act.people for _pk, author in act.ask(open_proposal)):
        return _("You proposed these edits; somebody else in the department agrees to them or not.")
    return ""


def nobody_decided_yet(act: Act) -> StrOrPromise:
    """nobody has decided yet"""
    beside = [step.name for step in act.case.process.steps.values() if not step.target]
    standing = in_force(act.case.events.exclude(step__in=beside).order_by("number"))
    sent = bool(standing) and standing[-1].step in ("send_for_sign_off", "sign_and_send")
    return "" if sent else _("The validator has worked on it already; ask for it to be returned.")


@asks(open_proposal)
def edits_are_proposed(act: Act) -> StrOrPromise:
    """the difference"""
    return "" if act.ask(open_proposal) else _("Change the text first: there is no difference to propose.")


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


def is_not_paused(act: Act) -> StrOrPromise:
    """not paused"""
    return _("The case is paused already.") if act.case.paused_on else ""


def is_paused(act: Act) -> StrOrPromise:
    """paused"""
    return "" if act.case.paused_on else _("The case is not paused.")


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


def _drafted(act: Act) -> bool:
    return not act.people.isdisjoint(act.ask(drafters))


def _departments(act: Act) -> Any:
    return act.case.process.unit_model
