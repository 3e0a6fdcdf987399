"""The case: one recommendation on its way to an answer. Its steps are in ``cases/flow.py``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases import asked_for, dates
from cases.flow import CaseFlow
from cases.models import access
from cases.models.answer import Answer
from cases.models.case_lists import CaseQuerySet
from cases.models.past_round import CaseRound
from cases.models.recommendation import LeadProposal, Recommendation
from cases.models.round import ImplementationStatus, Round
from cases.models.sight import InSight
from cases.people.days import today_of
from cases.people.models import Department
from cases.standings import INVITED_WORD, RETURNED_WORD, STANDINGS
from cases.states import (
    APPROVED,
    ASSIGNED,
    CLOSED,
    DRAFTING,
    RECEIVED,
    SUBMITTED,
    WITH_DEPARTMENT,
    State,
)
from cases.un import Position
from workflow.models import Carried
from workflow.process import register
from workflow.step import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@register
class Case(InSight, CaseFlow):
    """A recommendation being answered. Lead, due date and statuses are those of its present round.

    ``asked_at`` is when a department was last asked: from then on its age is counted (overview/asked.py).
    """

    class Closing(models.TextChoices):
        DUPLICATE = "duplicate", _("duplicate of another case")
        SUPERSEDED = "superseded", _("superseded")
        IMPLEMENTED = "implemented", _("validated as implemented")

    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="case")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    lead = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
        verbose_name=_("lead"),
    )
    answer = models.ForeignKey(Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    due_on = models.DateField(_("due date"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True, editable=False)
    paused_on = models.DateField(_("paused on"), null=True, blank=True, editable=False)
    proposed_status = models.ForeignKey(
        ImplementationStatus, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("proposed status"),
    )  # fmt: skip
    proposed_position = models.CharField(
        _("proposed position"), max_length=20, choices=Position.choices, blank=True
    )
    status = models.ForeignKey(
        ImplementationStatus, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("implementation status"),
    )  # fmt: skip
    returned = models.BooleanField(_("returned"), default=False, editable=False)
    restricted = models.BooleanField(_("restricted"), default=False, editable=False)
    closed_because = models.CharField(_("closed because"), max_length=20, choices=Closing.choices, blank=True)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        default_permissions = ("view",)
        # Held on one case, by one person.
        permissions = [
            (access.NAMED, _("Named in a restricted case")),
            (access.LENT, _("Reads a case that is lent")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseFlow.process.storable), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=(RECEIVED, CLOSED)) | Q(lead__isnull=False, answer__isnull=False),
                name="case_under_way_has_a_lead",
            ),
            models.CheckConstraint(
                condition=Q(paused_on__isnull=True) | Q(state__in=WITH_DEPARTMENT),
                name="paused_only_with_the_department",
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "state", "due_on"], name="case_of_a_lead"),
            models.Index(fields=["state", "due_on", "id"], name="case_by_state"),
            models.Index(
                fields=["lead", "due_on", "id"], condition=Q(state__in=WITH_DEPARTMENT), name="case_owed"
            ),
            models.Index(
                fields=["lead", "due_on", "id"], condition=Q(paused_on__isnull=False), name="case_paused"
            ),
            models.Index(fields=["answer"], condition=Q(restricted=True), name="case_restricted"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return self.recommendation.reference

    @property
    def standing(self) -> StrOrPromise:
        """Where the case stands, in the words that people read; never a word of implementation."""
        if self.returned and self.state == DRAFTING:
            return RETURNED_WORD
        if self.state == ASSIGNED and self.is_invited:
            return INVITED_WORD
        return STANDINGS[State(self.state)]

    @property
    def is_implemented(self) -> bool:
        return self.status is not None and self.status.code == "implemented"

    @property
    def is_invited(self) -> bool:
        """Whether its lead is an independent body, which owes nothing: the date is only wished for."""
        return self.lead is not None and self.lead.independent

    def is_late(self, now: datetime) -> bool:
        """Whether the department's own day at ``now`` is past the due date.

        A paused case never is late, nor one that an independent body is invited to answer.
        """
        owed = self.state in WITH_DEPARTMENT and self.paused_on is None and not self.is_invited
        return owed and self.due_on is not None and self.due_on < today_of(self.lead, now)

    def answered_together(self) -> list[Case]:
        """All cases under way with this one's answer, this one among them: they move together."""
        if self.answer_id is None or self.lead_id is None:
            return [self]
        return [self, *Case.objects.answered_by(self.answer_id).exclude(pk=self.pk)]

    def company(self) -> CaseQuerySet:
        """The others under way that its answer answers."""
        return Case.objects.answered_by(self.answer_id or 0).exclude(pk=self.pk)

    @property
    def is_begun(self) -> bool:
        """Whether the department has accepted it, by a word or by its first edit."""
        return self.state not in (RECEIVED, ASSIGNED)

    @property
    def is_decided(self) -> bool:
        """Whether a validator has decided on the answer of this round."""
        return self.state in (APPROVED, SUBMITTED)

    def moving_together(self) -> list[Case]:
        return self.answered_together()

    @classmethod
    def companies(cls, rows: Iterable[Case]) -> dict[int, Sequence[Carried]]:
        """In one query."""
        found: dict[int, Sequence[Carried]] = {}
        asked, of_answer = list(rows), defaultdict(list)
        answers = {case.answer_id for case in asked if case.answer_id and case.lead_id}
        for case in Case.objects.under_way().filter(answer__in=answers).order_by("pk"):
            of_answer[case.answer_id].append(case)
        for case in asked:
            others = of_answer[case.answer_id] if case.answer_id in answers and case.lead_id else []
            found[case.pk] = [case, *(one for one in others if one.pk != case.pk)]
        return found

    def told_cases(self) -> list[Case]:
        """The cases that a mail about it names."""
        return [self]

    def propose_lead(self, department: Department, by: Any) -> LeadProposal | None:
        """The proposal where it is a new one."""
        proposal, made = LeadProposal.objects.get_or_create(
            recommendation=self.recommendation,
            named=str(department),
            defaults={"department": department, "by": by},
        )
        return proposal if made else None

    def leave_department(self, act: Act) -> None:
        """The answer is signed: what stands now is sent, and whoever follows the case may read it."""
        asked_for.drop_request(self, act)
        dates.end_pause(self, act)
        self.returned = False
        act.noted["sent"] = self.present_answer.sent_id
        self.present_answer.send(act)

    def answer_with(self, into: Answer, act: Act) -> None:
        """Its text from now on is ``into``; its own is kept beside, and what was asked for goes there."""
        left = self.present_answer
        if not self.company().exclude(pk__in=act.together).exists():
            asked_for.drop_request(self, act)
            asked_for.carry_contributions(self, act, into.lead, into)
        act.noted.update(into.take_in(left))
        others = Case.objects.answered_by(into.pk).exclude(pk=self.pk)
        self.propose_as(cast("Case", others.first()))
        self.answer = into

    def hand_answer_to(self, lead: Department, act: Act) -> None:
        """Another department leads from now on, with the draft; an independent body's draft stays with it."""
        keeps = self.is_invited and self.lead_id != lead.pk
        self.lead = lead
        answer = self.new_answer(act) if keeps else self.present_answer
        asked_for.carry_contributions(self, act, lead, answer)
        if keeps:
            self.answer = answer
            self.propose_nothing()
        else:
            answer.hand_to(lead)

    def keep_round(self, act: Act) -> None:
        """Write down how the case stood when its round ended."""
        ended = CaseRound(case_id=self.pk, round_id=cast("int", self.round_id), answer_id=self.answer_id)
        ended.state = self.state
        ended.due_on, ended.status_id, ended.position = self.due_on, self.status_id, self.proposed_position
        act.beside.add(ended)

    def proposed(self) -> dict[str, Any]:
        """What the answer proposes beside its text: an implementation status, or a position."""
        return {"proposed_status": self.proposed_status_id, "proposed_position": self.proposed_position}

    def propose_as(self, other: Case) -> None:
        """One text proposes one thing, and was returned or not."""
        self.proposed_status, self.proposed_position = other.proposed_status, other.proposed_position
        self.returned = other.returned

    def propose_nothing(self) -> None:
        self.proposed_status, self.proposed_position = None, ""

    def decide_status(self) -> None:
        """The proposed status becomes the case's; where none is proposed, the last one stands."""
        if self.proposed_status_id is not None:
            self.status_id = self.proposed_status_id

    @property
    def present_answer(self) -> Answer:
        """The answer of a case under way: a constraint of the database keeps that it has one."""
        return cast("Answer", self.answer)

    def own_answer(self, act: Act) -> Answer:
        """The answer that this lead began before in this round, else a new one.

        Nor does a case that comes back take it up where others went on with it: they stand elsewhere by now.
        """
        begun = self.answer
        if begun is None or (begun.lead_id, begun.round_id) != (self.lead_id, self.round_id):
            return self.new_answer(act)
        if self.state == RECEIVED and Case.objects.answered_by(begun.pk).exists():
            return self.new_answer(act)
        return begun

    def answer_of_company(self, together: Sequence[int], last: int | None) -> Answer | None:
        """The new answer of those that the ``last`` one answered too, where one of them is in the round."""
        company = Case.objects.filter(
            pk__in=together, round=self.round, past_rounds__answer=last, lead=self.lead
        )
        mate = company.exclude(pk=self.pk).first() if len(together) > 1 else None
        return mate.answer if mate else None

    def new_answer(self, act: Act) -> Answer:
        answer = Answer(round_id=cast("int", self.round_id), lead_id=cast("int", self.lead_id))
        act.beside.add(answer)
        return answer
