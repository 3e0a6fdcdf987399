"""The rules of a contribution. Each returns the sentence why not; empty means yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cases.guards.sight import is_named
from cases.people.days import today_of
from workflow.step import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def cases_stand_open(contribution: Any, by: Any) -> StrOrPromise:
    """The gate of a contribution: that of each case to whose answer it belongs."""
    restricted = [case for case in contribution.answer.cases.all() if case.restricted]
    return next((sentence for case in restricted if (sentence := is_named(case, by))), "")


def is_drafted(act: Act) -> StrOrPromise:
    """while the lead drafts the answer"""
    if act.case.is_drafted():
        return ""
    return _("The answer is not being drafted by this lead now, so its contributions stand as they are.")


def is_another_department(act: Act) -> StrOrPromise:
    """of another department than the lead"""
    if act.case.department_id != act.case.lead_id:
        return ""
    return _("This department leads the case: it writes the answer itself.")


def is_asked_once(act: Act) -> StrOrPromise:
    """one open contribution of a department"""
    if act.case.answer.contributions.open().filter(department=act.case.department_id).exists():
        return _("%(department)s has been asked already.") % {"department": act.case.department}
    return ""


def must_agree(act: Act) -> StrOrPromise:
    """of one that must agree"""
    return "" if act.case.must_agree else _("This department contributes; it need not agree.")


def need_not_agree(act: Act) -> StrOrPromise:
    """not of one that must agree"""
    if not act.case.must_agree:
        return ""
    return _("This department must agree to the answer. Only a coordinator can lift that, with a reason.")


def text_is_another(act: Act) -> StrOrPromise:
    """a text that it has not been asked about"""
    draft = act.case.answer.latest_draft()
    if draft is None or not draft.full_text.strip():
        return _("Write the narrative first: there is no text yet to agree to.")
    if draft.pk != act.case.put_id or act.case.state == "declined":
        return ""
    return _("It has been asked to agree to this text already.")


def has_something_to_deliver(act: Act) -> StrOrPromise:
    """a part, or the text that it agrees to as it stands"""
    if act.case.put_id:
        return _stands(act)
    part = act.case.latest_part()
    return "" if part and part.text.strip() else _("Write your part first.")


def is_not_independent(act: Act) -> StrOrPromise:
    """not the text of an independent body"""
    if not act.case.department.independent:
        return ""
    return _("This is the text of an independent body: it stands as it was delivered.")


def did_not_agree(act: Act) -> StrOrPromise:
    """not an agreement"""
    if not act.case.agreed_id:
        return ""
    return _("The department agreed to your text. Change the text, and ask it to agree again.")


def is_past_due(act: Act) -> StrOrPromise:
    """past its due date"""
    due_on = act.case.due_on
    if due_on is not None and today_of(act.case.department, act.at) > due_on:
        return ""
    return _("Its due date is not over; until then the department has time.")


def _stands(act: Act) -> StrOrPromise:
    draft = act.case.answer.latest_draft()
    if draft is not None and draft.pk == act.case.put_id:
        return ""
    return _("The lead has changed its text since you were asked; it asks you again when it is ready.")
