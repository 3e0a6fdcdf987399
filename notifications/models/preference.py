"""What a person chose of the mails that may be switched off; without a row, they come by mail."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def switched_off(self, people: Collection[int]) -> PreferenceQuerySet:
        return self.filter(person__in=people, choice=Preference.Choice.BELL)


class Preference(models.Model):
    """One choice of one person for one group of rules (``notifications/preferences.py``)."""

    class Group(models.TextChoices):
        NEWS = "news", _("News of answers and reports that ask nothing of you")
        MENTIONS = "mentions", _("Comments that mention you")
        WEEK = "week", _("The overview of the week")

    class Choice(models.TextChoices):
        MAIL = "mail", _("By mail")
        BELL = "bell", _("Only in the bell")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(_("mails"), max_length=10, choices=Group.choices)
    choice = models.CharField(_("choice"), max_length=4, choices=Choice.choices)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of mails")
        verbose_name_plural = _("choices of mails")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["person", "group"], name="one_choice_of_a_person_for_a_group"),
            models.CheckConstraint(
                condition=Q(group__in=["news", "mentions", "week"]) & Q(choice__in=["mail", "bell"]),
                name="a_known_choice_of_mails",
            ),
        ]
