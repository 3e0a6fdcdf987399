"""The answer: what it needs before it is sent, and four eyes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.facts import (
    comments_to_answer,
    drafters,
    heads,
    is_settled,
    latest_draft,
    open_proposal,
    standing_contributions,
)
from workflow.facts import asks
from workflow.step import Act
from workflow.undoing import in_force

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


SENT_BY = ("send_for_sign_off", "sign_and_send", "file_signature")


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


@asks(comments_to_answer)
def comments_answered(act: Act) -> StrOrPromise:
    """comments of the review answered"""
    left = len(act.ask(comments_to_answer))
    if not left:
        return ""
    sentence = ngettext(
        "One comment of the review waits for an answer: answer it, or call it done.",
        "%(count)d comments of the review wait for an answer: answer each, or call it done.",
        left,
    )
    return sentence % {"count": left}


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
    sent = bool(standing) and standing[-1].step in SENT_BY
    return "" if sent else _("The validator has worked on it already; ask for it to be returned.")


@asks(open_proposal)
def edits_are_proposed(act: Act) -> StrOrPromise:
    """the difference"""
    return "" if act.ask(open_proposal) else _("Change the text first: there is no difference to propose.")


def _drafted(act: Act) -> bool:
    return not act.people.isdisjoint(act.ask(drafters))
