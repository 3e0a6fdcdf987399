"""What came back to the address of bounces: each message is read once, by the digest of its bytes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.models.mail import Mail


class Bounce(models.Model):
    """A report on the delivery of ``mail``; or, of kind other, anything else: ``kept`` has its text.

    ``status`` is that of RFC 3463, such as 5.1.1; ``said`` are the words of the server.
    """

    class Kind(models.TextChoices):
        FAILED = "failed", _("could not be delivered")
        DELAYED = "delayed", _("delayed")
        DELIVERED = "delivered", _("delivered")
        OTHER = "other", _("not understood")

    digest = models.CharField(max_length=64, unique=True, editable=False)
    mail = models.ForeignKey(
        Mail, null=True, blank=True, on_delete=models.PROTECT, related_name="bounces", verbose_name=_("mail")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    status = models.CharField(_("status"), max_length=12, blank=True)
    said = models.CharField(_("said"), max_length=500, blank=True)
    kept = models.TextField(blank=True, editable=False)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["kind", "at"], name="bounce_of_a_kind")]
