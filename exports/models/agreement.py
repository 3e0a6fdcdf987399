"""A lead agrees to a rewritten passage, or proposes a text for it. Steps: ``exports/agreement_flow.py``."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.people.models import Department
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.telling import Line, ToldOfItself
from exports.agreement_flow import NEW, WITHDRAWN, AgreementFlow
from exports.models.outline import Passage, PassageAnswer, PassageText
from exports.models.report import Report
from workflow import may
from workflow.append_only import kept_for_good
from workflow.models import Event, Remark
from workflow.process import register


class ProposedTextQuerySet(models.QuerySet["ProposedText"]):
    def waiting(self) -> Self:
        """Those that no editor has taken."""
        return self.filter(texts=None)


@kept_for_good
class ProposedText(models.Model):
    """A text that a lead proposes for a passage. ``signed``: by whoever may agree for the department.

    It was taken once a text of the passage names it.
    """

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="proposals")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=12)
    text = models.TextField(_("text"))
    annexed = models.TextField(_("in the annex"), blank=True)
    signed = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = ProposedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed text")
        verbose_name_plural = _("proposed texts")
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="proposed_text_says_something")]


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: Any) -> Self:
        """National roles see all; a department what it is asked. Nobody those that tell a restricted case."""
        seen = self.exclude(state=NEW).filter(~Exists(_restricted()))
        grants = grants_of(user)
        if grants.national:
            return seen
        own = grants.units_with(LEAD_DEPARTMENT.codenames)
        return seen.exclude(state=WITHDRAWN).filter(department__in=own)

    def waiting_for(self, user: Any) -> Self:
        """Those that this person may agree to now."""
        mine = self.filter(may.waiting(Agreement.process, grants_of(user)))
        return mine.filter(~Exists(_restricted()))

    def in_order(self) -> Self:
        return self.order_by("pk")

    def with_answers(self) -> Self:
        """With their events, the newest last, and what was written to each."""
        events = AgreementEvent.objects.select_related("by", "acting_for", "remark").order_by("number")
        return self.prefetch_related(Prefetch("events", events))


def _restricted() -> Any:
    """What a passage tells of restricted cases, for the outer agreement."""
    hidden = Case.objects.filter(restricted=True, answer=OuterRef("answer"))
    return PassageAnswer.objects.filter(Exists(hidden), passage=OuterRef("text__passage"))


@register
class Agreement(AgreementFlow, ToldOfItself):
    """What ``department`` says to ``text``, a rewritten passage of whose answers it leads one.

    ``place`` says in words where the passage stood when it was asked. Reasons are remarks of its events.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="agreements")
    text = models.ForeignKey(PassageText, on_delete=models.PROTECT, related_name="agreements")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=400, blank=True)

    objects = AgreementQuerySet.as_manager()
    line_reads = ("report", "department__wordings")

    class Meta:
        verbose_name = _("agreement to a rewritten passage")
        verbose_name_plural = _("agreements to rewritten passages")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AgreementFlow.process.storable), name="agreement_state_known"
            ),
            models.UniqueConstraint(fields=["text", "department"], name="a_lead_is_asked_once_of_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.place}" if self.place else str(self.report)

    def line(self) -> Line:
        return Line(
            reference=self.report.reference,
            words=self.place or self.report.title,
            language=self.report.language,
            department=str(self.department),
            due="",
            path=reverse("agreement", args=[self.report.reference, self.pk]),
        )


class AgreementEvent(Event):
    case = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("event of an agreement")
        verbose_name_plural = _("events of agreements")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_event_per_agreement_version")
        ]


class AgreementRemark(Remark):
    event = models.OneToOneField(AgreementEvent, on_delete=models.PROTECT, related_name="remark")

    class Meta:
        default_permissions = ("view",)
