"""Contributions as the pages show them: where each stands, what may be read of it, and what one may do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from cases.contributions.flow import OPEN, WITH_CONTRIBUTOR
from cases.drafting.taking_over import sentences_against
from cases.models import Case, Contribution, ContributionEvent, Part, Version
from cases.pages.told import Line, parsed, who
from cases.people.models import User
from cases.people.roles import CONTRIBUTORS, LEAD_DEPARTMENT
from cases.templatetags.suivi import day
from workflow import may, undoing
from workflow.grants import Grants
from workflow.step import Step
from workflow.undoing import NO_STEPS, UNDO, in_force

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# fmt: off
EVENTS: dict[str, StrOrPromise] = {
    "ask":                   gettext_lazy("{department} asked to contribute by {by}, until {until}"),
    "begin":                 gettext_lazy("{department} began its part: {by}"),
    "ask_to_agree":          gettext_lazy("{department} asked to agree to the text by {by}, until {until}"),
    "deliver":               gettext_lazy("Part of {department} delivered by {by}"),
    "accept":                gettext_lazy("Part of {department} accepted by {by}"),
    "return_to_contributor": gettext_lazy("Part returned to {department} by {by}"),
    "decline":               gettext_lazy("Contribution of {department} declined by {by}"),
    "withdraw":              gettext_lazy("Contribution of {department} withdrawn by {by}"),
    "go_on_without":         gettext_lazy("No answer from {department}: {by} went on without it"),
    "lift":                  gettext_lazy("{department} need not agree any more, says {by}"),
    "carry_over":            gettext_lazy("The contribution of {department} went with the case: {by}"),
    "lapse":                 gettext_lazy("With this step of {by} the contribution of {department} lapsed"),
    UNDO:                    gettext_lazy("Contribution of {department}: taken back by {by}"),
}
AGREEMENT: dict[str, StrOrPromise] = {
    "deliver":               gettext_lazy("{by} of {department} agreed to the text"),
    "decline":               gettext_lazy("{by} of {department} did not agree to the text"),
}
"""The same of a text that was put before a department."""
BUTTONS: dict[str, StrOrPromise] = {
    "deliver":               gettext_lazy("Agree"),
    "decline":               gettext_lazy("Do not agree"),
}
BETWEEN_THE_TWO = {"deliver", "accept", "return_to_contributor"}
"""Steps whose remarks only the lead and the contributing department read."""
TAKEN = ("deliver", "accept", "return_to_contributor", "ask_to_agree", "go_on_without", "decline", "withdraw",
         "lift")
"""Steps that people take on a contribution by a button; the first edit begins, other steps are the case's."""
FORWARD = ("accept", "deliver")
# fmt: on


@dataclass(frozen=True)
class Button:
    step: Step
    label: StrOrPromise
    is_first: bool


@dataclass(frozen=True)
class Contributed:
    """One contribution to one reader. ``part`` is the text that may be read, ``question`` what was asked."""

    contribution: Contribution
    question: str
    reasons: str
    part: Part | None
    buttons: list[Button]
    is_late: bool
    is_own: bool
    may_write: bool
    may_undo: bool
    undo_until: datetime | None
    stands: tuple[int, int] | None = None
    """How many sentences of a delivered part stand in the answer, of how many; where both are read."""

    @property
    def is_open(self) -> bool:
        return self.contribution.state in OPEN


def contributed_to(
    case: Case, user: User, grants: Grants, now: datetime, *, text: Version | None = None
) -> tuple[list[Contributed], list[ContributionEvent]]:
    """What this person sees of the contributions to the case's answer, and all that happened to them.

    ``text`` is the answer as the person reads it, if any.

    As many queries for ten as for one; one where there are none.
    """
    seen = Contribution.objects.visible_to(user).filter(answer=case.answer_id or 0)
    found = list(seen.for_lists().prefetch_related("parts").order_by("asked_at", "pk"))
    if not found or case.answer is None:
        return [], []
    prefetch_related_objects([case.answer], "cases")
    events = _events(found)
    parts = _readable(found, user)
    shown = [_one(case, each, events, parts, user, grants, now) for each in found]
    return [replace(one, stands=_standing(one.part, text)) for one in shown], events


