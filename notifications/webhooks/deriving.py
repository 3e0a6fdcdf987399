"""From events to deliveries: one for each webhook that wants the event.

They are derived in the transaction that derives notices, so that an event is posted once where people are
told of it once: after the time in which it can be undone, and never if it was. A message has no text, no
name and no comment; restricted cases are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import translation

from cases.flow import CaseFlow
from cases.models import Case
from cases.telling import ToldOfItself
from notifications.models import Delivery, Webhook, new_key
from notifications.rules.of_contributions import CONTRIBUTION
from notifications.rules.of_extensions import EXTENSION
from notifications.webhooks.kinds import is_told, kind_of
from workflow.models import Event, Outbox

READ: dict[str, tuple[str, ...]] = {
    CaseFlow.process.name: ("case__recommendation", "case__round"),
    **dict.fromkeys(
        (EXTENSION, CONTRIBUTION), ("case__answer__round", "case__answer__cases__recommendation")
    ),
}
"""What messages say of a row, by process."""


def deliveries_of(
    rows: Iterable[Outbox], events: Mapping[str, Iterable[Any]], now: datetime
) -> list[Delivery]:
    """The deliveries of these events (by process), in the order of their outbox ``rows``.

    One query where there is no webhook. Nothing is written.
    """
    webhooks = list(Webhook.objects.active().order_by("pk"))
    if not webhooks:
        return []
    told: dict[tuple[str, int], Any] = {}
    for process, found in events.items():
        of_process = [event for event in found if is_told(event.step)]
        prefetch_related_objects(of_process, *READ.get(process, ()))
        told |= {(process, event.pk): event for event in of_process}
    named = [(row.process, row.event_id) for row in rows]
    return [one for name in named if name in told for one in _of_event(webhooks, name[0], told[name], now)]


def body_of(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _of_event(webhooks: list[Webhook], process: str, event: Any, now: datetime) -> Iterator[Delivery]:
    kind = kind_of(process, event.step)
    wanted = [webhook for webhook in webhooks if webhook.wants(kind)]
    subject = _subject(event.case) if wanted else None
    if subject is not None:
        yield from (_delivery(webhook, process, kind, event, subject, now) for webhook in wanted)


def _delivery(
    webhook: Webhook, process: str, kind: str, event: Event, subject: dict[str, Any], now: datetime
) -> Delivery:
    key = new_key()
    said = {
        "id": key,
        "type": kind,
        "process": process,
        "step": event.step,
        "from": event.source,
        "to": event.target,
        "at": event.at.isoformat(),
        "number": event.number,
        **subject,
    }
    named = {"webhook": webhook, "process": process, "event_id": event.pk, "kind": kind}
    return Delivery(key=key, body=body_of(said), made_at=now, next_try_at=now, **named)


def _subject(row: Any) -> dict[str, Any] | None:
    """What a message says of the row; None where it is about restricted cases alone."""
    if isinstance(row, ToldOfItself):
        return _of_row(row)
    if not hasattr(row, "told_cases"):
        return _NOTHING
    cases = [case for case in row.told_cases() if not case.restricted]
    return _of_cases(row, sorted(cases, key=lambda case: case.pk)) if cases else None


_NOTHING: dict[str, Any] = {"references": [], "round": None, "due_on": None, "url": None}
"""Of a process that says nothing of what its rows are about."""


def _of_row(row: ToldOfItself) -> dict[str, Any]:
    with translation.override(None):
        line = row.line()
    return _NOTHING | {"references": [line.reference], "url": f"{settings.BASE_URL}{line.path}"}


def _of_cases(row: Any, cases: list[Case]) -> dict[str, Any]:
    """``row`` is the case itself, or belongs to the answer of the cases and may have a date of its own."""
    asked_in = row.round if isinstance(row, Case) else row.answer.round
    due_on = row.due_on if isinstance(getattr(row, "due_on", None), date) else None
    return {
        "references": [case.reference for case in cases],
        "round": asked_in.code if asked_in else None,
        "due_on": due_on.isoformat() if due_on else None,
        "url": f"{settings.BASE_URL}{reverse('case', args=[cases[0].reference])}",
    }
