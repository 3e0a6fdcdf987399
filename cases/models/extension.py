"""A request for more time, for one answer and all its cases. Its steps: ``cases/extensions/flow.py``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.extensions.flow import ASKED, ExtensionFlow, Stage
from cases.models.access import texts_hidden_from, texts_overseen
from cases.models.answer import Answer
from cases.models.case import Case
from cases.people.models import Department
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.states import WITH_DRAFTERS
from workflow import engine
from workflow.models import Event, Remark
from workflow.process import register
from workflow.step import Act


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, user: Any) -> ExtensionQuerySet:
        """Who oversees a case sees its requests, as all its dates; departments those that they made."""
        grants = grants_of(user)
        own = Q(lead__in=grants.units_with(LEAD_DEPARTMENT.codenames)) | texts_overseen(grants)
        return self.filter(own).exclude(texts_hidden_from(user))

    def open(self) -> ExtensionQuerySet:
        return self.filter(state=ASKED)

    def lapsed_at(self, moment: datetime) -> ExtensionQuerySet:
        """Those that lapsed by a step of that moment."""
        return self.filter(events__step="lapse", events__at=moment)


@register
class Extension(ExtensionFlow):
    """What ``lead`` asks for its answer: a later date. ``granted_on`` is the one that was given."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="requests")
    lead = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("lead"))
    wanted_on = models.DateField(_("date asked for"), null=True)
    granted_on = models.DateField(_("date granted"), null=True)

    reckoned: dict[str, Any] | None = None
    """How the date granted was counted in working days, for the step of the cases; history keeps it."""

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for more time")
        verbose_name_plural = _("requests for more time")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Stage.values), name="extension_state_known"),
            models.UniqueConstraint(
                fields=["answer"], condition=Q(state="asked"), name="one_open_request_for_an_answer"
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(granted_on__isnull=False), name="a_grant_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(case.reference for case in self.told_cases())

    def cases_with_drafters(self) -> list[Case]:
        """Those that it stands for, and whose date it may move: still drafted by who asked."""
        found = Case.objects.answered_by(self.answer_id).filter(lead=self.lead_id, state__in=WITH_DRAFTERS)
        return list(found.order_by("pk"))

    def told_cases(self) -> list[Case]:
        """The cases that a mail about it names: those that its department answers by it."""
        return [case for case in self.answer.cases.all() if case.lead_id == self.lead_id]

    def due_on(self) -> date | None:
        """The date that it would move."""
        days = [case.due_on for case in self.cases_with_drafters() if case.due_on]
        return max(days, default=None)

    def extend_cases(self, act: Act) -> None:
        """Give every case the date granted, in one with the grant."""
        engine.perform_together(
            self.cases_with_drafters(), "extend", by=act.by, now=act.at, comment=act.comment, request=self
        )


class ExtensionEvent(Event):
    case = models.ForeignKey(Extension, on_delete=models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("event of a request")
        verbose_name_plural = _("events of requests")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_event_per_extension_version")
        ]


class ExtensionRemark(Remark):
    event = models.OneToOneField(ExtensionEvent, on_delete=models.PROTECT, related_name="remark")

    class Meta:
        default_permissions = ("view",)
