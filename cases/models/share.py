"""Another share of the report's words for one answer than the rule gives it (``cases/rounds/words.py``)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.answer import Answer


class OwnShare(models.Model):
    """Set by a coordinator; the answer goes back to the common share where the row goes."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="own_share")
    words = models.PositiveIntegerField(_("words"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        verbose_name = _("share of the words")
        verbose_name_plural = _("shares of the words")
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(condition=Q(words__gt=0), name="an_own_share_is_some_words")]

    def __str__(self) -> str:
        return str(self.words)
