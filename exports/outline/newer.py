"""Answers that were approved anew after they flowed into a report."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef

from cases.models import Case
from exports.models.outline import PassageAnswer
from exports.told import IN_REPORT

if TYPE_CHECKING:
    from exports.models import Report


def newer_in(report: Report) -> dict[int, list[PassageAnswer]]:
    """By the id of a standing passage: what it tells in an older version than is approved now.

    ``version`` and ``answer.approved`` come with each row; one query. An answer that is being revised, and
    not approved again yet, is not among them; nor is that of a restricted case.
    """
    printed = Case.objects.unrestricted().filter(answer=OuterRef("answer"), state__in=IN_REPORT)
    tells = PassageAnswer.objects.filter(
        Exists(printed), passage__report=report, passage__removed_at=None, answer__approved__isnull=False
    )
    older = tells.exclude(version=F("answer__approved")).select_related("version", "answer__approved")
    found: dict[int, list[PassageAnswer]] = defaultdict(list)
    for one in older.order_by("passage", "place", "pk"):
        found[one.passage_id].append(one)
    return dict(found)
