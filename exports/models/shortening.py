"""A request to a lead for a shorter text of a passage. Its steps: ``exports/shortening_flow.py``."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.people.models import Department
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.telling import Line, ToldOfItself
from exports.models.outline import Passage, PassageAnswer
from exports.models.report import Report
from exports.shortening_flow import ASKED, NEW, ShorteningFlow
from workflow.grants import Grants
from workflow.models import Event, Remark
from workflow.process import register


class ShorteningQuerySet(models.QuerySet["Shortening"]):
    def visible_to(self, user: Any) -> Self:
        """National roles see all; a department its own. Nobody one whose passage tells a restricted case."""
        grants = grants_of(user)
        return self._told() if grants.national else self._of(grants)

    def waiting_for(self, user: Any) -> Self:
        """What the departments of this person are to answer, while the report is with the editor.

        A passage that was taken out, or joined into another, needs no text.
        """
        asked = self._of(grants_of(user)).filter(state=ASKED, report__state="assembling")
        asked = asked.filter(passage__removed_at=None)
        return asked.order_by("pk")

    def _of(self, grants: Grants) -> Self:
        return self._told().filter(department__in=grants.units_with(LEAD_DEPARTMENT.codenames))

    def _told(self) -> Self:
        return self.exclude(state=NEW).filter(~Exists(_restricted()))

    def open(self) -> Self:
        return self.filter(state=ASKED)


def _restricted() -> Any:
    """What the passage tells of restricted cases, for the outer request."""
    hidden = Case.objects.filter(restricted=True, answer=OuterRef("answer"))
    return PassageAnswer.objects.filter(Exists(hidden), passage=OuterRef("passage"))


@register
class Shortening(ShorteningFlow, ToldOfItself):
    """Asks ``department`` for a text of about ``wished`` words, where the passage has ``had``.

    ``place`` says in words where it stood when it was asked. The shorter text, or why there is none, is a
    remark of its events.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="shortenings")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="shortenings")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    had = models.PositiveIntegerField(_("words it had"))
    wished = models.PositiveIntegerField(_("words wished for"))
    place = models.CharField(max_length=400, blank=True)

    objects = ShorteningQuerySet.as_manager()
    line_reads = ("report", "department__wordings")

    class Meta:
        verbose_name = _("request for a shorter text")
        verbose_name_plural = _("requests for shorter texts")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ShorteningFlow.process.storable), name="shortening_state_known"
            ),
            models.UniqueConstraint(
                fields=["passage", "department"],
                condition=Q(state="asked"),
                name="a_lead_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(wished__gt=0), name="shortening_wishes_for_words"),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.place}" if self.place else str(self.report)

    def is_of_a_lead(self) -> bool:
        """Whether its department leads an answer that its passage tells, and the passage still stands."""
        told = PassageAnswer.objects.filter(passage=self.passage_id, passage__removed_at=None)
        return told.filter(answer__lead=self.department_id).exists()

    def line(self) -> Line:
        return Line(
            reference=self.report.reference,
            words=self.place or self.report.title,
            language=self.report.language,
            department=str(self.department),
            due="",
            path=reverse("shortening", args=[self.pk]),
        )


class ShorteningEvent(Event):
    case = models.ForeignKey(Shortening, on_delete=models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("event of a request for a shorter text")
        verbose_name_plural = _("events of requests for shorter texts")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_event_per_shortening_version")
        ]


class ShorteningRemark(Remark):
    event = models.OneToOneField(ShorteningEvent, on_delete=models.PROTECT, related_name="remark")

    class Meta:
        default_permissions = ("view",)
