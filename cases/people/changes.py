"""What changed in departments, and in who does their work: written once, kept for good.

A *succession* says which department took over from which, a *former name* how one was called until a day. A
*hand-over* says which roles of a person went to whom. The acts are in reorganising.py and handing_over.py.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.people.wording import Wording
from workflow.append_only import kept_for_good


@kept_for_good
class Reorganisation(models.Model):
    """One act by which departments were merged, split or renamed, on the day from which it holds."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("merger")
        SPLIT = "split", _("split")
        RENAME = "rename", _("new name")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("from"))
    remark = models.TextField(_("remark"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        default_permissions = ("view",)


@kept_for_good
class Succession(models.Model):
    """One department that took over from another. The ``main`` one took what nobody gave to another."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="successions")
    predecessor = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, related_name="went_to", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, related_name="came_from", verbose_name=_("successor")
    )
    main = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="a_department_followed_once"),
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(main=True), name="one_main_successor_each"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="a_department_follows_another"
            ),
        ]


@kept_for_good
class FormerName(Wording):
    """What a department was called, in one language, up to the day before ``until``."""

    of = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="former_names")
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["of", "language", "until"], name="one_former_name_a_day")
        ]


@kept_for_good
class HandOver(models.Model):
    """The roles of one person in a department, given to another: for some days, or for good without days.

    ``roles`` are codenames, ``cases`` the references of what was open then.
    """

    unit = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, related_name="hand_overs", verbose_name=_("department")
    )
    leaver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("from")
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("to")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    roles = models.JSONField(_("roles"), default=list)
    cases = models.JSONField(_("open cases"), default=list)
    switched_off = models.BooleanField(_("account switched off"), default=False)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=~Q(leaver=F("to")), name="a_hand_over_to_another"),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True, last_day__isnull=True)
                | Q(first_day__isnull=False, last_day__gte=F("first_day")),
                name="a_hand_over_for_days_or_for_good",
            ),
        ]

    @property
    def for_good(self) -> bool:
        return self.last_day is None
