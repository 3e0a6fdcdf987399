"""How a case stood in the rounds that it left."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.answer import Answer
from cases.models.round import ImplementationStatus, Round
from cases.states import State
from cases.un import Position


class CaseRound(models.Model):
    """How a case stood when a past round of it ended."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="past_rounds")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=50, choices=State.choices)
    due_on = models.DateField(null=True)
    status = models.ForeignKey(ImplementationStatus, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(_("proposed position"), max_length=20, choices=Position.choices, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="a_case_once_per_round")]
