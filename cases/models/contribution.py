"""The contribution of a department to an answer of another, with its own chain of texts.

Its steps are in ``cases/contributions/flow.py``. A part is its department's own until it is delivered, then
the lead's too, and those of the nation read it once the answer was sent: the last one delivered.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.contributions.flow import (
    ACCEPTED,
    ASKED,
    DECLINED,
    DELIVERED,
    NEW,
    OPEN,
    RETURNED,
    WITH_CONTRIBUTOR,
    ContributionFlow,
    Share,
)
from cases.models.access import texts_hidden_from, texts_overseen
from cases.models.answer import Answer, Version
from cases.models.case import Case
from cases.people.day_words import day_in_words
from cases.people.models import Department
from cases.people.roles import CONTRIBUTORS, LEAD_DEPARTMENT, grants_of
from cases.prose import words_in
from cases.states import ASSIGNED
from cases.states import DRAFTING as CASE_DRAFTING
from workflow.models import Event, Remark
from workflow.process import register

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, user: Any) -> ContributionQuerySet:
        """Who oversees the case sees that there are some; departments those that they make or asked for."""
        grants = grants_of(user)
        asked = self.exclude(state=NEW).exclude(texts_hidden_from(user))
        if grants.national:
            return asked
        own = Q(department__in=grants.units_with(CONTRIBUTORS.codenames)) | texts_overseen(grants)
        return asked.filter(own | Q(lead__in=grants.units_with(LEAD_DEPARTMENT.codenames)))

    def open(self) -> ContributionQuerySet:
        return self.filter(state__in=OPEN)

    def with_contributors(self) -> ContributionQuerySet:
        return self.filter(state__in=WITH_CONTRIBUTOR)

    def departments(self) -> list[int]:
        return list(self.values_list("department", flat=True))

    def merged(self) -> ContributionQuerySet:
        """Those whose text the lead has, or that agreed to its own."""
        return self.filter(state__in=(DELIVERED, ACCEPTED))

    def lacks(self, ids: list[int]) -> list[str]:
        """Who is missing, and since when, for a sentence."""
        return [str(one.lack()) for one in self.filter(pk__in=ids).for_lists().order_by("asked_at", "pk")]

    def standing(self) -> ContributionQuerySet:
        """Asked for, and neither withdrawn nor passed over: those that go where the answer goes."""
        return self.filter(state__in=(*OPEN, ACCEPTED, DECLINED))

    def for_lists(self) -> ContributionQuerySet:
        names = ("department__wordings", "lead__wordings")
        return self.select_related("department", "lead", "put", "agreed").prefetch_related(*names)


@register
class Contribution(ContributionFlow):
    """What ``department`` brings to the answer of ``lead``, until ``due_on``.

    ``put`` is the lead's text to which it is asked to agree, ``agreed`` the one to which it did.
    ``unanswered``: the lead went on without it.
    """

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="contributions")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("department")
    )
    lead = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("lead"))
    due_on = models.DateField(_("due date"), null=True)
    asked_at = models.DateTimeField(_("asked at"), null=True, editable=False)
    must_agree = models.BooleanField(_("must agree"), default=False)
    unanswered = models.BooleanField(_("no answer"), default=False, editable=False)
    put = models.ForeignKey(
        Version, null=True, editable=False, on_delete=models.PROTECT, related_name="put_before"
    )
    agreed = models.ForeignKey(
        Version, null=True, editable=False, on_delete=models.PROTECT, related_name="agreed_by"
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Share.values), name="contribution_state_known"),
            models.UniqueConstraint(
                fields=["answer", "department"],
                condition=Q(state__in=[*OPEN]),
                name="one_open_contribution_of_a_department",
            ),
            models.CheckConstraint(
                condition=Q(state=NEW) | Q(due_on__isnull=False, asked_at__isnull=False),
                name="what_is_asked_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(must_agree=True) | Q(put__isnull=True, agreed__isnull=True),
                name="who_agrees_must_agree",
            ),
        ]
        indexes = [models.Index(fields=["department", "state", "due_on"], name="contribution_of_a_dept")]

    def __str__(self) -> str:
        return f"{', '.join(case.reference for case in self.told_cases())}: {self.department}"

    @property
    def standing(self) -> StrOrPromise:
        """“No answer” where the lead went on without it; a text to agree to has words of its own."""
        if self.unanswered:
            return _("no answer")
        if self.put_id:
            return AGREEING.get(self.state, self.process.states[self.state])
        return self.process.states[self.state]

    def is_drafted(self) -> bool:
        """Whether the lead that asked writes the answer now."""
        return any(
            case.lead_id == self.lead_id and case.state in (ASSIGNED, CASE_DRAFTING)
            for case in self.answer.cases.all()
        )

    def told_cases(self) -> list[Case]:
        """The cases that a mail about it names: all that the answer is for."""
        return list(self.answer.cases.all())

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.state in WITH_CONTRIBUTOR and self.due_on < today

    def lack(self) -> StrOrPromise:
        """Who is missing, and since when, in the middle of a sentence."""
        said = {"department": self.department, "since": day_in_words(timezone.localtime(self.asked_at))}
        return LACKS.get(self.state, _ASKED) % said if not self.agreed_id else _CHANGED % said

    def latest_part(self) -> Part | None:
        return max(self.parts.all(), key=lambda part: part.number, default=None)

    def is_wanted(self, due_on: date, now: datetime) -> None:
        self.due_on, self.asked_at = due_on, now

    def put_text(self) -> None:
        """The lead's text as it stands is the one to agree to."""
        self.put = self.answer.latest_draft()

    def agree_to(self, text: Version | None) -> None:
        self.agreed = text

    def release_to_lead(self, now: datetime) -> None:
        """What stands now is what is delivered."""
        part = self.latest_part()
        if part is not None and part.delivered_at is None:
            self.parts.filter(pk=part.pk).update(delivered_at=now)


