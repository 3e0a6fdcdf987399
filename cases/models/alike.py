"""Cases whose recommendations say the same thing: proposed as one group, which is taken or refused.

``cases/alike`` finds the groups and does what a coordinator decides. Each case stays a case of its own.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.people.roles import COORDINATOR, grants_of


class SaidTwiceQuerySet(models.QuerySet["SaidTwice"]):
    def visible_to(self, user: Any) -> SaidTwiceQuerySet:
        """For coordinators; and only groups of which the person sees every case."""
        held = COORDINATOR.held(grants_of(user), None)
        return self.without_hidden(user) if held else self.none()

    def without_hidden(self, user: Any) -> SaidTwiceQuerySet:
        """Without groups that hold a case which is hidden from this person; roles are not asked about."""
        hidden = AlikeCase.objects.filter(group=OuterRef("pk"), case__restricted=True)
        return self.exclude(Exists(hidden.exclude(case__in=Case.objects.not_hidden_from(user))))

    def standing(self) -> SaidTwiceQuerySet:
        """Those that were not refused."""
        return self.exclude(state=SaidTwice.State.REFUSED)

    def contradictory(self) -> SaidTwiceQuerySet:
        """Of which the cases have different implementation statuses, as they were approved."""
        several = (
            AlikeCase.objects.filter(group=OuterRef("pk"), case__status__isnull=False)
            .order_by()
            .values("group")
            .annotate(statuses=Count("case__status", distinct=True))
            .filter(statuses__gt=1)
        )
        return self.filter(Exists(several))


class SaidTwice(models.Model):
    """A group of cases of which the recommendations say the same thing.

    ``nearness`` is that of the two that are furthest apart, 0 to 1.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        TAKEN = "taken", _("Answered together")
        REFUSED = "refused", _("Kept apart")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)
    nearness = models.FloatField(_("nearness"))
    found_at = models.DateTimeField(_("found at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cases = models.ManyToManyField(Case, through="AlikeCase", related_name="said_twice")

    objects = SaidTwiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of cases that say the same")
        verbose_name_plural = _("groups of cases that say the same")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None, decided_by=None)
                | (Q(state__in=("taken", "refused")) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="who_decided_what_is_said_twice",
            ),
            models.CheckConstraint(condition=Q(nearness__gte=0, nearness__lte=1), name="nearness_is_a_share"),
        ]
        indexes = [models.Index(fields=["state", "-nearness", "id"], name="said_twice_in_order")]


class AlikeCase(models.Model):
    """One case of a group; ``waiting`` while the group is proposed: a case is in one proposal at a time."""

    group = models.ForeignKey(SaidTwice, on_delete=models.CASCADE, related_name="members")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    waiting = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "case"], name="a_case_once_in_a_group"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(waiting=True), name="a_case_in_one_proposal"
            ),
        ]
