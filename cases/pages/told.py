"""What happened, in sentences: of each event for the timeline, of a step just taken for who took it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import dates, states
from cases.models import Case, CaseEvent, Round
from cases.pages.narrative import only_contributes
from cases.people.day_words import day_in_words
from cases.people.models import Department, User
from cases.people.roles import LEAD_DEPARTMENT
from cases.templatetags.suivi import day, worded_then
from workflow.grants import Grants
from workflow.migrating import MIGRATE
from workflow.models import Event
from workflow.undoing import NO_STEPS, UNDO, in_force

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# fmt: off
EVENTS: dict[str, StrOrPromise] = {
    "assign":               gettext_lazy("Assigned to {lead} by {by}"),
    "reassign":             gettext_lazy("Assigned anew, to {lead}, by {by}"),
    "hand_back":            gettext_lazy("Handed back by {by}"),
    "extend":               gettext_lazy("More time granted by {by}, until {until}"),
    "redate":               gettext_lazy("Due date changed by {by}, to {until}"),
    "pause":                gettext_lazy("Paused by {by}"),
    "resume":               gettext_lazy("Resumed by {by}; due on {until}"),
    "succeed":              gettext_lazy("Moved to {lead}, the department that follows, by {by}"),
    "decline":              gettext_lazy("Invitation declined by {by}"),
    "accept":               gettext_lazy("Accepted by {by}"),
    "begin":                gettext_lazy("Begun by {by}"),
    "join":                 gettext_lazy("Joined with others, to be answered together, by {by}"),
    "split":                gettext_lazy("Taken out of those answered together, by {by}"),
    "send_for_sign_off":    gettext_lazy("Sent for sign-off by {by}"),
    "sign_and_send":        gettext_lazy("Signed and sent for validation by {by}"),
    "file_signature":       gettext_lazy("Signed on paper by {person}, and filed by {by}"),
    "withdraw":             gettext_lazy("Withdrawn by {by}"),
    "release":              gettext_lazy("Released by {by}, as it is"),
    "take_back":            gettext_lazy("Taken back by {by}, to be revised"),
    "return_from_sign_off": gettext_lazy("Returned to the drafter by {by}"),
    "return_to_department": gettext_lazy("Returned to the department by {by}"),
    "propose_edits":        gettext_lazy("Edits proposed by {by}"),
    "agree":                gettext_lazy("Proposed edits agreed to by {by}"),
    "disagree":             gettext_lazy("Proposed edits not agreed to by {by}"),
    "approve":              gettext_lazy("Approved by {by}"),
    "reopen":               gettext_lazy("Reopened by {by}"),
    "submit":               gettext_lazy("Submitted with the report by {by}"),
    "record_position":      gettext_lazy("The government’s position, recorded by {by}"),
    "enter_round":          gettext_lazy("Put into another round by {by}"),
    "open_round":           gettext_lazy("Asked again in a new round by {by}"),
    "close":                gettext_lazy("Closed by {by}"),
    "restrict":             gettext_lazy("Restricted to persons named by {by}"),
    "lift_restriction":     gettext_lazy("Restriction lifted by {by}"),
    "name_person":          gettext_lazy("{person} named by {by}"),
    "unname_person":        gettext_lazy("{person} named no longer, by {by}"),
    "lend":                 gettext_lazy("Lent to {person} until {until}, by {by}"),
    "end_loan":             gettext_lazy("Loan to {person} ended by {by}"),
    "revive":               gettext_lazy("Revived by {by}"),
}
INVITED: dict[str, StrOrPromise] = {
    "assign":               gettext_lazy("{lead} invited by {by}"),
    "reassign":             gettext_lazy("{lead} invited by {by}, in place of another"),
}
"""Of independent bodies."""
NOW_WITH: dict[str, StrOrPromise] = {
    states.RECEIVED:   gettext_lazy("It waits on the desk of the coordinators now."),
    states.ASSIGNED:   gettext_lazy("%(lead)s answers it now, by %(due)s."),
    states.DRAFTING:   gettext_lazy("%(lead)s drafts it now, until %(due)s."),
    states.SIGN_OFF:   gettext_lazy("It is with the head now, for signature: %(lead)s."),
    states.VALIDATION: gettext_lazy("It is with the validators now."),
    states.AGREEMENT:  gettext_lazy("It is with %(lead)s now, to agree to the edits or not."),
    states.APPROVED:   gettext_lazy("It is ready for the report."),
    states.SUBMITTED:  gettext_lazy("It went to the United Nations with the report."),
    states.CLOSED:     gettext_lazy("Nobody needs to do anything more."),
}
APPROVED_IN: dict[str, StrOrPromise] = {
    Round.Kind.POSITIONS: gettext_lazy("The government decides on it."),
    Round.Kind.PLAN:      gettext_lazy("The plan stands."),
    Round.Kind.UPDATE:    gettext_lazy("Nobody needs to do anything more in this round."),
}
NOW_INVITED = gettext_lazy("%(lead)s is invited to answer, if possible by %(due)s; it may decline.")
PAUSED = gettext_lazy("It is paused: nobody is late or reminded, and its date moves when it is resumed.")
NO_STEP: dict[str, StrOrPromise] = {
    UNDO:    gettext_lazy("Taken back by {by}"),
    MIGRATE: gettext_lazy("Moved by {by}, with the process, which has changed"),
}
WITHIN_DEPARTMENT = {
    "accept", "begin", "join", "split", "send_for_sign_off", "withdraw", "return_from_sign_off"
}
"""Steps whose remarks only the lead department reads."""
NAMES_LEAD = ("lead", "successor")
"""What a step is given that names a department to lead."""
RETURNS = {"return_from_sign_off", "return_to_department", "disagree"}
# fmt: on


@dataclass(frozen=True)
class Line:
    """One line of the timeline."""

    step: str
    sentence: SafeString
    at: datetime
    remark: str
    undone: bool = False
    paper: int | None = None
    """The text on a signed paper that the step filed."""


def timeline(case: Case, events: Sequence[CaseEvent], grants: Grants) -> list[Line]:
    """The case's events, newest last, each as a sentence with what was written to it."""
    standing = cast("list[CaseEvent]", in_force(events))
    leads, people = _leads_of(events), _people_in(events)
    own_since = _own_since(standing) if LEAD_DEPARTMENT.held(grants, case.lead_id) else None
    reads = not only_contributes(case, grants)
    return [
        Line(
            step=one.step,
            sentence=_sentence(one, leads, people),
            at=one.at,
            remark=_remark(one, own_since) if reads else "",
            undone=one.step not in NO_STEPS and one not in standing,
            paper=one.data.get("given", {}).get("paper"),
        )
        for one in events
    ]


