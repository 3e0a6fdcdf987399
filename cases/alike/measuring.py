"""How often the true bodies are among those offered: one recommendation is left out after the other.

The bodies that imported files name stand for those who answer. A recommendation whose text was entered again
is easily found, so the same is measured with all of the same words left out; and, to compare, with the three
bodies that are named most often, whatever the text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.alike.answered import OFFERED, Before, Experience
from cases.alike.offering import asked_of
from cases.models import LeadProposal
from cases.models.case_lists import CaseQuerySet


@dataclass(frozen=True)
class Measured:
    """Shares of ``texts``, the number of recommendations; ``in_words`` says of what."""

    texts: int = 0
    one: float = 0.0
    of_all: float = 0.0
    one_of_other_words: float = 0.0
    one_of_most_named: float = 0.0

    def in_words(self) -> list[tuple[str, float]]:
        return [
            (_("have one of their bodies among the first three"), self.one),
            (_("of all their bodies, three at most for each, are among the first three"), self.of_all),
            (_("have one of them, all texts of the same words left out"), self.one_of_other_words),
            (_("would have one of them among the three bodies that are named most"), self.one_of_most_named),
        ]


def measure(cases: CaseQuerySet) -> Measured:
    """Of the cases whose recommendations name a body that is a known department."""
    bodies: dict[int, set[int]] = defaultdict(set)
    named = LeadProposal.objects.filter(by=None, department__isnull=False)
    for pk, department in named.values_list("recommendation", "department"):
        bodies[pk].add(department)
    of_case = dict(cases.filter(recommendation__in=bodies).order_by("pk").values_list("pk", "recommendation"))
    asked = asked_of(of_case)
    before = [Before(asked[pk], frozenset(bodies[of_case[pk]])) for pk in of_case]
    if len(before) < 2:
        return Measured()
    return _measured(before)


def _measured(before: Sequence[Before]) -> Measured:
    experience = Experience(before)
    same = defaultdict(set)
    for one in before:
        same[_words(one)].add(one.asked.key)
    alone = [_offered(experience, one, {one.asked.key}) for one in before]
    others = [_offered(experience, one, same[_words(one)]) for one in before]
    counted = Counter(body for one in before for body in one.departments)
    most = {body for body, _count in counted.most_common(OFFERED)}
    true = [one.departments for one in before]
    there = sum(len(found & bodies) for found, bodies in zip(alone, true, strict=True))
    return Measured(
        texts=len(before),
        one=_share(alone, true),
        of_all=there / sum(min(OFFERED, len(bodies)) for bodies in true),
        one_of_other_words=_share(others, true),
        one_of_most_named=_share([most] * len(true), true),
    )


def _share(offered: Sequence[Collection[int]], true: Sequence[frozenset[int]]) -> float:
    return sum(bool(bodies & set(found)) for found, bodies in zip(offered, true, strict=True)) / len(true)


def _offered(experience: Experience, one: Before, without: Collection[int]) -> set[int]:
    return {heard.department for heard in experience.heard([one.asked], without=without)[:OFFERED]}


def _words(one: Before) -> tuple[tuple[str, frozenset[str]], ...]:
    """Of the first language alone: texts that were entered again are not always translated alike."""
    return tuple((code, frozenset(words)) for code, words in sorted(one.asked.words.items())[-1:])
