"""Posts what is due: lease it, ask again whether it may be posted, post, mark (as mails are sent).

A crash between the receiver's yes and our mark leads to a second message with the same id, never to a loss.
One that fails is tried again, ever later; a webhook to which nothing came through for long is switched off.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import F

from cases.models import Case
from notifications.models import Delivery, Webhook
from notifications.models.webhook import KEPT
from notifications.webhooks import posting
from notifications.webhooks.addresses import NotPostedError
from notifications.webhooks.posting import Answer
from notifications.webhooks.signing import SecretLostError, secret_of, signature

log = logging.getLogger(__name__)
State, Trouble = Delivery.State, Delivery.Trouble

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 720, 1440))
"""How long to wait after each failed attempt; after one attempt more the delivery is dead."""
MOST_ATTEMPTS = len(WAITS) + 1
LEASE = timedelta(minutes=3)
"""Longer than the slowest exchange, with the time that looking up a name takes."""
ENOUGH_FAILURES = 3
"""So many in a row, and the rest of this webhook waits for the next round, and loses no attempt."""
AT_A_TIME = 100
GIVEN_UP_AFTER = timedelta(days=3)
"""A webhook to which nothing came through for so long is switched off."""
FORGOTTEN_AT_A_TIME = 1000

_chance = SystemRandom()


def post_due(clock: Callable[[], datetime]) -> Counter[Delivery.State]:
    """Post what is due to every webhook, each in its own order; how many came into which state.

    ``clock`` gives the present time: a lease must begin when the turn of a delivery comes.
    """
    came: Counter[Delivery.State] = Counter()
    for webhook in Webhook.objects.active().at_rest(clock()).order_by("pk"):
        came += _post_to(webhook, clock)
    _forget(clock())
    return came


def post(delivery: Delivery, now: datetime) -> Delivery.State:
    """Try to post it, if it is due and nobody else is posting it; returns the state that it is in then."""
    if not _lease(delivery, now):
        return State(delivery.state)
    if _is_restricted(delivery):
        return _settle(delivery, State.CANCELLED, now, trouble=Trouble.RESTRICTED)
    try:
        answer = posting.post(delivery.webhook.url, delivery.body.encode(), _headers(delivery, now))
    except SecretLostError:
        return _failed(delivery, now, trouble=Trouble.NO_SECRET, status=None, answer="")
    except NotPostedError as failure:
        return _failed(delivery, now, trouble=failure.trouble, status=None, answer="")
    said = {"status": answer.status, "answer": answer.beginning[:500]}
    if not answer.is_taken:
        return _failed(delivery, now, trouble=_trouble(answer), **said)
    return _settle(delivery, State.DELIVERED, now, trouble="", **said)


def try_again(delivery: Delivery, now: datetime) -> bool:
    """Give one that is dead its attempts anew; False where it is not dead."""
    dead = Delivery.objects.filter(pk=delivery.pk, state=State.DEAD)
    return dead.update(state=State.WAITING, attempts=0, next_try_at=now, ended_at=None) == 1


def _post_to(webhook: Webhook, clock: Callable[[], datetime]) -> Counter[Delivery.State]:
    came: Counter[Delivery.State] = Counter()
    failures = 0
    due = Delivery.objects.due(clock()).filter(webhook=webhook).select_related("webhook")
    for delivery in list(due.order_by("next_try_at", "pk")[:AT_A_TIME]):
        state = post(delivery, clock())
        came[state] += 1
        failures = failures + 1 if state in (State.WAITING, State.DEAD) else 0
        if failures == ENOUGH_FAILURES:
            break
    return came


def _lease(delivery: Delivery, now: datetime) -> bool:
    """Count the attempt and hold it; False where it is not due, or another sender was quicker."""
    due = Delivery.objects.due(now).filter(pk=delivery.pk)
    leased = due.update(state=State.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1)
    delivery.refresh_from_db()
    return leased == 1


def _is_restricted(delivery: Delivery) -> bool:
    """Whether a case that it names was restricted since it was written."""
    named = json.loads(delivery.body).get("references", [])
    return Case.objects.filter(restricted=True, recommendation__reference__in=named).exists()


def _headers(delivery: Delivery, now: datetime) -> dict[str, str]:
    signed = signature(secret_of(delivery.webhook), delivery.body.encode(), int(now.timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Suivi",
        "Connection": "close",
        "Suivi-Delivery": delivery.key,
        "Suivi-Event": delivery.kind,
        "Suivi-Signature": signed,
    }


def _trouble(answer: Answer) -> Delivery.Trouble:
    return Trouble.ELSEWHERE if 300 <= answer.status < 400 else Trouble.NOT_TAKEN


def _failed(delivery: Delivery, now: datetime, **said: Any) -> Delivery.State:
    if delivery.attempts >= MOST_ATTEMPTS:
        return _settle(delivery, State.DEAD, now, **said)
    wait = WAITS[delivery.attempts - 1] * _chance.uniform(0.8, 1.2)  # what failed together parts
    return _settle(delivery, State.WAITING, now, next_try_at=now + wait, **said)


@transaction.atomic
def _settle(delivery: Delivery, state: Delivery.State, now: datetime, **said: Any) -> Delivery.State:
    """Write what came of it, unless the lease ran out and another sender has it."""
    held = Delivery.objects.filter(pk=delivery.pk, state=State.SENDING, attempts=delivery.attempts)
    over = {} if state == State.WAITING else {"ended_at": now}
    if held.update(state=state, lease_until=None, **over, **said) and state != State.CANCELLED:
        _note_on_webhook(delivery.webhook_id, state, now)
    delivery.refresh_from_db()
    return state


def _note_on_webhook(pk: int, state: Delivery.State, now: datetime) -> None:
    webhook = Webhook.objects.filter(pk=pk)
    if state == State.DELIVERED:
        webhook.exclude(failing_since=None).update(failing_since=None)
        return
    webhook.filter(failing_since=None).update(failing_since=now)
    failing = webhook.active().filter(failing_since__lte=now - GIVEN_UP_AFTER)
    if failing.update(active=False, given_up_at=now):
        log.warning("Webhook %s was switched off: nothing came through for %s.", pk, GIVEN_UP_AFTER)


def _forget(now: datetime) -> None:
    """What ended long ago; some at a time."""
    old = Delivery.objects.to_forget(now - KEPT).order_by("pk").values_list("pk", flat=True)
    Delivery.objects.filter(pk__in=list(old[:FORGOTTEN_AT_A_TIME])).delete()
