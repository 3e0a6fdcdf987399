"""Cases whose recommendations say the same thing: proposed as one group, which is taken or refused.

``cases/alike`` finds the groups and does what a coordinator decides. Each case stays a case of its own.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.alike.levels import SURE
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

    def with_contradictions(self) -> SaidTwiceQuerySet:
        """``approved_differ``: the approved implementation statuses. ``said_differ``: while it is undecided
        what one source says of how far its cases are, of those without an approved one."""
        members = AlikeCase.objects.filter(group=OuterRef("pk"), left_out=False).order_by()
        approved = members.filter(case__status__isnull=False).values("group")
        undecided = members.filter(group__state=SaidTwice.State.PROPOSED, case__status=None)
        in_words = undecided.exclude(case__recommendation__status_in_source="")
        said = in_words.values("group", "case__recommendation__source")
        return self.annotate(
            approved_differ=Exists(_several(approved, "case__status")),
            said_differ=Exists(_several(said, "case__recommendation__status_in_source")),
        )

    def contradictory(self) -> SaidTwiceQuerySet:
        """Those of which the implementation statuses differ, as :meth:`with_contradictions` says.

        Not where it is undecided whether they say the same: two things may be differently far.
        """
        differ = self.with_contradictions().filter(Q(approved_differ=True) | Q(said_differ=True))
        return differ.exclude(state=SaidTwice.State.PROPOSED, nearness__lt=SURE)


def _several(members: models.QuerySet[Any, Any], column: str) -> models.QuerySet[Any, Any]:
    """The groups of rows of which this column says more than one thing."""
    return members.annotate(different=Count(column, distinct=True)).filter(different__gt=1)


class SaidTwice(models.Model):
    """A group of cases of which the recommendations say the same thing.

    ``nearness`` is that of the two that are furthest apart, 0 to 1: how likely they say the same. Below
    ``SURE`` the group perhaps does.
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
    """One case of a group; ``waiting`` while the group is proposed: a case is in one proposal at a time.

    ``left_out``: the others are answered together without it, and it is kept apart from them.
    """

    group = models.ForeignKey(SaidTwice, on_delete=models.CASCADE, related_name="members")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    waiting = models.BooleanField(default=True)
    left_out = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "case"], name="a_case_once_in_a_group"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(waiting=True), name="a_case_in_one_proposal"
            ),
            models.CheckConstraint(
                condition=Q(waiting=False) | Q(left_out=False), name="left_out_once_it_is_decided"
            ),
        ]
