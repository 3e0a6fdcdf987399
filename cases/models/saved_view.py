"""A list of the Desk that somebody named: the words of its address, for oneself or for all coordinators."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.people.models import Department
from cases.people.roles import COORDINATOR, grants_of

LONGEST_QUERY = 2000


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: Any) -> SavedViewQuerySet:
        """One's own, and for a coordinator those that another coordinator shares; none that was deleted.

        Who is coordinator no more shares nothing: else somebody without the role would go on naming lists
        on the pages of those who hold it. Given back, the role brings them back.
        """
        seen = Q(owner=user)
        if COORDINATOR.held(grants_of(user), None):
            seen |= Q(shared=True, owner__in=COORDINATOR.holders(Department, None).values("pk"))
        return self.filter(seen, deleted_at__isnull=True)

    def deleted_by(self, user: Any, since: datetime) -> SavedViewQuerySet:
        """One's own that were deleted since then, and can come back."""
        return self.filter(owner=user, deleted_at__gte=since)


class SavedView(models.Model):
    """``query`` are the words of the address, as the filters take them; what it opens is asked anew.

    So a view that is shared shows everybody only what that person sees.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=LONGEST_QUERY)
    shared = models.BooleanField(_("shared with all coordinators"), default=False)
    at = models.DateTimeField(_("at"))
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(deleted_at__isnull=True), name="saved_view_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
