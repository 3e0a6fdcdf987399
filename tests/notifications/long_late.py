"""Answers that are late for long, and who is told of them at last."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Case
from cases.people.models import User
from notifications.escalating import ready
from tests.cast import NOW, Cast, assigned, person
from workflow.models import Outbox

TEN_BACK = date(2026, 2, 16)
"""Ten working days before NOW, a Monday."""
LAST_STEP, BEYOND = date(2026, 1, 12), date(2026, 1, 9)
"""Thirty-five working days before NOW, and one more."""


def late(cast: Cast, case: Case | None = None, due_on: date = TEN_BACK) -> Case:
    """Without the mails of its assignment."""
    shown = case or assigned(cast)
    Case.objects.filter(pk=shown.pk).update(due_on=due_on)
    Outbox.objects.update(state=Outbox.State.DONE)
    shown.refresh_from_db()
    return shown


def director(cast: Cast) -> User:
    """The escalation contact of the Ministry of Health."""
    return person("director", "escalation contact", cast.health)


def waiting(now: datetime = NOW) -> list[Case]:
    """What is ready to be escalated."""
    return list(ready(Case.objects.all(), now).order_by("pk"))