def events_of(case: Case) -> list[CaseEvent]:
    """All that happened to the case, oldest first."""
    return list(case.events.select_related("by", "acting_for", "remark").order_by("number"))


def _own_since(events: Sequence[CaseEvent]) -> int:
    """The event from which on the answer is that of the present lead.

    A reassigned draft goes on with it; that of an independent body stays with the body, and so do its words.
    """
    return next((event.number for event in reversed(events) if _begins_anew(event)), 0)


def _begins_anew(event: CaseEvent) -> bool:
    reassigned = event.step == "reassign" and "answer_id" in event.data.get("before", {})
    return event.step == "assign" or reassigned


def last_return(lines: list[Line]) -> Line | None:
    """Why the answer came back, if it did."""
    return next((line for line in reversed(lines) if line.step in RETURNS and not line.undone), None)


def taken(case: Case, events: Sequence[Event]) -> str:
    """What the reader just did, and to whom the case goes now; one event for each case that moved."""
    due = day_in_words(case.due_on) if case.due_on else _("no date")
    invited = case.state == states.ASSIGNED and case.is_invited
    of_kind = APPROVED_IN.get(case.round.kind) if case.state == states.APPROVED and case.round else None
    words = of_kind or (NOW_INVITED if invited else NOW_WITH[case.state])
    now_with = str(words) % {"lead": case.lead or "", "due": due}
    done = str(EVENTS[events[0].step]).format(by=_("you"), lead=case.lead or "", until=due)
    now_with = str(PAUSED) if case.paused_on else now_with
    others = len(events) - 1
    if others < 1:
        return f"{done}. {now_with}"
    together = ngettext(
        "One case answered together with it moved too.",
        "%(count)d cases answered together with it moved too.",
        others,
    )
    return f"{done}. {now_with} {together % {'count': others}}"


def _sentence(event: CaseEvent, leads: dict[int, Department], people: dict[int, User]) -> SafeString:
    lead = leads.get(_lead_id(event) or 0)
    table = EVENTS | INVITED if lead is not None and lead.independent else EVENTS
    words = str(NO_STEP.get(event.step) or table.get(event.step) or "{by}")
    until = day(dates.date_after(event, None) or parsed(event.data.get("given", {}).get("last_day")))
    person = format_html("<bdi>{}</bdi>", people.get(_person_id(event) or 0, ""))
    named = {"by": who(event), "lead": _lead_then(event, leads), "person": person}
    return format_html(words, until=until, **named)


def _leads_of(events: Sequence[CaseEvent]) -> dict[int, Department]:
    """The departments that the events name, with the names of then."""
    ids = {pk for event in events if (pk := _lead_id(event)) is not None}
    return Department.objects.with_all_names().in_bulk(ids)


def _lead_id(event: CaseEvent) -> int | None:
    given = event.data.get("given", {})
    return next((given[name] for name in NAMES_LEAD if name in given), None)


def _lead_then(event: CaseEvent, leads: dict[int, Department]) -> SafeString:
    """As the department was called on that day."""
    department = leads.get(_lead_id(event) or 0)
    return worded_then(department, event.at, "bdi") if department else SafeString()


def _people_in(events: Sequence[CaseEvent]) -> dict[int, User]:
    """The people whom steps were about, by their ids; one query where there are any."""
    ids = {_person_id(event) for event in events} - {None}
    return User.objects.in_bulk(list(ids)) if ids else {}


def _person_id(event: Event) -> int | None:
    """Whom a step was about, or who signed on paper what it filed."""
    return event.data.get("given", {}).get("person") or event.data.get("noted", {}).get("signer")


def who(event: Event) -> SafeString:
    """Who took the step, and for whom where the role was lent."""
    if event.acting_for is None:
        return format_html("<bdi>{}</bdi>", event.by)
    return format_html(_("<bdi>{}</bdi> for <bdi>{}</bdi>"), event.by, event.acting_for)


def parsed(kept: str | None) -> date | None:
    """A date as history keeps it."""
    return date.fromisoformat(kept) if kept else None


def _remark(event: CaseEvent, own_since: int | None) -> str:
    """``own_since``: from which event on the reader's department leads; None for who is not of it."""
    own = own_since is not None and event.number > own_since
    if event.step in WITHIN_DEPARTMENT and not own:
        return ""
    remark = getattr(event, "remark", None)
    return remark.text if remark else ""
