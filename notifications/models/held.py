"""What a coordinator changed about the mails of a day before they left: lines, whole mails, words above."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.people.roles import COORDINATOR, grants_of
from notifications.models.notice import Notice


class OfCoordinators(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> OfCoordinators:
        """Coordinators see what any of them changed."""
        return self if COORDINATOR.held(grants_of(user), None) else self.none()


class HeldLine(models.Model):
    """``notice`` is left out of the mail of ``day``; ``ahead``: it was made for that, before its day came."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="held")
    day = models.DateField(_("day"))
    ahead = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = OfCoordinators.as_manager()

    class Meta:
        verbose_name = _("line that is left out")
        verbose_name_plural = _("lines that are left out")
        default_permissions = ("view",)


class HeldMail(models.Model):
    """``recipient`` gets no mail of ``day``; what it would tell waits for the next working day."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = OfCoordinators.as_manager()

    class Meta:
        verbose_name = _("mail that is held")
        verbose_name_plural = _("mails that are held")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["recipient", "day"], name="a_mail_held_once")]


class MorningNote(models.Model):
    """What ``by`` writes above the mail of ``day``, to ``recipient`` or to everybody."""

    day = models.DateField(_("day"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("text"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = OfCoordinators.as_manager()

    class Meta:
        verbose_name = _("words above a mail")
        verbose_name_plural = _("words above mails")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "recipient"], name="one_note_to_a_person_a_day"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(recipient=None), name="one_note_to_everybody_a_day"
            ),
        ]
