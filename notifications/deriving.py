"""From due outbox rows to notices and deliveries: each event is told once, however often this runs.

Any process may have rules (rules.py). Its model says by ``told_cases`` which cases an event is about; of one
that is ``ToldOfItself`` it is about the row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, transaction

from cases.drafting.mentioning import MENTION
from cases.flow import CaseFlow
from cases.telling import Rule, ToldOfItself
from notifications.mentions import notices_of
from notifications.models import Delivery, Notice
from notifications.rules import every_rule
from notifications.rules.of_contributions import CONTRIBUTION
from notifications.rules.of_extensions import EXTENSION
from notifications.webhooks.deriving import deliveries_of
from workflow import may
from workflow.models import Outbox
from workflow.process import process_named, registered_processes

BATCH = 500
READ: dict[str, tuple[str, ...]] = {
    CaseFlow.process.name: ("case__lead",),
    **dict.fromkeys((EXTENSION, CONTRIBUTION), ("case__answer__cases",)),
}
"""What rules ask of a row, and what ``told_cases`` reads where an event is about more than its own."""


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
    told = sorted({MENTION} | {one.name for one in registered_processes()})  # letters are written elsewhere
    due = Outbox.objects.filter(
        process__in=told, state=Outbox.State.WAITING, not_before__lte=now
    ).select_for_update(skip_locked=skip_locked)
    rows = list(due.order_by("not_before", "pk")[:BATCH])
    if not rows:
        return 0
    events, mentions = _events_of(rows)
    Notice.objects.bulk_create(_notices(events, mentions, now), ignore_conflicts=True)
    Delivery.objects.bulk_create(deliveries_of(rows, events, now), ignore_conflicts=True)
    Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(state=Outbox.State.DONE)
    return len(rows)


def _events_of(rows: Sequence[Outbox]) -> tuple[dict[str, list[Any]], list[int]]:
    """The events by process, and the ids of mentions, which are no events."""
    named: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        named[row.process].append(row.event_id)
    mentions = named.pop(MENTION, [])
    return {process: _events(process, ids) for process, ids in named.items()}, mentions


def _notices(events: Mapping[str, list[Any]], mentions: Sequence[int], now: datetime) -> list[Notice]:
    told = (_told_by(rule, events.get(rule.process, []), now) for rule in every_rule())
    return [*chain.from_iterable(told), *notices_of(mentions, now)]


def _events(process: str, ids: list[int]) -> list[Any]:
    events: Any = process_named(process).event_model._base_manager
    return list(events.filter(pk__in=ids).select_related("case").prefetch_related(*READ.get(process, ())))


def _told_by(rule: Rule, events: Sequence[Any], now: datetime) -> Iterator[Notice]:
    """The lead of now is told, not the lead of then; the one who acted knows already."""
    told = [event for event in events if event.step in rule.steps and rule.of(event.case)]
    people = may.who_holds(rule.to, [event.case for event in told]) if rule.to else {}
    for event in told:
        about = {"rule": rule.code, "process": rule.process, "event_id": event.pk, "made_at": now}
        about |= {"contribution": event.case} if rule.process == CONTRIBUTION else {}
        told_people = people[event.case_id] if rule.to else {event.data["given"]["person"]}
        for person in sorted(told_people - {event.by_id}):
            yield from (Notice(recipient_id=person, **about, **one) for one in _subjects(event.case))


def _subjects(row: Any) -> list[dict[str, Any]]:
    if isinstance(row, ToldOfItself):
        return [{"row_id": row.pk}]  # type: ignore[attr-defined]
    return [{"case": case} for case in row.told_cases()]
