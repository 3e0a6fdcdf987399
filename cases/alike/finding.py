"""Finds the groups and keeps them as proposals; what was decided stands, and what was refused stays apart.

The worker does it when recommendations came, went or were revised (``tasks.py``); so does
``manage.py find_alike``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import combinations

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Sum

from cases.alike.clusters import proposed
from cases.alike.near import Pair, near_pairs, said
from cases.alike.weighing import Said
from cases.models import (
    AlikeCase,
    Case,
    FormerText,
    Recommendation,
    RecommendationText,
    SaidTwice,
    Summary,
)
from cases.states import CLOSED

MOST = 20_000
"""The newest cases, which are compared."""
FOUND = "said twice"
"""Under this name it is kept (``Summary``) of what the groups were found, and when."""

Members = frozenset[int]


def find_if_due(now: datetime) -> bool:
    """Find them where something changed since the last time. Twice at once does no harm."""
    stands = _stands()
    kept = Summary.objects.filter(name=FOUND).first()
    if kept is not None and kept.data == stands:
        return False
    try:
        find(now)
    except IntegrityError:  # somebody else found them at the same moment
        return False
    return True


def find(now: datetime) -> int:
    """Propose all groups anew; how many are proposed then. Raises ``IntegrityError`` for the later of two."""
    stands = _stands()
    texts = _texts()
    near = near_pairs(texts)
    place_of = {one.key: at for at, one in enumerate(texts)}
    together = _decided(SaidTwice.State.TAKEN)
    refused = _pairs(_decided(SaidTwice.State.REFUSED), place_of) - _pairs(together, place_of)
    refused.update(_left_out(place_of))
    groups = proposed(near, refused, [frozenset(map(place_of.get, one)) for one in together])
    wanted = {
        frozenset(texts[at].key for at in group): min(near.get(pair, 0.0) for pair in combinations(group, 2))
        for group in groups
    }
    with transaction.atomic():
        known = _members(SaidTwice.objects.filter(state=SaidTwice.State.PROPOSED))
        gone = [pk for pk, group in known.items() if group not in wanted]
        SaidTwice.objects.filter(pk__in=gone).delete()
        _weigh_anew({pk: wanted[group] for pk, group in known.items() if group in wanted})
        _propose({group: near for group, near in wanted.items() if group not in known.values()}, now)
        Summary.objects.update_or_create(name=FOUND, defaults={"made_at": now, "data": stands})
    return len(wanted)


def _stands() -> list[int]:
    """What changes where a group may come or go: cases, texts and their revisions, closed, restricted and
    decided ones."""
    cases = Case.objects.aggregate(Count("pk"), Max("pk"))
    texts = RecommendationText.objects.aggregate(Count("pk"), Max("pk"))
    revised = FormerText.objects.aggregate(Max("pk"))
    restricted = Case.objects.filter(restricted=True).aggregate(Count("pk"), Sum("pk"))
    closed = Case.objects.filter(state=CLOSED).aggregate(Count("pk"), Sum("pk"))
    taken = SaidTwice.objects.filter(state=SaidTwice.State.TAKEN).aggregate(Count("pk"), Sum("pk"))
    refused = SaidTwice.objects.filter(state=SaidTwice.State.REFUSED).aggregate(Count("pk"), Sum("pk"))
    counted = (cases, texts, revised, restricted, closed, taken, refused)
    return [int(value or 0) for one in counted for value in one.values()]  # PostgreSQL sums to decimals


def _texts() -> list[Said]:
    """The UN texts of the open cases by the ids of these. A restricted case never stands with another."""
    compared = Case.objects.unrestricted().exclude(state=CLOSED).order_by("-pk")[:MOST]
    case_of = {one["recommendation"]: one["pk"] for one in compared.values("pk", "recommendation")}
    texts: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    rows = RecommendationText.objects.order_by("language").values_list("of", "language", "text", "opening")
    for recommendation, language, text, opening in rows.iterator(chunk_size=2000):
        if recommendation in case_of:
            texts[recommendation][language] = (text, opening)
    stated = Recommendation.objects.order_by().values_list("pk", "mechanism", "year", "paragraph")
    found = [
        said(case_of[pk], texts[pk], mechanism=mechanism, year=year, paragraph=paragraph)
        for pk, mechanism, year, paragraph in stated.iterator(chunk_size=2000)
        if pk in texts
    ]
    return sorted(found, key=lambda one: one.key)


def _members(groups: Iterable[SaidTwice]) -> dict[int, Members]:
    """The cases of each group, by its id."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = AlikeCase.objects.filter(group__in=groups, left_out=False).values_list("group", "case")
    for group, case in rows:
        found[group].add(case)
    return {group: frozenset(members) for group, members in found.items()}


def _decided(state: str) -> list[Members]:
    return list(_members(SaidTwice.objects.filter(state=state)).values())


def _pairs(groups: Iterable[Members], place_of: dict[int, int]) -> set[Pair]:
    """The pairs of these groups, by their places."""
    places: Iterable[Sequence[int]] = (sorted(place_of[pk] for pk in one if pk in place_of) for one in groups)
    return {pair for one in places for pair in combinations(one, 2)}


def _left_out(place_of: dict[int, int]) -> Iterator[Pair]:
    """Each case that was left out of a group, with each of those that are answered together there."""
    rows = AlikeCase.objects.filter(left_out=True).values_list("group", "case")
    together = _members(SaidTwice.objects.filter(pk__in={group for group, _case in rows}))
    for group, case in rows:
        if case in place_of:
            places = (place_of[one] for one in together[group] if one in place_of)
            yield from ((min(at, place_of[case]), max(at, place_of[case])) for at in places)


def _weigh_anew(nearness: dict[int, float]) -> None:
    """Other texts that came or went change what a word counts, and so how near those of a group are."""
    groups = [one for one in SaidTwice.objects.filter(pk__in=nearness) if one.nearness != nearness[one.pk]]
    for one in groups:
        one.nearness = nearness[one.pk]
    SaidTwice.objects.bulk_update(groups, ["nearness"], batch_size=500)


def _propose(found: dict[Members, float], now: datetime) -> None:
    made = SaidTwice.objects.bulk_create(
        [SaidTwice(nearness=nearness, found_at=now) for nearness in found.values()], batch_size=500
    )
    AlikeCase.objects.bulk_create(
        [
            AlikeCase(group=group, case_id=case)
            for group, members in zip(made, found, strict=True)
            for case in sorted(members)
        ],
        batch_size=500,
    )
