"""What administrators do with webhooks: add, change, renew the secret, switch, remove, try; each is noted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.people.models import User
from cases.people.settings_changes import note
from cases.people.settling import administers
from notifications.models import Delivery, Webhook, new_key
from notifications.webhooks.addresses import why_not
from notifications.webhooks.deriving import body_of
from notifications.webhooks.kinds import TEST, every_kind
from notifications.webhooks.signing import renew_secret
from workflow.errors import NotAllowed, Refused

MOST = 20
"""Webhooks there may be: each event is written down once for each of them."""


@transaction.atomic
def add(url: str, wanted: Iterable[str], *, by: User, now: datetime) -> tuple[Webhook, str]:
    """The new webhook, and its secret, which is told this once. Raises :class:`Refused`."""
    _let(url, by)
    if Webhook.objects.count() >= MOST:
        raise Refused(_("There are %(most)d webhooks already. Remove one first.") % {"most": MOST})
    webhook = Webhook(url=url, wanted=_known(wanted), made_at=now)
    secret = renew_secret(webhook)
    webhook.save()
    note(webhook, "made", by=by, now=now, host=webhook.host)
    return webhook, secret


@transaction.atomic
def change(webhook: Webhook, url: str, wanted: Iterable[str], *, by: User, now: datetime) -> bool:
    """Write address and events; whether anything differs. Raises :class:`Refused`."""
    _let(url, by)
    held = _held(webhook)
    after = (url, _known(wanted))
    if after == (held.url, held.wanted):
        return False
    held.url, held.wanted = after
    held.save(update_fields=["url", "wanted"])
    note(held, "changed", by=by, now=now, host=held.host)
    return True


@transaction.atomic
def renew(webhook: Webhook, *, by: User, now: datetime) -> str:
    """A new secret, told this once; from now on messages are signed with it. Raises :class:`NotAllowed`."""
    _let_administer(by)
    held = _held(webhook)
    secret = renew_secret(held)
    held.save(update_fields=["nonce", "digest"])
    note(held, "secret renewed", by=by, now=now, host=held.host)
    return secret


@transaction.atomic
def switch_off(webhook: Webhook, *, by: User, now: datetime) -> None:
    """Events are neither kept for it nor posted; what waits, waits. Raises :class:`NotAllowed`."""
    _let_administer(by)
    if Webhook.objects.filter(pk=webhook.pk, active=True).update(active=False, failing_since=None):
        note(webhook, "switched off", by=by, now=now, host=webhook.host)


@transaction.atomic
def switch_on(webhook: Webhook, *, by: User, now: datetime) -> None:
    """Events are posted again from now on, and first what waited. Raises :class:`NotAllowed`."""
    _let_administer(by)
    off = Webhook.objects.filter(pk=webhook.pk, active=False)
    if off.update(active=True, given_up_at=None, failing_since=None):
        webhook.deliveries.filter(state=Delivery.State.WAITING).update(next_try_at=now, attempts=0)
        note(webhook, "switched on", by=by, now=now, host=webhook.host)


@transaction.atomic
def remove(webhook: Webhook, *, by: User, now: datetime) -> None:
    """With its deliveries; only one that is switched off. Raises :class:`Refused`."""
    _let_administer(by)
    held = _held(webhook)
    if held.active:
        raise Refused(_("Switch the webhook off before you remove it."))
    note(held, "removed", by=by, now=now, host=held.host)
    held.delete()


def send_test(webhook: Webhook, *, by: User, now: datetime) -> Delivery:
    """A message of the kind “test”, to be posted by the worker. Raises :class:`Refused`."""
    _let_administer(by)
    if not webhook.active:
        raise Refused(_("This webhook is switched off. Switch it on first."))
    key = new_key()
    body = body_of({"id": key, "type": TEST, "at": now.isoformat()})
    return Delivery.objects.create(
        key=key, webhook=webhook, kind=TEST, body=body, made_at=now, next_try_at=now
    )


def _held(webhook: Webhook) -> Webhook:
    held = Webhook.objects.select_for_update().filter(pk=webhook.pk).first()
    if held is None:
        raise Refused(_("This webhook was removed meanwhile."))
    return held


def _known(wanted: Iterable[str]) -> list[str]:
    """Those that there are, in their order; all of them is as good as none."""
    known = every_kind()
    chosen = sorted(known.intersection(wanted))
    return [] if len(chosen) == len(known) else chosen


def _let(url: str, by: User) -> None:
    _let_administer(by)
    if sentence := why_not(url):
        raise Refused(str(sentence))


def _let_administer(by: User) -> None:
    if not administers(by):
        raise NotAllowed(_("Only an administrator changes webhooks."))
