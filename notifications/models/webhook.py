"""Webhooks: where events are posted to (``Webhook``), and each message that is posted (``Delivery``).

How they come about and are sent: ``notifications/webhooks/``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.people.models import new_key
from cases.people.settling import administers


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, user: Any) -> WebhookQuerySet:
        """Administrators alone: what leaves the house is set up by who sets the house up."""
        return self if administers(user) else self.none()

    def active(self) -> WebhookQuerySet:
        return self.filter(active=True)

    def at_rest(self, now: datetime) -> WebhookQuerySet:
        """Those to which nobody is posting: one message after the other goes to each."""
        posting = Delivery.objects.filter(
            webhook=OuterRef("pk"), state=Delivery.State.SENDING, lease_until__gte=now
        )
        return self.filter(~Exists(posting))


class Webhook(models.Model):
    """An address to which events are posted: those that ``wanted`` names, all where it is empty.

    ``nonce`` and the site's own key make the secret by which messages are signed; of the secret itself only
    a ``digest`` is kept, by which it is known again (``webhooks/signing.py``). ``failing_since`` is when the
    first message failed after which none was taken; one that was ``given_up_at`` was switched off for that.
    """

    url = models.URLField(_("address"), max_length=500)
    wanted = models.JSONField(_("events"), default=list)
    active = models.BooleanField(_("active"), default=True)
    nonce = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("made at"))
    failing_since = models.DateTimeField(null=True, editable=False)
    given_up_at = models.DateTimeField(null=True, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(given_up_at=None) | Q(active=False), name="a_webhook_given_up_is_off"
            )
        ]

    def __str__(self) -> str:
        return self.host

    @property
    def host(self) -> str:
        """Without the path, which may hold a secret of the receiver."""
        return urlsplit(self.url).netloc

    def wants(self, kind: str) -> bool:
        return not self.wanted or kind in self.wanted


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: Any) -> DeliveryQuerySet:
        return self if administers(user) else self.none()

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Waiting and due, or leased by a sender that did not come back in time; of active webhooks."""
        waiting = Q(state=Delivery.State.WAITING, next_try_at__lte=now)
        lost = Q(state=Delivery.State.SENDING, lease_until__lt=now)
        return self.filter(waiting | lost, webhook__active=True)

    def to_forget(self, before: datetime) -> DeliveryQuerySet:
        """Those that ended before then."""
        over = (Delivery.State.DELIVERED, Delivery.State.DEAD, Delivery.State.CANCELLED)
        return self.filter(state__in=over, made_at__lt=before)


class Delivery(models.Model):
    """One message to one webhook. ``key`` is its id, the same at each try; ``body`` is what is posted.

    ``process`` and ``event_id`` name the event, as in the outbox row; a test has none. ``attempts`` counts
    leases, and is the token by which a sender whose lease ran out is known. ``status`` and ``answer`` are
    the code and the first words of the last answer, ``trouble`` is what was in the way.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        DELIVERED = "delivered", _("delivered")
        DEAD = "dead", _("could not be delivered")
        CANCELLED = "cancelled", _("left out")

    class Trouble(models.TextChoices):
        NO_NAME = "no-name", _("the name of the host was not found")
        FORBIDDEN = "forbidden", _("nothing is sent to this address")
        REFUSED = "refused", _("the receiver takes no connection")
        UNSAFE = "unsafe", _("the certificate or the encryption was not accepted")
        SLOW = "slow", _("no answer in time")
        CUT = "cut", _("the connection was cut")
        ELSEWHERE = "elsewhere", _("the receiver leads elsewhere, which is not followed")
        NOT_TAKEN = "not-taken", _("the receiver did not take it")
        NO_SECRET = "no-secret", _("the key of the site was changed: renew the secret")
        RESTRICTED = "restricted", _("the case was restricted meanwhile")

    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    process = models.CharField(max_length=40, blank=True, editable=False)
    event_id = models.PositiveBigIntegerField(null=True, editable=False)
    kind = models.CharField(_("event"), max_length=110)
    body = models.TextField(editable=False)
    made_at = models.DateTimeField(_("made at"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try at"))
    lease_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    answer = models.CharField(max_length=500, blank=True)
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "process", "event_id"],
                condition=Q(event_id__isnull=False),
                name="an_event_posted_once",
            )
        ]
        indexes = [
            models.Index(fields=["webhook", "state", "next_try_at"], name="delivery_due"),
            models.Index(fields=["webhook", "-made_at"], name="delivery_of_a_webhook"),
        ]

    @property
    def is_dead(self) -> bool:
        return self.state == self.State.DEAD


KEPT = timedelta(days=90)
"""How long a delivery that ended is kept for the page."""
