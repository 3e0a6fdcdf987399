"""Which of the answers that wait are, word for word and with their status, what was approved last."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cases.models import CaseRound, Round, Version
from cases.models.access import texts_hidden_from
from cases.models.case_lists import CaseQuerySet
from cases.people.models import User


def with_unchanged(cases: CaseQuerySet, user: User) -> Any:
    """Each with ``is_unchanged``, as far as this person reads what was approved; a position never is."""
    past = CaseRound.objects.filter(case=OuterRef("pk"), answer__approved__isnull=False)
    past = past.exclude(texts_hidden_from(user)).order_by("-pk")
    last = Coalesce(
        F("answer__approved"), Subquery(past.values("answer__approved")[:1]), output_field=BigIntegerField()
    )
    same = Version.objects.filter(
        pk=OuterRef("last_approved"),
        full_text=OuterRef("answer__sent__full_text"),
        short_text=OuterRef("answer__sent__short_text"),
    )
    status = Q(proposed_status__isnull=True) | Q(proposed_status=F("status"))
    as_it_was = Exists(same) & status & ~Q(round__kind=Round.Kind.POSITIONS)
    return cases.annotate(last_approved=last).annotate(is_unchanged=as_it_was)


def by_answer(cases: Iterable[Any]) -> list[list[Any]]:
    """Those that are answered together in one list, in the order of the first of each."""
    listed = list(cases)
    first = {case.answer_id: place for place, case in reversed(list(enumerate(listed)))}
    ordered = sorted(listed, key=lambda case: first[case.answer_id])
    return [list(mates) for _answer, mates in groupby(ordered, key=lambda case: case.answer_id)]
