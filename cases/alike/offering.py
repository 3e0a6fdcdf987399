"""Whom a coordinator is offered for new cases, by who answered similar texts (``answered.py``).

Only of cases that the coordinator sees, and only departments that stand today. An offer decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.alike.answered import OFFERED, RESTS_ON, Before, Experience, Heard
from cases.models import Case, CaseRound, Contribution, Recommendation, RecommendationText, access
from cases.models.case_lists import CaseQuerySet
from cases.people.models import Department
from cases.starting.alike import Asked, words_of

READ = 2000
"""The newest cases that were answered, or are to be, by a department."""
LOOKED_AT = 3
"""So many cases of a group are compared with them."""
_THEMES = Recommendation.themes.through


@dataclass(frozen=True)
class Offer:
    """A department, and the cases whose answers speak for it."""

    department: Department
    rests_on: list[Case]


def offers_for(
    wanted: Mapping[int, Sequence[Case]], visible: CaseQuerySet, today: date
) -> dict[int, list[Offer]]:
    """By the caller's keys, for the first cases of each group. As many queries for any number."""
    led = _led(visible)
    new = {case.pk: case.recommendation_id for cases in wanted.values() for case in cases[:LOOKED_AT]}
    if not led or not new:
        return {}
    asked = asked_of({**{pk: recommendation for pk, (recommendation, _who) in led.items()}, **new})
    experience = Experience(Before(asked[pk], who) for pk, (_recommendation, who) in led.items())
    heard = {
        key: experience.heard(
            [asked[case.pk] for case in cases[:LOOKED_AT]], without={one.pk for one in cases}
        )
        for key, cases in wanted.items()
    }
    return _offers(heard, visible, today)


def _led(visible: CaseQuerySet) -> dict[int, tuple[int, frozenset[int]]]:
    """By case: its recommendation, and who led or contributed to its answer, now or in an earlier round."""
    newest = visible.order_by("-pk")
    rows = newest.filter(lead__isnull=False).values_list("pk", "recommendation", "lead", "answer")[:READ]
    waiting = visible.filter(lead__isnull=True).order_by().values("pk")
    past = CaseRound.objects.filter(access.among(waiting, "case"), answer__isnull=False).order_by("-pk")
    then = past.values_list("case", "case__recommendation", "answer__lead", "answer")[:READ]
    known = [*rows, *then]
    contributors = _contributors({answer for *_case, answer in known if answer})
    found: dict[int, tuple[int, frozenset[int]]] = {}
    for pk, recommendation, lead, answer in known:
        before = found.get(pk, (recommendation, frozenset()))[1]
        found[pk] = (recommendation, before | {lead} | contributors.get(answer, set()))
    return found


def _contributors(answers: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    given = Contribution.objects.filter(answer__in=answers).exclude(state__in=("withdrawn", "declined"))
    for answer, department in given.values_list("answer", "department"):
        found[answer].add(department)
    return found


def asked_of(cases: Mapping[int, int]) -> dict[int, Asked]:
    """The texts and themes of these cases, by case; ``cases`` has their recommendations."""
    recommendations = set(cases.values())
    words: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    texts = RecommendationText.objects.filter(of__in=recommendations)
    for pk, language, text, opening in texts.values_list("of", "language", "text", "opening"):
        words[pk][language] = words_of(f"{opening} {text}")
    themes: dict[int, set[int]] = defaultdict(set)
    ties = _THEMES.objects.filter(recommendation__in=recommendations)
    for pk, theme in ties.values_list("recommendation", "term"):
        themes[pk].add(theme)
    return {case: Asked(case, None, frozenset(themes[pk]), words[pk]) for case, pk in cases.items()}


def _offers(heard: Mapping[int, list[Heard]], visible: CaseQuerySet, today: date) -> dict[int, list[Offer]]:
    bodies = Department.objects.with_names().filter(pk__in={one.department for one in _all(heard)})
    standing = {one.pk: one for one in bodies if one.stands_on(today)}
    offered = {
        key: [one for one in listed if one.department in standing][:OFFERED] for key, listed in heard.items()
    }
    named = {pk for one in _all(offered) for pk in one.texts[:RESTS_ON]}
    cases = visible.filter(pk__in=named).select_related("recommendation")
    by_pk = {one.pk: one for one in cases.prefetch_related("recommendation__wordings")}
    return {
        key: [
            Offer(standing[one.department], [by_pk[pk] for pk in one.texts[:RESTS_ON] if pk in by_pk])
            for one in listed
        ]
        for key, listed in offered.items()
    }


def _all(heard: Mapping[int, Iterable[Heard]]) -> Iterable[Heard]:
    return (one for listed in heard.values() for one in listed)
