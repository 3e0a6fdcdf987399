"""The rules of a report and of objections to it. Each returns the sentence why not; empty means yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflow.step import Act, Need

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WRITING = ("assemble", "revise", "arrange", "circulate")
"""Steps by which an editor takes part in making the text."""
NAMED = 3
"""How many places a sentence names before it only counts."""


@dataclass(frozen=True)
class UnlessComplete(Need):
    """A reason, asked for only where something is lacking: words, form or coverage."""

    def missing(self, act: Act) -> bool:
        return not act.comment.strip() and bool(act.case.gaps())


def kind_is_known(act: Act) -> StrOrPromise:
    """of a known type"""
    kind = act.data.get("kind")
    if kind is None or act.case.may_be(kind):
        return ""
    return _("There is no such type of report; choose another.")


def reply_is_to_come(act: Act) -> StrOrPromise:
    """still to come"""
    day = act.data.get("reply_on")
    if day is not None and day <= _today(act):
        return _("The departments need time to read it: give a later day for their reply.")
    return ""


def has_text(act: Act) -> StrOrPromise:
    """a text"""
    if act.case.text["sections"]:
        return ""
    return _("There is nothing to read yet: no answer is approved, and there is no introduction.")


def objections_settled(act: Act) -> StrOrPromise:
    """objections settled"""
    if act.case.objections.open().exists():
        return _("Objections are open still: settle each with an answer first.")
    return ""


def did_not_edit(act: Act) -> StrOrPromise:
    """by one who did not edit it"""
    took_part = Q(by__in=act.people) | Q(acting_for__in=act.people)
    if act.case.opened_by_id in act.people or act.case.events.filter(took_part, step__in=WRITING).exists():
        return _("You edited this report; another validator freezes it.")
    return ""


def is_as_read(act: Act) -> StrOrPromise:
    """the text is the one that was read, in all its languages"""
    read = act.data.get("text")
    if read is not None and read != act.case.text_hash:
        return _("The text has changed since you opened the page, so nothing was done. Read it again.")
    return ""


def leads_agree(act: Act) -> StrOrPromise:
    """what was rewritten is agreed to by its leads"""
    waiting = act.case.not_agreed()
    if not waiting:
        return ""
    sentence = ngettext(
        "%(count)d rewritten paragraph is not agreed to by all of its leads: %(places)s. The editor asks "
        "them, or gives it back the departments' own words.",
        "%(count)d rewritten paragraphs are not agreed to by all of their leads: %(places)s. The editor asks "
        "them, or gives them back the departments' own words.",
        len(waiting),
    )
    places = "; ".join(one.place for one in waiting[:NAMED])
    return sentence % {"count": len(waiting), "places": f"{places}; …" if len(waiting) > NAMED else places}


def decision_is_taken(act: Act) -> StrOrPromise:
    """taken already"""
    decision = act.data.get("decision")
    if decision is not None and decision.decided_on > _today(act):
        return _("The day of the decision is still to come: record it once it was taken.")
    return ""


def day_has_come(act: Act) -> StrOrPromise:
    """not before it was handed in"""
    day = act.data.get("submitted_on")
    if day is not None and day > _today(act):
        return _("This day is still to come: record it once it was submitted.")
    return ""


def report_circulates(act: Act) -> StrOrPromise:
    """while the report circulates"""
    if act.case.report.is_circulating and act.case.circulation_id == act.case.report.circulation_id:
        return ""
    return _("The report does not circulate any more, so nothing can be objected to.")


def is_concerned(act: Act) -> StrOrPromise:
    """a department that leads one of its cases"""
    if act.case.department_id in act.case.report.concerned_ids():
        return ""
    return _("Your department leads no case of this report.")


def did_not_object(act: Act) -> StrOrPromise:
    """by one who did not make it"""
    made = [event for event in act.case.events.all() if event.step == "make"]
    if any({event.by_id, event.acting_for_id} & act.people for event in made):
        return _("You made this objection yourself; another editor settles it.")
    return ""


def _today(act: Act) -> date:
    return timezone.localdate(act.at)
