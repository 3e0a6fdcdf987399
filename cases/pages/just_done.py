"""What a person has just done and may take back still, for the case's page and My work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.dates import date_after
from cases.models import Case, CaseEvent
from cases.models.access import hidden_from
from cases.pages.told import EVENTS
from cases.people.day_words import day_in_words
from cases.people.models import User
from workflow import undoing
from workflow.grants import Grants

LISTED = 10
SHORT = {"assign": gettext_lazy("Assigned by {by}")}
"""Sentences without the name of a department, for which each line would ask anew."""


@dataclass(frozen=True)
class Done:
    """A step, in a sentence, and until when it can be taken back; before that, nobody is told of it."""

    reference: str
    version: int
    sentence: str
    until: datetime


def to_undo(
    case: Case, events: Sequence[CaseEvent], user: User, grants: Grants, now: datetime
) -> Done | None:
    """The last of the case's events, if this person may take it back now."""
    last = events[-1] if events else None
    if last is None or undoing.why_not(last, grants=grants, by=user, now=now):
        return None
    return _done(last, case.reference)


def just_done(user: User, now: datetime) -> list[Done]:
    """What this person did last, the newest first, where nobody has gone on with it."""
    if not undoing.window():
        return []
    steps = undoing.undoable_steps(Case.process)
    recent = CaseEvent.objects.filter(
        by=user, at__gt=now - undoing.window(), number=F("case__version"), step__in=steps
    ).exclude(case__in=hidden_from(user))
    newest = recent.select_related("case__recommendation").order_by("-at", "-pk")[:LISTED]
    return [_done(event, event.case.reference) for event in newest]


def _done(event: CaseEvent, reference: str) -> Done:
    due_on = date_after(event, None)
    until = day_in_words(due_on) if due_on else ""
    words = SHORT.get(event.step) or EVENTS[event.step]
    sentence = str(words).format(by=_("you"), until=until)
    return Done(reference, event.number, sentence, event.at + undoing.window())
