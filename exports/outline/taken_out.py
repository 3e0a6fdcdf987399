"""Passages that were taken out of a report, and may be put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Case
from exports.models.outline import Passage, PassageAnswer

if TYPE_CHECKING:
    from exports.models import Report


def taken_out_of(report: Report) -> QuerySet[Passage]:
    """But for those that hold nothing, and those that tell a restricted case, which nobody is shown."""
    restricted = Case.objects.filter(restricted=True, answer=OuterRef("answer"))
    telling = PassageAnswer.objects.filter(Exists(restricted), passage=OuterRef("pk"))
    gone = report.passages.taken_out().filter(~Exists(telling))
    return gone.exclude(tells=None, texts=None).distinct()
