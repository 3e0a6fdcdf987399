"""From due outbox rows to notices: each event is told once per rule and person, however often this runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction

from cases.models import Case, CaseEvent
from notifications.models import Notice
from notifications.recipients import people_for
from notifications.rules import RULES, Rule
from workflow.models import Outbox

BATCH = 500


def derive(now: datetime) -> int:
    """Turn every due outbox row into its notices, a batch to a transaction; how many rows there were.

    Two running at once do no harm: rows are taken under a lock, and notices are unique.
    """
    total = 0
    while done := _derive_batch(now):
        total += done
    return total


@transaction.atomic
def _derive_batch(now: datetime) -> int:
    skip_locked = connection.features.has_select_for_update_skip_locked
    due = Outbox.objects.filter(
        process=Case.process.name, state=Outbox.State.WAITING, not_before__lte=now
    ).select_for_update(skip_locked=skip_locked)
    rows = list(due.order_by("not_before", "pk")[:BATCH])
    if not rows:
        return 0
    events = CaseEvent.objects.filter(pk__in=[row.event_id for row in rows]).select_related("case")
    Notice.objects.bulk_create(_notices(list(events), now), ignore_conflicts=True)
    Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(state=Outbox.State.DONE)
    return len(rows)


def _notices(events: Sequence[CaseEvent], now: datetime) -> list[Notice]:
    return [notice for rule in RULES for notice in _told_by(rule, events, now)]


def _told_by(rule: Rule, events: Sequence[CaseEvent], now: datetime) -> Iterator[Notice]:
    """The lead of now is told, not the lead of then; the one who acted knows already."""
    told = [event for event in events if event.step in rule.steps]
    people = people_for(rule.to, {event.case.lead_id for event in told}) if told else {}
    for event in told:
        for person in sorted(people.get(event.case.lead_id, set()) - {event.by_id}):
            yield Notice(rule=rule.code, case=event.case, event=event, recipient_id=person, made_at=now)
