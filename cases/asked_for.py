"""More time and contributions, asked for an answer: how steps of its cases end them or take them along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.facts import open_requests, standing_contributions
from cases.states import WITH_DRAFTERS
from workflow import engine
from workflow.step import Act

if TYPE_CHECKING:
    from cases.models import Answer, Case
    from cases.people.models import Department


def drop_request(case: Case, act: Act) -> None:
    """A request for more time is pointless once the case leaves those who asked, or gets another date."""
    if not _is_with_drafters(case) or not act.ask(open_requests):
        return
    for request in case.present_answer.requests.open():
        engine.perform(request, "lapse", by=act.by, now=act.at, because=act.step.name)


def drop_contributions(case: Case, act: Act) -> None:
    """Nobody works on a part of an answer that is not written any more."""
    if not _is_with_drafters(case) or not act.ask(standing_contributions):
        return
    for contribution in case.present_answer.contributions.open():
        engine.perform(contribution, "lapse", by=act.by, now=act.at, because=act.step.name)


def carry_contributions(case: Case, act: Act, lead: Department, answer: Answer) -> None:
    """Contributions go to another lead, or text, with the case.

    One of the new lead's own is pointless, and so is one of a department that is asked there already.
    """
    if not _is_with_drafters(case) or not act.ask(standing_contributions):
        return
    if answer.pk is None:
        answer.save()
        act.beside.new.remove(answer)
    moved = case.present_answer.contributions.standing().exclude(lead=lead, answer=answer)
    there = set() if answer.pk == case.answer_id else set(answer.contributions.open().departments())
    for contribution in moved.order_by("pk"):
        if contribution.department_id in {lead.pk, *there}:
            engine.perform(contribution, "lapse", by=act.by, now=act.at, because=act.step.name)
            continue
        engine.perform(contribution, "carry_over", by=act.by, now=act.at, lead=lead, answer=answer)


def _is_with_drafters(case: Case) -> bool:
    return case.answer_id is not None and case.state in WITH_DRAFTERS
