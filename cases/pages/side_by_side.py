"""A case's past and present rounds beside each other, and how the answers of two of them differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.difference import difference
from cases.models import Case, CaseRound, DecidedPosition, Round, Version
from cases.pages.narrative import Narrative, approved_before, narrative_of
from cases.pages.opened import case_for, person
from cases.people.models import Department, User
from cases.people.roles import grants_of
from cases.policy import signed_in
from cases.standings import STANDINGS
from cases.states import APPROVED
from cases.un import Position

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Column:
    """One round of the case; ``text`` is what this person may read of its answer, ``missing`` why not."""

    round: Round
    due_on: date | None
    standing: StrOrPromise
    is_present: bool
    lead: Department | None = None
    led_at: datetime | None = None
    status: Any = None
    proposed: str = ""
    decided: DecidedPosition | None = None
    text: Version | None = None
    missing: str = ""

    @property
    def key(self) -> str:
        return self.round.code


@signed_in
@require_safe
def rounds(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(person(request), reference)
    columns = _columns(case, person(request))
    readable = [one for one in columns if one.text is not None]
    old, new = _chosen(readable, request.GET.get("old", ""), request.GET.get("new", ""))
    context = {
        "case": case,
        "columns": columns,
        "readable": readable,
        "old": old,
        "new": new,
        "differences": _differences(old, new),
    }
    return render(request, "cases/side_by_side.html", context)


def _columns(case: Case, user: User) -> list[Column]:
    """Oldest first, the present one last."""
    read = ("round", "answer__lead", "answer__approved__author", "status")
    past = CaseRound.objects.filter(case=case).select_related(*read).order_by("pk")
    kept = past.prefetch_related("answer__lead__wordings", "status__wordings")
    decided = _decided(case)
    readable = set(approved_before(case, user, grants_of(user)).values_list("pk", flat=True))
    columns = [_past(one, decided.get(one.round_id), readable) for one in kept]
    return [*columns, _present(case, user, decided)] if case.round else columns


def _decided(case: Case) -> dict[int, DecidedPosition]:
    """The last decision of each round."""
    rows = DecidedPosition.objects.filter(case=case).select_related("decision").order_by("pk")
    return {row.decision.round_id: row for row in rows}


def _past(one: CaseRound, decided: DecidedPosition | None, readable: set[int]) -> Column:
    """``readable``: the ids of the approved texts that the person reads."""
    approved = one.answer.approved if one.answer else None
    reads = approved is not None and approved.pk in readable
    return Column(
        round=one.round,
        due_on=one.due_on,
        standing=STANDINGS[APPROVED] if approved else _("Not answered"),
        is_present=False,
        lead=one.answer.lead if one.answer else None,
        led_at=approved.at if approved else None,
        status=None if one.round.asks_position else one.status,
        proposed=_in_words(one.position) if reads else "",
        decided=decided,
        text=approved if reads else None,
        missing=_missing_then(approved, reads),
    )


def _missing_then(approved: Version | None, reads: bool) -> str:
    if reads:
        return ""
    if approved is not None:
        return _("You may not read this answer.")
    return _("No answer was approved in this round.")


def _present(case: Case, user: User, decided: dict[int, DecidedPosition]) -> Column:
    asked_in: Any = case.round
    narrative = narrative_of(case, user, grants_of(user))
    return Column(
        round=asked_in,
        due_on=case.due_on,
        standing=str(case.standing),
        is_present=True,
        lead=case.lead,
        status=None if asked_in.asks_position else _status(case, narrative),
        proposed="" if narrative.hides_status and not case.is_decided else _in_words(case.proposed_position),
        decided=decided.get(asked_in.pk),
        text=narrative.shown,
        missing=_missing(narrative),
    )


def _status(case: Case, narrative: Narrative) -> Any:
    """What is decided; while it is not, what is proposed, for those who may know it."""
    if case.is_decided or narrative.hides_status:
        return case.status
    return case.proposed_status


def _missing(narrative: Narrative) -> str:
    if narrative.shown is not None:
        return ""
    if narrative.within_department:
        return _("The department is working on its answer.")
    return _("There is no text yet.")


def _in_words(position: str) -> str:
    return str(Position(position).label) if position else ""


def _chosen(readable: list[Column], old: str, new: str) -> tuple[Column | None, Column | None]:
    """The two whose texts are compared: as the address says, else the last two."""
    if len(readable) < 2:
        return None, None
    by_key = {one.key: one for one in readable}
    return by_key.get(old, readable[-2]), by_key.get(new, readable[-1])


def _differences(old: Column | None, new: Column | None) -> list[tuple[str, Any]]:
    if old is None or new is None or old.text is None or new.text is None:
        return []
    return [
        (_("Full text"), difference(old.text.full_text, new.text.full_text)),
        (_("Short text"), difference(old.text.short_text, new.text.short_text)),
    ]
