"""How many days are left: until the report is to be submitted, and until the answers of its round are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from exports import flow
from exports.models import Report

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Coming:
    """A date that people work towards; ``left`` is negative once it is over."""

    label: StrOrPromise
    on: date
    left: int

    @property
    def over(self) -> int:
        return -self.left


def coming(report: Report, today: date) -> list[Coming]:
    """None of a report that was submitted. Its round comes with its plan: no query."""
    if report.state == flow.SUBMITTED:
        return []
    return [Coming(label, on, (on - today).days) for label, on in _dates(report) if on]


def _dates(report: Report) -> Iterator[tuple[StrOrPromise, date | None]]:
    plan = getattr(report.round, "plan", None)
    yield _("Submission"), plan.submission_on if plan else None
    yield _("Answers due"), report.round.due_on
    yield _("Replies by"), report.reply_on if report.is_circulating else None
