"""The backward plan: from the submission back to the day by which each stage must be over; pure.

What a round plans, and which cases break it: ``plans.py``; the page: ``pages/plan.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workflow import clocks
from workflow.clocks import Calendar, Reckoning

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_DAYS = 250
"""Working days that one stage may take, about a year."""


@dataclass(frozen=True)
class Stage:
    """A part of the way to submission, and how many working days it takes where nobody says otherwise."""

    code: str
    label: StrOrPromise
    days: int


# fmt: off
STAGES = (
    Stage("drafting",    _("Departments draft"),         40),
    Stage("signature",   _("Signature"),                  5),
    Stage("validation",  _("Validation"),                10),
    Stage("assembling",  _("Assembling the report"),     10),
    Stage("circulation", _("Circulation"),               15),
    Stage("review",      _("Review"),                     5),
    Stage("translation", _("Translation"),               10),
    Stage("adoption",    _("Adoption by the government"), 15),
    Stage("submission",  _("Submission"),                 5),
)
# fmt: on
CODES = tuple(stage.code for stage in STAGES)
DEFAULTS = {stage.code: stage.days for stage in STAGES}
PASSED, PRESENT, COMING, LEFT_OUT = "passed", "present", "coming", "left out"


@dataclass(frozen=True)
class Planned:
    """A stage with its days: ``reckoned`` leads from its last day back to the last of the stage before it."""

    stage: Stage
    reckoned: Reckoning

    @property
    def due_on(self) -> date:
        """The day by which it must be over."""
        return self.reckoned.start

    @property
    def after(self) -> date:
        """The day after which it begins."""
        return self.reckoned.result

    @property
    def days(self) -> int:
        return -self.reckoned.days

    def standing(self, today: date) -> str:
        """One of PASSED, PRESENT, COMING; LEFT_OUT for a stage of no days."""
        if not self.days:
            return LEFT_OUT
        if self.due_on < today:
            return PASSED
        return PRESENT if self.after < today else COMING


def backward(submission_on: date, lengths: Mapping[str, int], calendar: Calendar) -> tuple[Planned, ...]:
    """All stages in their order, the last one over on ``submission_on``, each as long as ``lengths`` says.

    Lengths are working days of ``calendar``, by the stage's code. Raises :class:`clocks.NoWorkingDay`.
    """
    planned: list[Planned] = []
    due_on = submission_on
    for stage in reversed(STAGES):
        days = lengths[stage.code]
        # With 0 days, the calendar's arithmetic would lead on to the next working day.
        reckoned = clocks.add(due_on, -days, calendar) if days else Reckoning(due_on, 0, due_on)
        planned.append(Planned(stage, reckoned))
        due_on = reckoned.result
    return tuple(reversed(planned))


def first_past(planned: Iterable[Planned], today: date) -> Planned | None:
    """The first stage that would have to be over already."""
    return next((one for one in planned if one.standing(today) == PASSED), None)