_ASKED = _("%(department)s, asked on %(since)s")
_CHANGED = _("%(department)s agreed to an earlier text, and has to be asked again")
LACKS: dict[str, StrOrPromise] = {
    DELIVERED: _("the part of %(department)s has been delivered, and waits to be accepted or returned"),
    RETURNED: _("%(department)s, asked on %(since)s, its part was returned"),
    DECLINED: _("%(department)s, asked on %(since)s, does not agree"),
    ACCEPTED: _("%(department)s, asked on %(since)s, has not agreed to the text yet"),
}
AGREEING: dict[str, StrOrPromise] = {
    ASKED: _("asked to agree"),
    DELIVERED: _("agreed"),
    ACCEPTED: _("agreed"),
    DECLINED: _("does not agree"),
}


class ContributionEvent(Event):
    case = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="events")

    class Meta:
        verbose_name = _("event of a contribution")
        verbose_name_plural = _("events of contributions")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_event_per_contribution_version")
        ]


class ContributionRemark(Remark):
    event = models.OneToOneField(ContributionEvent, on_delete=models.PROTECT, related_name="remark")

    class Meta:
        default_permissions = ("view",)


class PartQuerySet(models.QuerySet["Part"]):
    def visible_to(self, user: Any) -> PartQuerySet:
        grants = grants_of(user)
        own = Q(contribution__department__in=grants.units_with(CONTRIBUTORS.codenames))
        asked_for = Q(contribution__lead__in=grants.units_with(LEAD_DEPARTMENT.codenames))
        released = texts_overseen(grants, "contribution__answer") & Q(released_at__isnull=False)
        seen = self.filter(own | (asked_for & Q(delivered_at__isnull=False)) | released)
        return seen.exclude(texts_hidden_from(user, "contribution__answer"))

    def last_delivered(self) -> PartQuerySet:
        """Of each contribution the text that it delivered last."""
        later = Part.objects.filter(
            contribution=OuterRef("contribution"), number__gt=OuterRef("number"), delivered_at__isnull=False
        )
        return self.filter(~Exists(later), delivered_at__isnull=False)

    def release(self, now: datetime) -> None:
        self.filter(released_at__isnull=True).update(released_at=now)


class Part(models.Model):
    """One state of the text that a department contributes. It is never changed; a new one is added."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField(_("number"))
    language = models.CharField(_("language"), max_length=12)
    text = models.TextField(_("text"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["contribution", "number"], name="part_numbers_unique"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(delivered_at__lte=F("released_at")),
                name="released_once_delivered",
            ),
        ]

    @property
    def words(self) -> int:
        return words_in(self.text)
