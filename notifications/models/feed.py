"""A calendar feed: a secret address at which a calendar program reads due dates (``feeds/``)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.people.models import Department, SettingsChange
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.people.settling import BROUGHT_BACK


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, user: Any) -> FeedQuerySet:
        """The person's own, and those of the departments in which the person may make one."""
        units = grants_of(user).units_with(LEAD_DEPARTMENT.codenames)
        return self.filter(Q(department=None, by=user.pk) | Q(department__in=units))

    def in_force(self) -> FeedQuerySet:
        """Those of active people; who was switched off and brought back since makes a new link."""
        back = SettingsChange.objects.filter(about=SettingsChange.About.PERSON, act=BROUGHT_BACK)
        since = back.filter(thing=OuterRef("by"), at__gte=OuterRef("made_at"))
        return self.filter(~Exists(since), by__is_active=True)


class Feed(models.Model):
    """The due dates of ``department``, or, where there is none, those of ``by`` alone.

    ``by`` made the link: it shows what this person may see when it is fetched, and nothing once that ended.
    The address itself is not kept, only a ``digest`` of its secret: who reads the database cannot use it.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("department"),
    )
    made_at = models.DateTimeField(_("made at"))

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["by"], condition=Q(department=None), name="one_feed_of_a_person"),
            models.UniqueConstraint(
                fields=["department"], condition=Q(department__isnull=False), name="one_feed_of_a_department"
            ),
        ]
