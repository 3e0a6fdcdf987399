"""The rules of an agreement to a rewritten passage. Each returns the sentence why not; empty means yes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case
from workflow.step import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from exports.models import Agreement, Passage, PassageText

IN_WORK = ("assembling", "circulation", "review")
"""The states of a report in which leads are asked and answer; once it is frozen its text stands."""
TOLD_BY = ("ask", "remind")


def is_same(one: Any, other: Any) -> bool:
    """Whether two texts of a passage say the same, word for word, in the report and in its annex."""
    return bool(one.text.strip() == other.text.strip() and one.annexed.strip() == other.annexed.strip())


def is_made_from(translation: PassageText, original: PassageText, texts: Iterable[PassageText]) -> bool:
    """Whether a translation was made from the words of ``original``: among ``texts`` its source says them."""
    sources = (one for one in texts if one.language == original.language)
    return any(one.number == translation.source and is_same(one, original) for one in sources)


def why_not_written(passage: Passage, language: str) -> StrOrPromise:
    """Why the editor writes no words of their own in the passage; empty: they may."""
    if not passage.tells.exists():
        return ""
    if passage.tells.filter(answer__lead__independent=True).exists():
        return _("It tells the text of an independent body, which is printed word for word.")
    if Case.objects.filter(restricted=True, answer__in=passage.tells.values("answer")).exists():
        return _("It tells a restricted case, which stands in no report.")
    own = passage.texts.filter(language=passage.report.language).order_by("number").last()
    if language != passage.report.language and (own is None or own.as_answered):
        return _("Only your own words are translated here; those of an answer are, with the answer.")
    return ""


def report_is_in_work(act: Act) -> StrOrPromise:
    """before the report is frozen"""
    if act.case.report.state in IN_WORK:
        return ""
    return _("The report is frozen, or not assembled yet, so nobody is asked to agree now.")


def text_stands(act: Act) -> StrOrPromise:
    """to the text as it stands"""
    if _stands(act.case.text):
        return ""
    return _("The editor has changed this paragraph since. Look at it again.")


def leads_the_passage(act: Act) -> StrOrPromise:
    """of a department that leads an answer in it"""
    if _leads(act.case):
        return ""
    return _("This department leads no answer of this paragraph.")


def was_not_told_today(act: Act) -> StrOrPromise:
    """once a day"""
    last = act.case.events.filter(step__in=TOLD_BY).order_by("-number").first()
    if last is not None and timezone.localdate(last.at) == timezone.localdate(act.at):
        return _("The department was told today already.")
    return ""


def did_not_write_it(act: Act) -> StrOrPromise:
    """by one who did not write it"""
    if act.case.text.by_id in act.people:
        return _("You wrote this text as editor; somebody else agrees to it for the department.")
    return ""


def was_proposed_by_the_lead(act: Act) -> StrOrPromise:
    """proposed by the department itself, by whoever may agree for it"""
    proposal = act.case.text.proposal
    if proposal is not None and proposal.signed and proposal.department_id == act.case.department_id:
        return ""
    return _("This is not what the department proposed, so it is asked to agree.")


def is_overtaken(act: Act) -> StrOrPromise:
    """once the text has changed, or another department leads"""
    if is_overtaken_by_now(act.case):
        return ""
    return _("The text stands as it was when the department was asked.")


def is_overtaken_by_now(agreement: Agreement) -> bool:
    """Whether it is about a text that stands no more, or of a department that leads nothing in it."""
    return not (_stands(agreement.text) and _leads(agreement))


def _stands(text: PassageText) -> bool:
    """Whether it is what its passage says now; one query."""
    of_passage = type(text).objects.filter(passage=text.passage_id, passage__removed_at=None)
    newest = of_passage.filter(language=text.language).order_by("-number").first()
    return newest is not None and not newest.as_answered and is_same(newest, text)


def _leads(agreement: Agreement) -> bool:
    """Whether the department leads an answer of its passage; one query."""
    own = {"pk": agreement.text_id, "passage__tells__answer__lead": agreement.department_id}
    return type(agreement.text).objects.filter(**own).exists()