def lines_of(events: Sequence[ContributionEvent], grants: Grants) -> list[Line]:
    """Them as lines of the timeline, with what was written to them where this person reads it."""
    standing = in_force_by_contribution(events)
    return [
        Line(
            step=event.step,
            sentence=_sentence(event),
            at=event.at,
            remark=_remark(event, grants),
            undone=event.step not in NO_STEPS and event.pk not in standing,
        )
        for event in events
    ]


def in_force_by_contribution(events: Iterable[ContributionEvent]) -> set[int]:
    """The ids of the events that stand, of several contributions."""
    of_each: dict[int, list[ContributionEvent]] = {}
    for event in events:
        of_each.setdefault(event.case_id, []).append(event)
    return {one.pk for found in of_each.values() for one in in_force(found)}


def _one(
    case: Case,
    contribution: Contribution,
    events: Sequence[ContributionEvent],
    parts: dict[int, Part],
    user: User,
    grants: Grants,
    now: datetime,
) -> Contributed:
    contribution.answer = case.present_answer
    own = [event for event in events if event.case_id == contribution.pk]
    writes = CONTRIBUTORS.held(grants, contribution.department_id)
    undo = own[-1] if own and not undoing.why_not(own[-1], grants=grants, by=user, now=now) else None
    return Contributed(
        contribution=contribution,
        question=_last_remark(own, ("ask", "ask_to_agree"), grants),
        reasons=_last_remark(own[-1:], ("return_to_contributor", "decline", "lift"), grants),
        part=parts.get(contribution.pk),
        buttons=_buttons(contribution, user, grants, now),
        is_late=contribution.is_late(timezone.localdate(now)),
        is_own=writes,
        may_write=writes and contribution.state in WITH_CONTRIBUTOR,
        may_undo=undo is not None,
        undo_until=undo.at + undoing.window() if undo else None,
    )


def _standing(part: Part | None, text: Version | None) -> tuple[int, int] | None:
    if part is None or part.delivered_at is None or text is None:
        return None
    found = sentences_against(part.text, text.full_text)
    return sum(one.stands for one in found), len(found)


def _buttons(contribution: Contribution, user: User, grants: Grants, now: datetime) -> list[Button]:
    found = may.available(contribution, user, now=now, grants=grants)
    steps = {one.step.name: one.step for one in found if one.is_open}
    words = BUTTONS if contribution.put_id else {}
    return [
        Button(steps[name], words.get(name, steps[name].label), name in FORWARD)
        for name in TAKEN
        if name in steps
    ]


def _events(found: Sequence[Contribution]) -> list[ContributionEvent]:
    events = list(
        ContributionEvent.objects.filter(case__in=[one.pk for one in found])
        .select_related("by", "acting_for", "remark")
        .order_by("at", "pk")
    )
    by_id = {one.pk: one for one in found}
    for event in events:
        event.case = by_id[event.case_id]
    return events


def _readable(found: Sequence[Contribution], user: User) -> dict[int, Part]:
    """The newest text of each that this person may read."""
    parts = Part.objects.visible_to(user).filter(contribution__in=[one.pk for one in found])
    return {part.contribution_id: part for part in parts.select_related("author").order_by("number")}


def _sentence(event: ContributionEvent) -> SafeString:
    agreed = event.case.put_id and event.data.get("before", {}).get("agreed_id", 0) != 0
    words = AGREEMENT.get(event.step) if agreed else None
    return format_html(
        str(words or EVENTS.get(event.step, "{by}")),
        by=who(event),
        department=format_html("<bdi>{}</bdi>", event.case.department),
        until=day(parsed(event.data.get("given", {}).get("due_on"))),
    )


def _last_remark(events: Sequence[ContributionEvent], steps: Sequence[str], grants: Grants) -> str:
    told = (text for event in reversed(events) if event.step in steps and (text := _remark(event, grants)))
    return next(told, "")


def _remark(event: ContributionEvent, grants: Grants) -> str:
    contribution = event.case
    inside = CONTRIBUTORS.held(grants, contribution.department_id) or LEAD_DEPARTMENT.held(
        grants, contribution.lead_id
    )
    if event.step in BETWEEN_THE_TWO and not inside:
        return ""
    remark = getattr(event, "remark", None)
    return remark.text if remark else ""
