"""Approved answers that a person reads, and those in which words are found.

Whatever stands in the index, an answer is found by those who read it: each search starts at the versions that
are visible to the person. What is found is the text that is approved today, with its revised translations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, F, OuterRef, Q

from cases.models import Case, CaseRound, Version, VersionText
from cases.models.answer import VersionQuerySet
from cases.people.models import User
from cases.searching.words import Sought

MOST = 200
"""So many are found, the newest: who looks for less gives more words."""


def approved_texts(user: User) -> VersionQuerySet:
    """Those that this person reads, of answers to cases that it sees."""
    seen = Case.objects.visible_to(user)
    present = seen.filter(answer=OuterRef("answer"))
    past = CaseRound.objects.filter(answer=OuterRef("answer"), case__in=seen.values("pk"))
    read = Version.objects.visible_to(user).filter(pk=F("answer__approved"))
    return read.filter(Q(Exists(present)) | Q(Exists(past)))


def found_by(terms: Sequence[Sought], user: User) -> list[int]:
    """The ids of the approved texts in which every term stands, the newest first; one more than ``MOST``."""
    if not terms:
        return []
    texts = VersionText.objects.matching(terms)
    found = approved_texts(user).filter(pk__in=texts.values("pk"))
    return list(found.order_by("-at", "-pk").values_list("pk", flat=True)[: MOST + 1])


def cases_of(answers: Iterable[int], user: User) -> dict[int, list[Case]]:
    """The cases that these answers answer, or did in an earlier round, as far as this person sees them."""
    pks = set(answers)
    seen = Case.objects.visible_to(user)
    found: dict[int, dict[int, Case]] = {pk: {} for pk in pks}
    past = CaseRound.objects.filter(answer__in=pks, case__in=seen.values("pk"))
    for one in past.select_related("case__recommendation").order_by("case__recommendation__place", "pk"):
        found[one.answer_id or 0][one.case_id] = one.case
    for case in (
        seen.filter(answer__in=pks).select_related("recommendation").order_by("recommendation__place")
    ):
        found[case.answer_id or 0][case.pk] = case
    return {pk: list(cases.values()) for pk, cases in found.items()}
