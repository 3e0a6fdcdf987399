"""The envelope: one mail to one person. What it carries are notices (notice.py)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from cases.models.access import hidden_from
from cases.people.models import new_key
from cases.people.roles import COORDINATOR, grants_of
from notifications.rules.reminders import WEEK


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: Any) -> MailQuerySet:
        """The coordinator sees all; others what was sent to them, since rights are asked about at sending.

        Without those that name a restricted case, unless the person is named in it, and without those of
        mentions in comments that the person does not read; without the weekly overviews of others, which may
        name any case, where one is hidden from the person.
        """
        mailed = _notices().filter(mail__isnull=False)
        named = mailed.filter(case__in=hidden_from(user))
        seen = self.exclude(pk__in=named.values("mail"))
        seen = seen.exclude(pk__in=mailed.of_mentions_hidden_from(user).values("mail"))
        if COORDINATOR.held(grants_of(user), None):
            overviews = mailed.filter(rule=WEEK.code).exclude(recipient=user.pk)
            return seen.exclude(Exists(hidden_from(user)), pk__in=overviews.values("mail"))
        return seen.filter(recipient=user.pk, state=Mail.State.SENT)

    def dead_first(self) -> MailQuerySet:
        """What needs somebody's eyes first, then the newest."""
        dead = models.Case(When(state=Mail.State.DEAD, then=Value(0)), default=Value(1))
        return self.order_by(dead, "-made_at", "-pk")

    def waiting(self) -> MailQuerySet:
        return self.filter(state__in=(Mail.State.WAITING, Mail.State.SENDING))

    def dead(self) -> MailQuerySet:
        return self.filter(state=Mail.State.DEAD)

    def bounced(self) -> MailQuerySet:
        """Those of the dead that a server took first, and sent back."""
        return self.dead().filter(bounced_at__isnull=False)

    def superseded(self) -> MailQuerySet:
        """Mails of a morning after which the person had, or will have, another."""
        later = Mail.objects.filter(recipient=OuterRef("recipient"), day__gt=OuterRef("day"))
        return self.filter(Exists(later))

    def due(self, now: datetime) -> MailQuerySet:
        """Waiting and due, or leased by a sender that did not come back in time."""
        waiting = Q(state=Mail.State.WAITING, next_try_at__lte=now)
        return self.filter(waiting | Q(state=Mail.State.SENDING, lease_until__lt=now))


class Cause(models.TextChoices):
    """Why a mail was not delivered, in a sentence for people."""

    ADDRESS = "address", _("Nobody has this address.")
    FULL = "full", _("The mailbox is full.")
    REFUSED = "refused", _("The server of the address does not take this mail.")
    AWAY = "away", _("The mail server was away, or asked to come again later.")
    SET_UP = (
        "set-up",
        _("The mail server does not let Suivi send: its administrator must look at the settings."),
    )
    OTHER = "other", _("Something else went wrong.")


class Mail(models.Model):
    """One mail to one person. Its Message-ID is fixed when it is made, so that a copy is known as a copy.

    ``language`` names all its languages, with commas between.

    ``to`` is the address at the time of sending. ``attempts`` counts leases, and is also the token by which a
    sender whose lease ran out is known. ``about`` is the code of the rule (rules/), or ``morning.MORNING``
    for the one mail of a morning; ``day`` is the working day for which it is the person's one reminder.
    ``cause`` and ``last_error`` are of the last attempt that failed, or of the report that the mail could not
    be delivered, which came at ``bounced_at``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DEAD = "dead", _("could not be delivered")
        CANCELLED = "cancelled", _("cancelled")

    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient")
    )
    to = models.EmailField(_("to"), max_length=254)
    about = models.CharField(_("rule"), max_length=40)
    language = models.CharField(_("language"), max_length=60)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=255, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))
    day = models.DateField(_("reminder of the day"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try at"))
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    cause = models.CharField(_("cause"), max_length=8, choices=Cause.choices, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    bounced_at = models.DateTimeField(_("came back at"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day"], condition=Q(day__isnull=False), name="one_reminder_mail_a_day"
            )
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="mail_due"),
            models.Index(fields=["recipient", "made_at"], name="mail_of_a_person"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.message_id = self.message_id or f"<{self.key}@{mail_host()}>"
        super().save(*args, **kwargs)

    @property
    def is_of_now(self) -> bool:
        """Whether it left, or was tried and is still to leave, whatever its day was."""
        tried = self.attempts > 0 and self.state in (self.State.WAITING, self.State.SENDING)
        return tried or self.state == self.State.SENT

    @property
    def is_dead(self) -> bool:
        return self.state == self.State.DEAD


def _notices() -> Any:
    """What they carry (notice.py)."""
    return Mail._meta.get_field("notices").related_model._default_manager.all()


def mail_host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
